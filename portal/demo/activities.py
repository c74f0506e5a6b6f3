"""What the invented experts of the demo did in the last year, and two campaigns; marked as such."""

import datetime as dt
import random

from django.utils import timezone

from experts.enums import REMOTE_KINDS, ActivityKind, ActivityMode, StopKind
from experts.models import (
    Activity,
    OutreachCampaign,
    OutreachStop,
    PlannedActivity,
    Posting,
)
from hospitals.models import Region
from portal.demo.networks import GUILIN, RELATIONS

PER_HOSPITAL, DAYS = 60, 365
PLANNED = ((ActivityKind.ROUND, 12), (ActivityKind.LECTURE, 4))
# Counties around the project hospital, by their names.
COUNTIES = ("平乐县", "兴安县", "阳朔县")


def load(hospitals) -> int:
    """A year of activities of each project hospital; returns how many there are."""
    if not Activity.objects.exists():
        for _source, project, _host, _since, _text in RELATIONS:
            _load_one(hospitals[project])
        _campaigns(hospitals[GUILIN])
        _plans()
    return Activity.objects.count()


def _plans():
    """Some rounds and lectures for every posting that has a last day."""
    PlannedActivity.objects.bulk_create(
        PlannedActivity(posting=posting, kind=kind, count=count, is_synthetic=True)
        for posting in Posting.objects.confirmed().filter(until__isnull=False)
        for kind, count in PLANNED
    )


def _load_one(hospital):
    there = Posting.objects.filter(to_hospital=hospital, until=None).select_related("expert")
    postings = list(there.order_by("pk"))
    if not postings:
        return
    dice = random.Random(f"activities/{hospital.name}")
    made = [(_activity(hospital, dice), dice.choice(postings)) for _at in range(PER_HOSPITAL)]
    for row, posting in made:
        row.department_id = posting.to_department_id
    Activity.objects.bulk_create(row for row, _posting in made)
    through = Activity.experts.through
    through.objects.bulk_create(
        through(activity=row, expert=posting.expert) for row, posting in made
    )


def _activity(hospital, dice):
    kind = dice.choice(ActivityKind.values)
    return Activity(
        hospital=hospital,
        kind=kind,
        mode=ActivityMode.ONLINE if kind in REMOTE_KINDS else ActivityMode.ONSITE,
        day=timezone.localdate() - dt.timedelta(days=dice.randrange(DAYS)),
        participants=dice.randrange(3, 40),
        patients=dice.randrange(0, 12),
        is_synthetic=True,
    )


def _campaigns(hospital):
    places = Region.objects.current().filter(name__in=COUNTIES).order_by("code")
    for number, name in enumerate(("春季下乡巡回", "秋季下乡巡回")):
        since = dt.date(2025, 4 + 5 * number, 10)
        campaign = OutreachCampaign.objects.create(
            hospital=hospital,
            name=name,
            team="心血管内科、骨科医疗队（模拟）",
            since=since,
            until=since + dt.timedelta(days=9),
            is_synthetic=True,
        )
        OutreachStop.objects.bulk_create(
            OutreachStop(
                campaign=campaign,
                region=place,
                day=since + dt.timedelta(days=2 * at),
                kind=StopKind.values[at % 3],
                served=120 - 30 * at,
                is_synthetic=True,
            )
            for at, place in enumerate(places)
        )
