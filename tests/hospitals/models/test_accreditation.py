import datetime as dt

import pytest
from django.db import IntegrityError

from hospitals.models import Accreditation, Hospital
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 1)
GREEN = ["stroke", "chest_pain", "trauma", "maternal", "neonatal"]


@pytest.fixture
def centre():
    return hospitals.hospital("中心医院")


def refused(**fields):
    with pytest.raises(IntegrityError) as caught:
        hospitals.accreditation(**fields)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("kind", GREEN)
def test_green_channel_is_open_on_the_days_of_its_centre_only(centre, kind):
    first, last = dt.date(2025, 1, 1), dt.date(2026, 3, 1)
    hospitals.accreditation(centre, kind, since=first, until=last)
    day = dt.timedelta(days=1)

    asked = [first - day, first, last, last + day]

    open_on = [Accreditation.objects.green_channel(centre, kind, on) for on in asked]
    assert open_on == [False, True, True, False]


def test_green_channel_is_of_this_hospital_and_this_kind(centre):
    hospitals.accreditation(centre, "stroke")
    hospitals.accreditation(centre, "key_specialty", specialty="骨科")
    other = hospitals.hospital()
    asked = [(centre, "trauma"), (other, "stroke"), (centre, "key_specialty"), (centre, "")]

    assert [Accreditation.objects.green_channel(*one, TODAY) for one in asked] == [False] * 4
    assert Accreditation.objects.centres_of([centre, other]) == {(centre.pk, "stroke")}


@pytest.mark.parametrize(
    "until, over, expiring",
    [
        (None, False, False),
        (TODAY - dt.timedelta(days=1), True, False),
        (TODAY, False, True),
        (TODAY + dt.timedelta(days=90), False, True),
        (TODAY + dt.timedelta(days=91), False, False),
    ],
)
def test_it_warns_ninety_days_before_its_last_day(centre, until, over, expiring):
    row = hospitals.accreditation(centre, until=until)
    rows = Accreditation.objects

    assert (row.is_over(TODAY), row.is_expiring(TODAY)) == (over, expiring)
    assert rows.expiring(TODAY).exists() == expiring
    assert rows.ended(TODAY).exists() == over


def test_the_same_one_does_not_overlap_but_may_follow(centre):
    first = {"since": dt.date(2020, 1, 1), "until": dt.date(2022, 12, 31)}
    hospitals.accreditation(centre, **first)
    hospitals.accreditation(centre, since=dt.date(2023, 1, 1))

    again = refused(hospital=centre, since=dt.date(2022, 12, 31), until=dt.date(2022, 12, 31))

    assert again == "accreditation_no_overlap"


def test_other_level_or_specialty_is_another_one(centre):
    hospitals.accreditation(centre, level="city")
    hospitals.accreditation(centre, level="national")
    for specialty in ("骨科", "儿科"):
        hospitals.accreditation(centre, "key_specialty", specialty=specialty)

    assert Accreditation.objects.current(TODAY).count() == 4


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"until": dt.date(2019, 1, 1)}, "accreditation_dates_in_order"),
        ({"kind": "key_specialty"}, "accreditation_key_specialty_is_named"),
        ({"specialty": "骨科"}, "accreditation_key_specialty_is_named"),
    ],
)
def test_database_refuses(centre, fields, constraint):
    assert refused(hospital=centre, **fields) == constraint


def test_hospitals_are_found_by_what_they_hold_today(centre):
    hospitals.accreditation(centre)
    hospitals.accreditation(hospitals.hospital(), until=dt.date(2021, 1, 1))

    assert list(Hospital.objects.recognised_as("stroke")) == [centre]
    assert Accreditation.objects.about("中心").get().hospital == centre
