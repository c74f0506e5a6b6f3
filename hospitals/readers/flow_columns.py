"""Which column of a flow return means what: our names, those of senders, and those remembered."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from hospitals.readers.columns import Column, Guess, names, spellings
from hospitals.readers.columns import guess as guessed

DATA = Path(__file__).resolve().parent.parent / "data" / "flow_headers.csv"


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


COLUMNS = (
    Column("period", _("期间"), is_required=True),
    Column("origin_code", _("来源地代码"), is_required=True),
    Column("dest_code", _("去向地代码")),
    Column("dest_org_code", _("去向机构代码")),
    Column("disease_system", _("病种体系"), is_required=True),
    Column("disease_code", _("病种代码"), is_required=True),
    Column("n_stays", _("住院人次"), is_required=True),
    Column("source_system", _("数据来源")),
    Column("n_persons", _("住院人数")),
    Column("cost_total", _("住院总费用（元）")),
    Column("los_total", _("占用总床日")),
    Column("rw_total", _("总权重")),
    Column("sex", _("性别")),
    Column("age_band", _("年龄段")),
)
BY_CODE = {column.code: column for column in COLUMNS}
# One of them says where somebody was treated.
DESTINATIONS = ("dest_code", "dest_org_code")


def guess(header: Sequence[str], remembered: Mapping[str, str] | None = None) -> Guess:
    """As this sender matched the heads last time, else by the names that we know."""
    return guessed(header, remembered or {}, BY_CODE, meaning)


def meaning(head: str) -> tuple[str, str]:
    """(column, naming system) of a head; two empty texts when nobody uses it."""
    return next((_known()[name] for name in spellings(head) if name in _known()), ("", ""))


def missing(mapping: Mapping[str, Sequence[int]], *, has_source: bool) -> list[str]:
    """Required columns that the file lacks; the source may be told beside it."""
    lacking = [column.code for column in COLUMNS if column.is_required]
    lacking = [code for code in lacking if code not in mapping]
    if not any(code in mapping for code in DESTINATIONS):
        lacking.append(DESTINATIONS[0])
    if not has_source and "source_system" not in mapping:
        lacking.append("source_system")
    return lacking


@cache
def _known():
    return names(COLUMNS, DATA)
