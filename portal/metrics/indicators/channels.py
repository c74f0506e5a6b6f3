"""Green channels: G01 to G04 by receiving hospital and quarter, after the limits of that day.

A case counts in the quarter in which the patient arrived. What nobody wrote down is not counted.
"""

import datetime as dt
from statistics import median

from django.db.models import Min
from django.utils import timezone

from portal.metrics import spans, watch
from portal.metrics.definitions.base import Figure
from referrals.models import GreenMilestone, GreenTarget, Referral
from referrals.models.green import results_of

QUARTERLY = ("G01", "G01M", "G02", "G02M", "G03", "G04", "G04S")
# Goal of the case → the indicator of those in time, and that of the median.
GOALS = {"dnt": ("G01", "G01M"), "d2w": ("G02", "G02M"), "dpt": ("G03", "")}
DONE = ("reached", "late")


def in_time(results: list[tuple[str, int]]) -> tuple[int, int]:
    """(in time, all) of those that came to an end."""
    ended = [state for state, _minutes in results if state in DONE]
    return sum(state == "reached" for state in ended), len(ended)


def quarterly(period: dt.date) -> list[Figure]:
    rows = _arrived(period)
    versions = GreenTarget.objects.by_hospital({row.destination_id for row in rows})
    goals, journeys, stages = [], [], []
    for row in rows:
        minutes = (row.arrived_at - row.submitted_at).total_seconds() / 60
        pair = row.origin_id, row.destination_id
        journeys.append(((*pair, row.green_channel), row, minutes))
        for result in results_of(row, versions):
            if result.state in DONE:
                told, stage = (result.state, result.minutes), result.goal.code
                stages.append(((*pair, f"{row.green_channel}:{stage}"), row, told))
                if stage in GOALS:
                    goals.append(((row.destination_id, stage), row, told))
    return [*_of_goals(goals), *_of_journeys(journeys), *_of_stages(stages)]


def _of_goals(told):
    for about, results in watch.by_hospital(told).items():
        hospital, goal = about.hospital
        about = about._replace(hospital=hospital)
        share, middle = GOALS[goal]
        yield about.figure(share, *in_time(results))
        if middle:
            minutes = [minutes for _state, minutes in results]
            yield about.figure(middle, None, len(minutes), measure=float(median(minutes)))


def _of_journeys(told):
    """G04: from sending to arrival, by pair and kind of case."""
    for about, minutes in watch.by_hospital(told).items():
        origin, destination, kind = about.hospital
        yield about._replace(hospital=origin).figure(
            "G04",
            None,
            len(minutes),
            measure=median(minutes),
            counterpart_hospital_id=destination,
            item=kind,
        )


def _of_stages(told):
    """G04 and G04S: from one moment to the next, by pair, kind of case and stage."""
    for about, results in watch.by_hospital(told).items():
        origin, destination, stage = about.hospital
        about = about._replace(hospital=origin)
        pair = {"counterpart_hospital_id": destination, "item": stage}
        minutes = float(median(minutes for _state, minutes in results))
        yield about.figure("G04", None, len(results), measure=minutes, **pair)
        yield about.figure("G04S", *in_time(results), **pair)


def inputs():
    """For each quarter since the first arrival its referrals and moments; and all limits."""
    rows = Referral.objects.exclude(green_channel="").filter(arrived_at__isnull=False)
    since = rows.aggregate(first=Min("arrived_at"))["first"]
    limits = {"limits": GreenTarget.objects.all()}
    found = watch.periods("quarter", since and timezone.localdate(since), limits)
    moments = GreenMilestone.objects.filter(referral__arrived_at__isnull=False)
    watch.add_by_month(found, "quarter", "referrals", rows, "arrived_at")
    watch.add_by_month(found, "quarter", "moments", moments, "referral__arrived_at")
    return found


def _arrived(period):
    ends = period, spans.last_day("quarter", period) + dt.timedelta(days=1)
    since, until = (timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in ends)
    rows = Referral.objects.exclude(green_channel="").exclude(state="entered_in_error")
    rows = rows.filter(arrived_at__gte=since, arrived_at__lt=until, submitted_at__isnull=False)
    return list(
        rows.prefetch_related("green_milestones", "transports").order_by("arrived_at", "pk")
    )
