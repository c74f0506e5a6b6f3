"""The referrals of the hospitals that somebody watches, as counts: no row, no small number."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.access import regions_for
from hospitals.models import Hospital, Region
from portal.dashboards.outflow import Table
from portal.metrics.disclose import THRESHOLD, is_small
from portal.roles import Permission
from referrals.models import tallies

HEADS = {
    "open": gettext_lazy("在途"),
    "late": gettext_lazy("已超时"),
    "alarm": gettext_lazy("硬性红线超时"),
    "completed": gettext_lazy("近 30 天闭环"),
    "unplaced": gettext_lazy("近 30 天未落实"),
    "refused": gettext_lazy("近 30 天到院拒收"),
    "reopened": gettext_lazy("近 30 天重新打开"),
    "outflow": gettext_lazy("近 30 天核实外流"),
}


@dataclass(frozen=True)
class Line:
    """One hospital: a count, or None where it is too small to be shown."""

    hospital: Hospital
    counts: dict


def lines(user):
    """The hospitals with any referral: of one's regions, and where one works."""
    regions = Region.objects.inside(regions_for(user, Permission.FIGURE_VIEW))
    watched = Q(region__in=regions.values("pk"))
    watched |= Q(pk__in=user.hospitals_with(Permission.FIGURE_VIEW))
    hospitals = Hospital.objects.visible_to(user).filter(watched).select_related("region")
    found = tallies.of(hospitals.order_by().values("pk"))
    return [
        Line(hospital, {kind: _shown(found[hospital.pk][kind]) for kind in HEADS})
        for hospital in hospitals.order_by("region__code", "pinyin", "name")
        if hospital.pk in found
    ]


def _shown(count):
    return None if is_small(count) else count


def few():
    """How a small count is written."""
    return f"<{THRESHOLD}"


def table(found):
    """There is no line of totals: it would give the small counts away."""
    columns = [_("转出机构"), _("地区"), *(str(head) for head in HEADS.values())]
    rows = [
        [
            line.hospital.name,
            line.hospital.region.name,
            *(few() if count is None else count for count in line.counts.values()),
        ]
        for line in found
    ]
    return Table("referrals", _("各转出机构的转诊"), columns, rows)
