"""What each cell of a flow return may hold. A check returns the value, or raises Wrong."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hospitals.enums import AGE_BAND, DiseaseSystem, FlowGrain, PopulationSex, SourceSystem
from portal.periods import Month

UNKNOWN_PROVINCE = "990000"
_TOTALS = ("合计", "总计", "小计", "总和", "累计", "(空)", "（空）", "空", "(空白)", "（空白）")
_FOREIGN_TOTALS = ("total", "totale", "subtotal", "(blank)", "(vuoto)")
TOTAL_WORDS = frozenset(
    form for word in (*_TOTALS, *_FOREIGN_TOTALS) for form in (word, word.upper(), word.title())
)
CODE_PADDED_TO = {"GB/T 2260": 6}
BELOW = re.compile(r"[<＜]\s*(\d{1,4})")
# A month as people and programs write it; its first day stands for it.
MONTH = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{2}))(?:[-/.]0?1)?")
GROUPED = re.compile(r"\d{1,3}([,，\s]\d{3})+")
DECIMAL = re.compile(r"([0-9]{1,15})(?:\.([0-9]+))?")
MAX_STAYS = 10_000_000
# Of one cell, in yuan; and in relative weights.
MAX_COST = 10**12
MAX_WEIGHT = 10**9


class Wrong(Exception):
    """A cell breaks a rule; the hint says how to mend it."""

    def __init__(self, rule: str, hint: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.hint = hint


@dataclass(frozen=True)
class Place:
    """A region as the file named it: the current one to store, and whether the code is retired."""

    region_id: str
    is_retired: bool = False
    may_send: bool = True
    hospital_id: str | None = None


@dataclass(frozen=True)
class Places:
    """What the codes of one code system, and the codes of hospitals, stand for."""

    code_system: str
    regions: Mapping[str, Place]
    hospitals: Mapping[str, Place] = field(default_factory=dict)


def total_word(cells: list[str]) -> str | None:
    """The word that makes this row a total, or a row of leftovers, among the data."""
    if TOTAL_WORDS.isdisjoint(cells):
        return None
    return next(cell for cell in cells if cell in TOTAL_WORDS)


def period(text: str) -> tuple[FlowGrain, dt.date]:
    if len(text) == 4 and text.isascii() and text.isdigit():
        return FlowGrain.YEAR, _sane(Month(int(text) or 1, 1)).first
    try:
        year, *months = MONTH.fullmatch(text).groups()
        month = Month(int(year), int(months[0] or months[1]))
    except (AttributeError, ValueError):
        raise Wrong("period", _("请写成 2024-03（按月）或 2024（按年）。")) from None
    return FlowGrain.MONTH, _sane(month).first


def _sane(month):
    if not 2000 <= month.year <= 2100:
        raise Wrong("period", _("年份应在 2000 至 2100 之间。"))
    return month


def region(text: str, places: Places) -> Place:
    width = CODE_PADDED_TO.get(places.code_system, 0)
    found = places.regions.get(text) or places.regions.get(text.ljust(width, "0"))
    if found:
        return found
    if width and text.isdigit() and len(text) not in {2, 4, 6}:
        raise Wrong("code_length", _("行政区划代码应为 2、4 或 6 位数字，请检查是否丢失了前导零。"))
    raise Wrong(
        "unknown_code",
        _("在“%(system)s”中没有这个代码，请核对代码或所选的代码体系。")
        % {"system": places.code_system},
    )


def origin(text: str, places: Places) -> Place:
    place = region(text, places)
    if not place.may_send:
        raise Wrong("foreign_origin", _("来源地不在报送地区内，只能报送本地区居民的数据。"))
    return place


def destination(text: str, places: Places) -> Place | None:
    """None for the code of an unknown province."""
    return None if text == UNKNOWN_PROVINCE else region(text, places)


def hospital(text: str, places: Places) -> Place:
    if text not in places.hospitals:
        raise Wrong("unknown_hospital", _("没有代码为此的医疗机构，请先在医院网络中登记。"))
    return places.hospitals[text]


def disease_system(text: str) -> str:
    if text not in DiseaseSystem.values:
        raise Wrong(
            "disease_system",
            _("病种体系应为 %(names)s 之一。") % {"names": "、".join(DiseaseSystem.values)},
        )
    return text


def disease_code(text: str) -> str:
    if not text or len(text) > 32:
        raise Wrong("disease_code", _("请填写病种代码，不超过 32 个字符；全部病种写 ALL。"))
    return text


def source_system(text: str) -> str:
    if text not in SourceSystem.values:
        raise Wrong(
            "source_system",
            _("数据来源应为 %(names)s 之一。") % {"names": "、".join(SourceSystem.values)},
        )
    return text


SEXES = {"0": PopulationSex.ALL, "1": PopulationSex.MALE, "2": PopulationSex.FEMALE}
SEXES |= {"男": PopulationSex.MALE, "女": PopulationSex.FEMALE}


def sex(text: str) -> int:
    if text not in SEXES:
        raise Wrong("sex", _("性别请写 1（男）、2（女），不分性别写 0 或留空。"))
    return int(SEXES[text])


def age_band(text: str) -> str:
    if not re.fullmatch(AGE_BAND, text):
        raise Wrong("age_band", _("请写成 0-4、85+ 或 all 的样子。"))
    return text


def stays(text: str) -> tuple[int | None, int | None]:
    """The count, or the bound below which the sender hid it."""
    if text.isascii() and text.isdigit():
        return _not_too_many(int(text[:12])), None
    if match := BELOW.fullmatch(text):
        return None, _bound(int(match[1]))
    raise Wrong("count", _count_hint(text))


def whole(text: str) -> int:
    """A total of a cell that is counted: persons, bed days."""
    if text.isascii() and text.isdigit():
        return _not_too_many(int(text[:12]))
    raise Wrong("count", _count_hint(text))


def scaled(text: str, places: int, most: int) -> int:
    """A total with decimals as a whole number of its smallest unit: yuan in fen."""
    match = DECIMAL.fullmatch(text)
    if match is None or len(match[2] or "") > places:
        raise Wrong("number", _("请写不带单位和分隔符的数字，最多 %(n)d 位小数。") % {"n": places})
    value = int(match[1] + (match[2] or "").ljust(places, "0"))
    if value > most * 10**places:
        raise Wrong("number", _("数值大得不可能，请核对单位。"))
    return value


def totals_fit(stays: int | None, persons: int | None, bed_days: int | None, *others) -> None:
    """What a count's totals can be; a count that is hidden has none, they would tell it."""
    if stays is None:
        if any(total is not None for total in (persons, bed_days, *others)):
            raise Wrong("suppressed", _("人次已隐去的行不能填写人数、费用、床日和权重。"))
        return
    if persons is not None and persons > stays:
        raise Wrong("persons", _("住院人数不能多于住院人次。"))
    if bed_days is not None and bed_days < stays:
        raise Wrong("bed_days", _("占用总床日不能少于住院人次，每次住院至少 1 日。"))


def _not_too_many(count):
    if count > MAX_STAYS:
        raise Wrong("count", _("人次大得不可能，请核对单位。"))
    return count


def _bound(bound):
    if not 2 <= bound <= 100:
        raise Wrong("bound", _("“<k”中的 k 应在 2 至 100 之间。"))
    return bound


def _count_hint(text):
    if not text:
        return _("不能为空。没有病人写 0，因人数少而隐去写“<5”。")
    if GROUPED.fullmatch(text):
        return _("请去掉千位分隔符，只写数字。")
    if "万" in text:
        return _("单位是人次，不能用“万”，请写全部数字。")
    if text.startswith("-"):
        return _("人次不能是负数。")
    if re.fullmatch(r"\d+[.．]\d+", text):
        return _("人次应为整数，不能有小数。")
    return _("请写半角整数，或“<5”。")
