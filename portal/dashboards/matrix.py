"""Who loses to whom: residents of each region below, by the province they left for, in a year.

Of figures of a year only (F17), as they may be seen: the months of one would tell of single people.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.dashboards.drawn import sankey
from portal.dashboards.outflow import Table
from portal.metrics import formats
from portal.metrics.models import Grain, IndicatorValue

# A cell is as dark as its share of all who left the region; words and numbers say the same.
SHADES = (0.05, 0.15, 0.30, 0.50)


@dataclass(frozen=True)
class Cell:
    """One origin and one destination. url: why it is what it is, if there is a figure."""

    text: str
    shade: int = 0
    url: str = ""


class Matrix:
    """The origins right below the region of a query, or the region itself where none is below."""

    def __init__(self, query):
        self.query = query
        self.year = dt.date(query.end.year, 1, 1)
        self.rows = self._read()

    def _read(self):
        figures = IndicatorValue.objects.visible_to(self.query.user).filter(
            code="F17", period=self.year, **self.query.subject.filter | {"grain": Grain.YEAR}
        )
        figures = figures.select_related("region", "counterpart_region")
        figures = figures.order_by("region__code", "counterpart_region__code")
        below = list(figures.filter(region__parent=self.query.region))
        return below or list(figures.filter(region=self.query.region))

    @cached_property
    def origins(self):
        return list(dict.fromkeys(row.region for row in self.rows))

    @cached_property
    def places(self):
        """Where anybody went, the most visited first; what is hidden counts as nothing."""
        sums = {}
        for row in self.rows:
            place = row.counterpart_region
            sums[place] = sums.get(place, 0) + (row.shown.numerator or 0)
        return sorted(sums, key=lambda place: (-sums[place], place.code))

    @property
    def links(self):
        """(origin, place) → stays, of what may be seen."""
        return {
            (row.region.name, row.counterpart_region.name): row.shown.numerator
            for row in self.rows
            if row.shown.numerator
        }

    def drawing(self):
        return sankey.sankey(self.links, others=_("其他"))

    def lines(self):
        """Each origin with all who left it, where that may be seen, and its cells."""
        found = {(row.region, row.counterpart_region): row for row in self.rows}
        for origin in self.origins:
            own = [found.get((origin, place)) for place in self.places]
            yield origin, _left(own), [_cell(row, own) for row in own]

    def table(self):
        columns = [_("来源地"), _("跨省人次"), *(place.name for place in self.places)]
        rows = [
            [origin.name, left, *(cell.text for cell in cells)]
            for origin, left, cells in self.lines()
        ]
        return Table("matrix", self.title, columns, rows)

    @property
    def title(self):
        names = {"year": self.year.year, "region": self.query.region.name}
        links = self.links
        if not links:
            return _("%(year)d年%(region)s居民去了哪些省份") % names
        (origin, place), count = max(links.items(), key=lambda link: (link[1], link[0]))
        names |= {"origin": origin, "place": place, "count": f"{count:,}"}
        return _("%(year)d年跨省最多的一路是%(origin)s到%(place)s，%(count)s 人次") % names

    @property
    def stamp(self):
        return {
            "as_of": max((row.as_of for row in self.rows), default=None),
            "source": self.rows[0].get_source_system_display() if self.rows else "",
            "is_synthetic": any(row.is_synthetic for row in self.rows),
        }


def _left(own):
    """All who left: the base of any cell that may be seen."""
    bases = [row.shown.denominator for row in own if row and row.shown.denominator is not None]
    return f"{bases[0]:,}" if bases else formats.hidden_word()


def _cell(row, own):
    """Nobody is 0, unless the sender hid cells of this origin: then nobody knows."""
    if row is None:
        return Cell(formats.DASH if any(one and one.hidden_cells for one in own) else "0")
    if row.shown.is_hidden:
        return Cell(formats.hidden_word())
    shade = sum((row.shown.value or 0) >= step for step in SHADES)
    return Cell(f"{row.shown.numerator:,}", shade, reverse("metrics:value-detail", args=[row.pk]))
