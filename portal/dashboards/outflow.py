"""Outflow of residents: is it falling, where to, of which county. Three layers, never added."""

from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hospitals.enums import DiseaseSystem, RegionLevel
from hospitals.models import Claim, Region
from hospitals.plausibility import OUTFLOW_RANK
from portal.dashboards import cards, charts
from portal.metrics import catalogue, formats, series
from portal.metrics.definitions.base import Shown
from portal.metrics.models import IndicatorValue, Target

CODES = ("F01", "F02", "F02W", "F03", "F04", "F05")
CHILD_CODES = ("F01", "F02", "F03", "F05")
TREND_PERIODS = 36
BARS = 10


@dataclass(frozen=True)
class Table:
    """A table as page and file print it."""

    name: str
    title: str
    columns: list
    rows: list


class Outflow:
    """Everything the page shows for one query; the file download reads the same tables."""

    def __init__(self, query):
        self.query = query
        self.user, self.subject = query.user, query.subject
        self.rows = {code: [] for code in CODES}
        for row in series.values(self.user, self.subject, CODES):
            self.rows[row.code].append(row)
        self.target = self._target()
        self.now = {
            code: [row for row in rows if row.period in set(query.periods)]
            for code, rows in self.rows.items()
        }

    def _target(self):
        """Targets are set for all diseases together, not for one group."""
        if self.subject.disease_system != DiseaseSystem.ALL:
            return None
        targets = Target.objects.visible_to(self.user)
        return targets.of("F01", [self.query.region.pk], self.query.end).first()

    def cards(self):
        made = [self._card(code) for code in CODES]
        change = self._change("F01")
        made.append(cards.card("F06", change, change, url=self._trace("F01")))
        return made

    def _card(self, code):
        target = self.target.value if self.target and code == "F01" else None
        return cards.card(
            code,
            series.total(self.now[code]),
            self._change(code),
            target=target,
            url=self._trace(code),
        )

    def _change(self, code):
        now, base = series.pairs(self.rows[code], self.query.periods)
        return series.total(now, base) if base else Shown()

    def _trace(self, code):
        """Where the figure comes from: its months, each with its run and rows."""
        query = {"code": code, "region": self.query.region.pk, **self._disease()}
        query |= {"since": f"{self.query.periods[0]:%Y-%m}", "until": f"{self.query.end:%Y-%m}"}
        return f"{reverse('metrics:value-list')}?{urlencode(query)}"

    def _disease(self):
        return {
            "source_system": self.subject.source_system,
            "disease_system": self.subject.disease_system,
            "disease_code": self.subject.disease_code,
            "grain": self.subject.grain,
        }

    def trend(self):
        """The months up to the end, each as it may be shown."""
        rows = [row for row in self.rows["F01"] if row.period <= self.query.end]
        return rows[-TREND_PERIODS:]

    def trend_chart(self):
        rows = self.trend()
        labels = [self._label(row) for row in rows]
        shares = [charts.percent(row.shown.value) for row in rows]
        indicator = catalogue.BY_CODE["F01"]
        return charts.trend(
            labels,
            [(_(indicator.name), shares)],
            target=charts.percent(self.target.value) if self.target else None,
            target_label=_("目标 %(value)s") % {"value": formats.percent(self.target.value)}
            if self.target
            else "",
        )

    def trend_table(self):
        indicator = catalogue.BY_CODE["F01"]
        rows = [
            [
                self._label(row),
                formats.value(indicator, row.shown),
                "" if row.shown.is_hidden else row.shown.numerator,
                "" if row.shown.is_hidden else row.shown.denominator,
                formats.interval(indicator, row.shown),
            ]
            for row in self.trend()
        ]
        columns = [_("期间"), _(indicator.name), _("分子"), _("分母"), _("区间")]
        return Table("trend", self.trend_title(), columns, rows)

    def _label(self, row):
        return f"{row.period:%Y}" if self.query.span == "year" else f"{row.period:%Y-%m}"

    def trend_title(self):
        """The sentence above the trend: what it came to against the base year."""
        change = self._change("F01")
        names = {"region": self.query.region.name, "year": catalogue.BASE_YEAR}
        if change.value is None:
            return _("%(region)s的跨省就医率") % names
        names |= {"points": f"{abs(change.value) * 100:.2f}", "relative": cards.relative(change)}
        if change.value < 0:
            return (
                _("%(region)s的跨省就医率较%(year)d年同月下降 %(points)s 个百分点，%(relative)s")
                % names
            )
        return (
            _("%(region)s的跨省就医率较%(year)d年同月上升 %(points)s 个百分点，%(relative)s")
            % names
        )

    def destinations(self):
        return series.destinations(self.user, self.subject, self.query.end)

    def destination_table(self, found):
        rows = [
            [place.name, formats.hidden_word() if place.count is None else place.count]
            for place in found
        ]
        return Table(
            "destinations", self.destination_title(found), [_("去向"), _("住院人次")], rows
        )

    def destination_title(self, found):
        year = {"year": self.query.end.year}
        if not found or found[0].count is None:
            return _("%(year)d年居民去了哪些省份") % year
        return _("%(year)d年去得最多的是%(place)s") % (year | {"place": found[0].name})

    def destination_chart(self, found):
        shown = [place for place in found if place.count is not None][:BARS]
        return charts.bars(
            [place.name for place in shown], [place.count for place in shown], unit=_("人次")
        )

    def children(self):
        """The regions right below: name, query of its own page, and each figure in words."""
        found = series.of_children(self.user, self.subject, CHILD_CODES, self.query.periods)
        return [
            {
                "region": region,
                "address": urlencode(self.query.address | {"region": region.pk}),
                "cells": [
                    formats.value(catalogue.BY_CODE[code], figures.get(code, Shown()))
                    for code in CHILD_CODES
                ],
                "parts": formats.parts(figures.get("F01", Shown())),
            }
            for region, figures in found.items()
        ]

    def children_table(self, children):
        columns = [_("地区"), *(_(catalogue.BY_CODE[code].name) for code in CHILD_CODES)]
        columns.append(_("跨省人次 / 全部人次"))
        rows = [[row["region"].name, *row["cells"], row["parts"]] for row in children]
        return Table("regions", _("下级地区"), columns, rows)

    def stamp(self, children):
        """How new and how complete the figures are."""
        rows = self.now["F01"]
        complete = _("%(there)d/%(all)d 期") % {"there": len(rows), "all": len(self.query.periods)}
        below = Region.objects.current().filter(parent=self.query.region).count()
        if below:
            text = _("%(there)d/%(all)d 个下级地区有数据")
            complete += f"，{text % {'there': len(children), 'all': below}}"
        return {
            "as_of": max((row.as_of for row in rows), default=None),
            "source": self.subject.source_system and rows[0].get_source_system_display(),
            "completeness": complete,
            "hidden_cells": sum(row.hidden_cells for row in rows),
            "hidden_max": sum(row.hidden_stays_max for row in rows),
            "unplaced": sum(row.unplaced for row in rows),
            "is_synthetic": any(row.is_synthetic for row in rows),
        }

    def known(self):
        """The second layer: referrals to other provinces that this network carried."""
        return (
            IndicatorValue.objects.visible_to(self.user)
            .filter(region=self.query.region, code="K01", period__in=self.query.periods)
            .aggregate(count=Sum("numerator"))["count"]
            or 0
        )

    def claims(self):
        """The third layer: what was printed about the region or one around it, in its words."""
        names = [region.name for region in self.query.region.line()]
        rows = Claim.objects.visible_to(self.user).filter(measure=OUTFLOW_RANK, entity__in=names)
        return rows.order_by("code")

    def above(self):
        """The regions on the way up that this person may see."""
        region, found = self.query.region.parent, []
        while region is not None and str(region.pk) in self.query.regions:
            found.insert(0, (region, urlencode(self.query.address | {"region": region.pk})))
            region = region.parent
        return found

    @property
    def has_counties_below(self):
        return self.query.region.level != RegionLevel.COUNTY
