"""Down-referrals of the portal beside what case abstracts say of the same month: R10, by hospital.

An abstract says that somebody went on to a primary institution (离院方式 3) or to another hospital
(2); the second counts where both are of one network on the last day of the month. Only months and
hospitals with abstracts have a figure: silence of a file is no difference.
"""

import datetime as dt
from collections import defaultdict

from django.db.models import Count
from django.utils import timezone

from hospitals.models import NetworkMembership
from hospitals.models.network import on_day
from portal.metrics import spans, watch
from portal.metrics.definitions.base import Figure
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from referrals.enums import Direction, EncounterClass
from referrals.models import Referral

MONTHLY = ("R10",)
TO_PRIMARY = "3"


def difference(portal: int, abstracts: int) -> tuple[int, int] | None:
    """How far apart the two counts are, of the larger one; None where neither counts anybody."""
    most = max(portal, abstracts)
    return (abs(portal - abstracts), most) if most else None


def monthly(period: dt.date) -> list[Figure]:
    found = IndicatorValue.objects.filter(grain="month", period=period, code__in=("H01", "R10A"))
    told, networks = {}, _networks(spans.last_day("month", period))
    for row in found.order_by("pk"):
        value = told.setdefault(row.hospital_id, [0, row.as_of, row.is_synthetic])
        if row.code == "R10A" and _is_down(row, networks):
            value[0] += row.numerator
    made, sent = [], _sent_down(period)
    for hospital, (abstracts, as_of, is_synthetic) in told.items():
        if counts := difference(sent.get(hospital, 0), abstracts):
            about = watch.About(hospital, as_of, is_synthetic)
            made.append(about.figure("R10", *counts))
    return made


def _is_down(row, networks):
    if row.item == TO_PRIMARY:
        return True
    return bool(networks[row.hospital_id] & networks[row.counterpart_hospital_id])


def _networks(day):
    """Hospital → the networks that it is in on the day."""
    found = defaultdict(set)
    members = NetworkMembership.objects.filter(on_day(day))
    for hospital, network in members.values_list("hospital", "network"):
        found[hospital].add(network)
    return found


def _sent_down(period):
    """Inpatients whom the portal saw arrive further down, by the hospital that sent them."""
    ends = period, spans.last_day("month", period) + dt.timedelta(days=1)
    since, until = (timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in ends)
    rows = Referral.objects.exclude(state="entered_in_error").filter(
        arrived_at__gte=since,
        arrived_at__lt=until,
        direction=Direction.DOWN,
        encounter_class=EncounterClass.INPATIENT,
    )
    return dict(rows.order_by().values_list("origin").annotate(Count("pk")))


def inputs(_grain):
    """For each month with abstracts: the runs over them and its referrals, and who is where."""
    abstracts = defaultdict(list)
    for run in ComputeRun.objects.last_good_units(Job.ABSTRACTS):
        abstracts[run.period].append(str(run.pk))
    looked = {run.period: str(run.pk) for run in ComputeRun.objects.last_good(Job.REFERRALS)}
    members = watch.state("members", NetworkMembership.objects.all())
    return {
        month: [*sorted(runs), looked.get(month, ""), members] for month, runs in abstracts.items()
    }
