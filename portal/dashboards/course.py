"""How a region's rate ran: is a month unlike the others, and did a project change it?"""

import math

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.dashboards.drawn import months
from portal.dashboards.outflow import Table
from portal.metrics import formats, intervals, series
from portal.metrics.indicators import averted, causes
from portal.metrics.statistics import xmr
from portal.metrics.statistics.xmr import Signal

SIGNALS = {
    Signal.NONE: gettext_lazy("无"),
    Signal.OUTSIDE: gettext_lazy("超出控制限"),
    Signal.TREND: gettext_lazy("连续 7 点上升或下降"),
    Signal.TWO_OF_THREE: gettext_lazy("连续 3 点中有 2 点靠近控制限"),
    Signal.SHIFT: gettext_lazy("连续 7 点在均值同侧"),
}


def told(query):
    """The months of F01 that may be seen, up to the end of the query, oldest first."""
    rows = series.values(query.user, query.subject, ("F01",))
    return [row for row in rows if row.period <= query.end and row.shown.value is not None]


class Control:
    """XmR of the last months, by the same rules as F24."""

    def __init__(self, query, rows):
        self.rows = rows[-causes.MONTHS :]
        self.region = query.region
        self.values = [row.shown.value for row in self.rows]
        self.chart = xmr.chart(self.values)

    @property
    def labels(self):
        return [row.period_text for row in self.rows]

    def drawing(self):
        chart = self.chart
        texts = [
            words % {"value": formats.percent(number)}
            for words, number in (
                (_("均值 %(value)s"), chart.mean),
                (_("上限 %(value)s"), chart.high),
                (_("下限 %(value)s"), max(chart.low, 0.0)),
            )
        ]
        return months.control(self.labels, self.values, chart, unit=_("跨省就医率"), texts=texts)

    def table(self):
        """None with fewer than two months."""
        if self.chart is None:
            return None
        lines = [
            [row.period_text, formats.percent(row.shown.value), SIGNALS[signal]]
            for row, signal in zip(self.rows, self.chart.signals, strict=True)
        ]
        columns = [_("期间"), _("跨省就医率"), _("信号")]
        return Table("control", self.title, columns, lines)

    @property
    def title(self):
        last = self.chart.signals[-1]
        names = {"month": self.labels[-1], "signal": SIGNALS[last], "region": self.region.name}
        if last == Signal.NONE:
            return _("%(region)s %(month)s 的跨省就医率没有特殊信号") % names
        return _("%(region)s %(month)s 的跨省就医率有特殊信号，%(signal)s") % names

    @property
    def is_trial(self):
        return self.chart.is_trial


class Interruption:
    """The trend before a region's first project opened, followed to today (F07T, in months)."""

    def __init__(self, query, rows):
        self.region = query.region
        self.opened = averted.first_openings().get(query.region.pk)
        self.rows, self.begins, self.found = rows, 0, None
        if self.opened:
            counts = {row.period: (row.shown.numerator, row.shown.denominator) for row in rows}
            series = averted.Series.of(counts, self.opened)
            # The series ends at the first gap.
            self.rows = rows[: len(series.months)]
            self.begins, self.found = series.begins, series.averted()

    def lines(self):
        """For each month the rate of the trend with its limits."""
        fit = self.found.fit
        made = []
        for at in range(len(self.rows)):
            row = (1.0, float(at))
            middle = sum(one * beta for one, beta in zip(row, fit.coefficients, strict=True))
            spread = sum(row[a] * row[b] * fit.covariance[a][b] for a in range(2) for b in range(2))
            half = intervals.Z * math.sqrt(spread)
            made.append(
                tuple(math.exp(number) for number in (middle, middle - half, middle + half))
            )
        return made

    @property
    def labels(self):
        return [row.period_text for row in self.rows]

    def drawing(self):
        return months.interruption(
            self.labels,
            [row.shown.value for row in self.rows],
            self.lines(),
            begins=self.begins,
            unit=_("跨省就医率"),
            texts=(_("按此前趋势"), _("%(month)s 项目启用") % {"month": f"{self.opened:%Y-%m}"}),
        )

    def table(self):
        """None where nothing opened, or with too few months on either side."""
        if self.found is None:
            return None
        rows = [
            [
                row.period_text,
                formats.percent(row.shown.value),
                formats.percent(fit),
                f"{formats.percent(low)} – {formats.percent(high)}",
            ]
            for row, (fit, low, high) in zip(self.rows, self.lines(), strict=True)
        ]
        columns = [_("期间"), _("跨省就医率"), _("按此前趋势"), _("95% 置信区间")]
        return Table("interruption", self.title, columns, rows)

    @property
    def title(self):
        """More is the other way round: its limits are those of fewer with the other sign."""
        limits = self.found.low, self.found.high
        words = _("%(region)s在项目启用后比此前趋势少外转 %(count)s 人次（%(limits)s）")
        if self.found.value < 0:
            limits = -self.found.high, -self.found.low
            words = _("%(region)s在项目启用后比此前趋势多外转 %(count)s 人次（%(limits)s）")
        names = {"region": self.region.name, "count": f"{abs(self.found.value):,.0f}"}
        names["limits"] = " – ".join(f"{number:,.0f}" for number in limits)
        return words % names
