"""How fast hospitals answer referrals: R02 to R04 by destination hospital, with the trend."""

from collections import defaultdict

from django.utils.translation import gettext as _

from portal.dashboards import charts
from portal.dashboards.outflow import Table
from portal.metrics import catalogue, formats, series
from portal.metrics.definitions.base import Shown
from portal.metrics.models import IndicatorValue

SHARES = ("R02", "R03", "R04")
# A median of months is no mean of their medians: these are of the last month only.
OF_LAST_MONTH = ("R03M", "R03P", "R04M")
COLUMNS = ("R02", "R03", "R03M", "R03P", "R04", "R04M")
TREND_MONTHS = 12


class Timeliness:
    """The figures of every hospital that this person may see, for the months up to an end."""

    def __init__(self, user, asked, span):
        rows = IndicatorValue.objects.visible_to(user).filter(code__in=COLUMNS)
        rows = rows.filter(counterpart_hospital=None)
        self.ends = list(
            rows.filter(code="R02").order_by("-period").values_list("period", flat=True).distinct()
        )
        names = {f"{end:%Y-%m}": end for end in self.ends}
        self.end = names.get(asked) or (self.ends[0] if self.ends else None)
        self.months = (
            series.months_until(self.end, 12 if span == "last12" else 1) if self.end else []
        )
        self.rows = self._read(rows)

    def _read(self, rows):
        if not self.end:
            return []
        since = series.months_until(self.end, TREND_MONTHS)[0]
        found = rows.filter(period__gte=since, period__lte=self.end)
        return list(found.select_related("hospital").order_by("hospital__name", "period"))

    def table(self):
        """One line per hospital; each cell with its base, because few cases say little."""
        grouped = defaultdict(lambda: defaultdict(list))
        for row in self.rows:
            if row.period in self.months:
                grouped[row.hospital][row.code].append(row)
        lines = [
            [hospital.name, *(self._cell(code, by_code[code]) for code in COLUMNS)]
            for hospital, by_code in grouped.items()
        ]
        columns = [_("接收机构"), *(self._heading(code) for code in COLUMNS)]
        title = _("各接收机构的转诊时效（用时为 %(month)s 当月）") % {"month": f"{self.end:%Y-%m}"}
        return Table("hospitals", title, columns, lines)

    def _heading(self, code):
        indicator = catalogue.BY_CODE[code]
        if code in OF_LAST_MONTH:
            names = {"name": _(indicator.name), "unit": _(indicator.unit)}
            return _("%(name)s（%(unit)s）") % names
        return _(indicator.name)

    def _cell(self, code, rows):
        if code in OF_LAST_MONTH:
            rows = [row for row in rows if row.period == self.end]
            return formats.value(catalogue.BY_CODE[code], rows[0].shown if rows else Shown())
        shown = series.total(rows)
        text = formats.value(catalogue.BY_CODE[code], shown)
        return f"{text}（{formats.parts(shown)}）" if formats.parts(shown) else text

    def trend(self):
        """For each month the shares of all these hospitals together."""
        by_month = defaultdict(lambda: defaultdict(list))
        for row in self.rows:
            by_month[row.period][row.code].append(row)
        return {
            month: {code: series.total(by_month[month][code]) for code in SHARES}
            for month in series.months_until(self.end, TREND_MONTHS)
        }

    def trend_chart(self, trend):
        lines = [
            (
                _(catalogue.BY_CODE[code].name),
                [charts.percent(figures[code].value) for figures in trend.values()],
            )
            for code in SHARES
        ]
        return charts.trend([f"{month:%Y-%m}" for month in trend], lines)

    def trend_table(self, trend):
        columns = [_("期间"), *(_(catalogue.BY_CODE[code].name) for code in SHARES)]
        lines = [
            [
                f"{month:%Y-%m}",
                *(formats.value(catalogue.BY_CODE[code], figures[code]) for code in SHARES),
            ]
            for month, figures in trend.items()
        ]
        return Table("trend", self.trend_title(trend), columns, lines)

    def trend_title(self, trend):
        last = trend[self.end]["R03"]
        names = {"month": f"{self.end:%Y-%m}", "share": formats.percent(last.value)}
        return _("%(month)s 有 %(share)s 的转诊在时限内得到答复") % names

    @property
    def stamp(self):
        return {
            "as_of": max((row.as_of for row in self.rows), default=None),
            "is_synthetic": any(row.is_synthetic for row in self.rows),
        }
