"""Who is told of an inspection: the member what is planned, found and said of its mending; the
lead what was mended, what is late, and whom nobody has planned to visit.
"""

from django.db.models import Count
from django.utils import timezone

from hospitals.access import people_at
from hospitals.models import InspectionFinding, InspectionRound, Network
from hospitals.models.inspection import Half
from portal.core import notices
from portal.roles import Permission

# In the last month of a half, members without a round in it are told to the lead.
LAST_MONTHS = {6: Half.FIRST, 12: Half.SECOND}


def tell_member(row: InspectionRound, step: str, *, about, by=None, found=0) -> None:
    """about: what changed, the round or one of its findings; nobody hears of their own step."""
    people = people_at({row.hospital_id}, Permission.INSPECTION_RECTIFY)
    _tell(row, f"{step}:member", people=people, about=about, by=by, found=found)


def tell_lead(row: InspectionRound, step: str, *, about, by=None) -> None:
    people = people_at({row.network.lead_id}, Permission.INSPECTION_EDIT)
    _tell(row, f"{step}:lead", people=people, about=about, by=by)


def _tell(row, debt, *, people, about, by, found=0):
    notices.tell(
        key=f"inspection.{debt}:{about.pk}:{about.version}",
        kind=f"inspection.{debt.partition(':')[0]}",
        recipients=people - {by and by.pk},
        url=row.get_absolute_url(),
        place=row.hospital.name,
        year=row.year,
        half=row.half,
        found=found,
    )


def remind(today=None) -> None:
    """Of what is late, once to each side, and of whom nobody has planned to visit."""
    today = today or timezone.localdate()
    for row in InspectionRound.objects.late(today).select_related("hospital", "network"):
        tell_lead(row, "late", about=row)
    late = InspectionFinding.objects.late(today).select_related("round__hospital", "round__network")
    for finding in late:
        tell_member(finding.round, "unmended", about=finding)
        tell_lead(finding.round, "unmended", about=finding)
    if today.month in LAST_MONTHS:
        _remind_of_missing(today, LAST_MONTHS[today.month])


def _remind_of_missing(today, half):
    """Only networks that have a checklist inspect."""
    for network in Network.objects.annotate(n=Count("checklist")).filter(n__gt=0):
        planned = InspectionRound.objects.filter(network=network, year=today.year, half=half)
        members = network.members.current(today).exclude(hospital=network.lead_id)
        missing = members.exclude(hospital__in=planned.values("hospital")).count()
        if missing:
            notices.tell(
                key=f"inspection.missing:{network.pk}:{today.year}:{half}",
                kind="inspection.missing",
                recipients=people_at({network.lead_id}, Permission.INSPECTION_EDIT),
                url=network.get_absolute_url(),
                place=network.name,
                year=today.year,
                half=int(half),
                count=missing,
            )
