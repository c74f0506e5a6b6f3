import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from experts.models import PlannedActivity
from tests.factories import experts as make
from tests.factories import hospitals

FIRST, LAST = dt.date(2024, 3, 1), dt.date(2024, 5, 31)


@pytest.fixture
def posting(sending):
    return sending.posting(since=FIRST, until=LAST)


def refused(row, **values):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)
    return error.value.__cause__.diag.constraint_name


def test_walls(posting):
    one, other = make.planned(posting), make.planned(posting, "lecture")

    assert refused(other, kind="round") == "activity_planned_once"
    assert refused(one, count=0) == "activity_planned_at_least_once"


def test_what_the_expert_did_there_within_the_posting_is_attained(sending, posting):
    make.planned(posting, "round"), make.planned(posting, "lecture")
    person, other = posting.expert, sending.expert()
    for day in (FIRST, LAST, FIRST - dt.timedelta(days=1), LAST + dt.timedelta(days=1)):
        make.activity(sending.project, person, other, day=day)
    make.activity(sending.source, person, day=FIRST)
    make.activity(sending.project, other, day=FIRST, kind="lecture")

    told = {row.kind: done for row, done in PlannedActivity.objects.attained()}

    assert told == {"round": 2, "lecture": 0}


def test_plans_are_seen_with_their_postings(sending, posting):
    make.planned(posting)
    stranger = hospitals.member("hospital_admin", hospitals.hospital())

    assert PlannedActivity.objects.visible_to(sending.sender).count() == 1
    assert PlannedActivity.objects.visible_to(stranger).count() == 0
