import datetime as dt

import pytest
from django.utils import timezone

from portal.errors import Incomplete, NotAllowed, Stale
from referrals.actions import readmissions
from referrals.models import Readmission, Referral
from tests.factories import care
from tests.factories import referrals as make


@pytest.fixture
def back(world):
    """A person treated nine days ago is referred again."""
    earlier = make.at_state(world, "treated", id_number=make.ID_NUMBER)
    days_ago = timezone.now() - dt.timedelta(days=9, hours=1)
    Referral.objects.filter(pk=earlier.pk).update(treated_at=days_ago)
    return make.at_state(world, "admitted", main_diagnosis_code="I50.9", id_number=make.ID_NUMBER)


def test_same_person_within_thirty_days_is_flagged_once(world, back):
    found = [readmissions.check(back, at=timezone.now()) for _time in range(2)]

    assert back.readmission == found[0]
    flag = Readmission.objects.get()
    assert found == [flag, flag]
    assert (flag.days, flag.same_chapter, flag.verdict) == (9, True, "pending")
    assert flag.earlier.treated_at < back.created_at


def test_another_kind_of_diagnosis_is_said(world, back):
    Readmission.objects.all().delete()
    back.main_diagnosis_code = "J18.9"

    assert readmissions.check(back, at=timezone.now()).same_chapter is False


@pytest.mark.parametrize(
    "changes",
    [
        {"treated_at": dt.timedelta(days=31)},
        {"discharge_mode": "5"},
        {"direction": "down"},
    ],
)
def test_long_ago_dead_or_down_is_none(world, back, changes):
    if "treated_at" in changes:
        changes = {"treated_at": timezone.now() - changes["treated_at"]}
    Readmission.objects.all().delete()
    Referral.objects.exclude(pk=back.pk).update(**changes)

    assert readmissions.check(back, at=timezone.now()) is None


def test_unknown_person_is_nobody_again(world, back):
    back.patient.id_hash = ""

    assert readmissions.check(back, at=timezone.now()) is None


def test_going_down_is_no_readmission(world):
    assert readmissions.check(care.down(world), at=timezone.now()) is None


def test_people_of_the_destination_judge(world, back):
    flag = readmissions.check(back, at=timezone.now())
    planned = {"verdict": "planned"}

    with pytest.raises(NotAllowed):
        readmissions.judge(readmission=flag, details=planned, by=world.clinician)
    with pytest.raises(Stale):
        readmissions.judge(readmission=flag, details=planned, by=world.head, version=4)
    judged = readmissions.judge(readmission=flag, details=planned, by=world.head, version=1)

    assert (judged.verdict, judged.judged_by, judged.version) == ("planned", world.head, 2)


@pytest.mark.parametrize(
    ("details", "missing"),
    [({"verdict": "pending"}, "verdict"), ({"verdict": "unplanned"}, "note")],
)
def test_what_is_missing_is_named(world, back, details, missing):
    flag = readmissions.check(back, at=timezone.now())

    with pytest.raises(Incomplete) as refusal:
        readmissions.judge(readmission=flag, details=details, by=world.head)

    assert set(refusal.value.errors) == {missing}
