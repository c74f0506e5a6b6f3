"""A file of population figures: one row per region, year, sex and age band."""

import re
from collections import defaultdict
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.access import regions_for
from hospitals.actions import population
from hospitals.enums import AGE_BAND, ALL_AGES, PopulationSex
from hospitals.models import Population, Region
from portal.core.importing import ImportColumn, ImportKind, Sheet, Wrong, count, one_of, text_of
from portal.roles import Permission

FIRST_YEAR = 1949
MOST_TIMES = 5


def _sheet(user):
    mine = Region.objects.inside(regions_for(user, Permission.FLOW_IMPORT))
    inside = set(mine.values_list("pk", flat=True))
    check = _Check(inside)
    columns = (
        ImportColumn(
            "region_code",
            gettext_lazy("地区代码"),
            _region(Region.objects.current_by_code()),
            is_required=True,
            names=("行政区划代码", "代码"),
        ),
        ImportColumn("year", gettext_lazy("年份"), _year, is_required=True),
        ImportColumn("sex", gettext_lazy("性别"), one_of(_sexes())),
        ImportColumn("age_band", gettext_lazy("年龄段"), _band),
        ImportColumn("n", gettext_lazy("人数"), count, is_required=True, names=("人口", "人口数")),
        ImportColumn("source", gettext_lazy("来源"), text_of(200)),
    )
    return Sheet(columns, check.whole, lambda found: _write(found, user))


def _sexes():
    return [(str(value), label) for value, label in PopulationSex.choices]


def _region(known):
    def read(text):
        if text not in known:
            raise Wrong("unknown", _("没有这个地区代码。"))
        return known[text]

    return read


def _year(text):
    year = count(text)
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Wrong("year", _("请填写四位年份，不晚于今年。"))
    return year


def _band(text):
    if not re.fullmatch(AGE_BAND, text):
        raise Wrong("age_band", _("请写成 0-4、85+ 或 all 的样子。"))
    return text


class _Check:
    def __init__(self, inside):
        self.inside, self.seen = inside, {}

    @cached_property
    def known(self):
        """region → year → everybody, as kept."""
        found = defaultdict(dict)
        rows = Population.objects.whole().filter(region__in=self.inside).order_by()
        for region, year, people in rows.values_list("region", "year", "count"):
            found[region][year] = people
        return found

    def _jump(self, values):
        """No place has five times the people, or a fifth, of another year: a wrong unit."""
        if (values["sex"], values["age_band"]) != (PopulationSex.ALL, ALL_AGES):
            return
        known = {**self.known[values["region_code"].pk]}
        known.pop(values["year"], None)
        if not known:
            return
        near = min(known, key=lambda year: abs(year - values["year"]))
        if not known[near] / MOST_TIMES <= values["n"] <= known[near] * MOST_TIMES:
            text = _("%(year)d 年为 %(count)d 人，相差超过 5 倍，请核对单位（人）。")
            yield "n", "jump", text % {"year": near, "count": known[near]}

    def whole(self, values, number):
        values["sex"] = int(values.get("sex") or PopulationSex.ALL)
        values["age_band"] = values.get("age_band") or ALL_AGES
        if values["region_code"].pk not in self.inside:
            yield "region_code", "not_yours", _("您不能为这个地区报送数据。")
        key = (values["region_code"].pk, values["year"], values["sex"], values["age_band"])
        if key in self.seen:
            yield "region_code", "twice", _("与第 %(row)d 行重复。") % {"row": self.seen[key]}
        self.seen.setdefault(key, number)
        yield from self._jump(values)


def _write(rows, by):
    return population.keep(
        rows=[
            {
                "region": values["region_code"],
                "year": values["year"],
                "sex": values["sex"],
                "age_band": values["age_band"],
                "count": values["n"],
                "source": values.get("source") or "",
            }
            for values in rows
        ],
        by=by,
    )


POPULATION = ImportKind(
    code="population",
    label=gettext_lazy("人口"),
    url_name="hospitals:population-list",
    permission=Permission.FLOW_IMPORT,
    sheet=_sheet,
    hints=(gettext_lazy("性别和年龄段不填为合计。各级都有时，下级之和须与本级相符。"),),
)
