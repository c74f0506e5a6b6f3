"""The regions below one, beside each other: Gandy's nomogram, and the funnel around all of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.dashboards.drawn import scatter
from portal.dashboards.outflow import Table
from portal.metrics import formats, series
from portal.metrics.models import Grain, IndicatorValue

GRADES = (-2, -1, 0, 1, 2)


@dataclass(frozen=True)
class Place:
    """One region with what both axes say of it; grade: of the funnel."""

    name: str
    across: float
    upward: float
    counts: tuple[int, int]
    grade: int = 0


class Gandy:
    """R/(R+E) of F12 against R/(R+A): the stays at home, of all residents and of all treated."""

    def __init__(self, query):
        self.query = query
        found = series.of_children(query.user, query.subject, ("F12", "F13"), query.periods)
        self.places = [
            place for region, told in found.items() if (place := _balance(region.name, told))
        ]

    def drawing(self):
        return scatter.gandy(
            [(place.name, place.across, place.upward) for place in self.places],
            names=(_("本地住院中本地居民占比"), _("居民住院留在本地占比")),
            above=_("流出多于流入"),
            below=_("流入多于流出"),
        )

    def table(self):
        """None where no region has both shares."""
        if not self.places:
            return None
        columns = [_("地区"), _("居民住院留在本地占比"), _("本地住院中本地居民占比"), _("类别")]
        rows = [
            [
                place.name,
                formats.percent(place.across),
                formats.percent(place.upward),
                _("流入多于流出") if place.upward < place.across else _("流出多于流入"),
            ]
            for place in self.places
        ]
        return Table("gandy", self.title, columns, rows)

    @property
    def title(self):
        drawn = [place.name for place in self.places if place.upward < place.across]
        names = {"count": len(drawn), "all": len(self.places)}
        return _("%(all)d 个地区中 %(count)d 个流入多于流出") % names


def _balance(name, told):
    home, work = told.get("F12"), told.get("F13")
    if not (home and work and home.denominator and work.numerator and home.value is not None):
        return None
    counts = home.numerator, home.denominator
    return Place(name, home.value, home.numerator / work.numerator, counts)


class Funnel:
    """F23 of a year: is a region unlike its sisters, or only small?"""

    def __init__(self, query):
        rows = IndicatorValue.objects.visible_to(query.user).filter(
            code="F23",
            region__parent=query.region,
            period=query.end.replace(month=1),
            **query.subject.filter | {"grain": Grain.YEAR},
        )
        rows = rows.select_related("region").order_by("region__code")
        self.year = query.end.year
        self.hidden = sum(row.shown.is_hidden for row in rows)
        self.places = [_flagged(row) for row in rows if row.shown.denominator]

    @property
    def base(self):
        left, all_of_them = (sum(place.counts[at] for place in self.places) for at in (0, 1))
        return left / all_of_them

    def drawing(self):
        return scatter.funnel_plot(
            [(place.name, place.across, place.upward, place.grade) for place in self.places],
            base=self.base,
            names=(_("跨省就医率"), _("住院人次")),
            texts=(_("合计"), _("95% 控制限"), _("99.8% 控制限")),
        )

    def table(self):
        """None without a figure that may be seen."""
        if not self.places:
            return None
        columns = [_("地区"), _("跨省就医率"), _("跨省人次"), _("住院人次"), _("判断")]
        rows = [
            [place.name, formats.percent(place.upward), *place.counts, _grade(place.grade)]
            for place in self.places
        ]
        return Table("funnel", self.title, columns, rows)

    @property
    def title(self):
        names = {"year": self.year, "count": sum(place.grade > 0 for place in self.places)}
        names["all"] = len(self.places)
        return _("%(year)d年 %(all)d 个地区中 %(count)d 个的跨省就医率高于控制限") % names


def _flagged(row):
    left, stays = row.shown.numerator, row.shown.denominator
    return Place(row.region.name, stays, left / stays, (left, stays), int(row.shown.value))


def _grade(grade):
    words = dict(
        zip(
            GRADES,
            (
                _("低于 99.8% 控制限"),
                _("低于 95% 控制限"),
                _("在控制限内"),
                _("高于 95% 控制限"),
                _("高于 99.8% 控制限"),
            ),
            strict=True,
        )
    )
    return words[grade]
