import datetime as dt

import pytest
from django.db import IntegrityError

from hospitals.models import Hospital, HospitalName
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
OLD, NEW = dt.date(2018, 1, 1), dt.date(2024, 1, 1)


@pytest.fixture
def hospital():
    row = hospitals.hospital("新院", opened_on=dt.date(2010, 1, 1))
    hospitals.former_name(row, "老院", since=None, until=dt.date(2017, 12, 31))
    hospitals.former_name(row, "中院", since=OLD, until=dt.date(2023, 12, 31))
    return row


def refused(**fields):
    with pytest.raises(IntegrityError) as caught:
        HospitalName.objects.create(**fields)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    "day, name", [("2012-05-01", "老院"), ("2018-01-01", "中院"), ("2024-01-01", "新院")]
)
def test_as_of_a_day_it_has_the_name_of_that_day(hospital, day, name):
    rows = Hospital.objects.as_of(dt.date.fromisoformat(day))

    assert list(rows.values_list("name_then", flat=True)) == [name]


@pytest.mark.parametrize(
    "day, count", [("2009-12-31", 0), ("2010-01-01", 1), ("2025-06-30", 1), ("2025-07-01", 0)]
)
def test_as_of_a_day_only_those_stand_that_were_open(hospital, day, count):
    Hospital.objects.update(closed_on=dt.date(2025, 6, 30))

    assert Hospital.objects.as_of(dt.date.fromisoformat(day)).count() == count


def test_it_is_found_by_a_former_name(hospital):
    assert list(Hospital.objects.named_like("老院")) == [hospital]


@pytest.mark.parametrize(
    "fields, name",
    [
        ({"since": OLD, "until": NEW}, "hospital_name_no_overlap"),
        ({"since": NEW, "until": OLD}, "hospital_name_dates_in_order"),
        ({"since": NEW, "until": None}, "former_name_has_ended"),
        ({"since": NEW, "until": NEW, "reason": "plate"}, "plate_is_a_plate"),
    ],
)
def test_the_database_refuses(hospital, fields, name):
    told = {"hospital": hospital, "kind": "former", "name": "某院", "reason": "merged"}

    assert refused(**told | fields) == name


def test_a_plate_hangs_beside_a_former_name(hospital):
    plate = {"kind": "plate", "reason": "plate", "since": OLD, "until": None}
    hospitals.former_name(hospital, "某分院", **plate)

    held = HospitalName.objects.held_on(dt.date(2020, 1, 1))
    assert set(held.values_list("name", flat=True)) == {"中院", "某分院"}
    told = {"hospital": hospital, "name": "另一分院"}
    assert refused(**told | plate) == "hospital_name_no_overlap"


def test_figures_of_the_merged_count_with_the_last_of_the_line(hospital):
    middle = hospitals.hospital(closed_on=NEW, successor=hospital)
    first = hospitals.hospital(closed_on=OLD, successor=middle)

    assert Hospital.objects.merged_by(NEW) == {first.pk: middle.pk}
    assert Hospital.objects.merged_by(dt.date(2024, 1, 2)) == {
        first.pk: hospital.pk,
        middle.pk: hospital.pk,
    }


def test_no_line_of_mergers_comes_back(hospital):
    other = hospitals.hospital(closed_on=NEW, successor=hospital)
    changed = {"closed_on": NEW, "successor": other}

    with pytest.raises(IntegrityError) as caught:
        Hospital.objects.filter(pk=hospital.pk).update(**changed)

    assert caught.value.__cause__.diag.constraint_name == "hospital_no_merger_ring"


@pytest.mark.parametrize("closed_on, same", [(None, False), (NEW, True)])
def test_only_a_closed_one_is_merged_and_not_into_itself(hospital, closed_on, same):
    into = hospital if same else hospitals.hospital()

    with pytest.raises(IntegrityError) as caught:
        Hospital.objects.filter(pk=hospital.pk).update(closed_on=closed_on, successor=into)

    assert caught.value.__cause__.diag.constraint_name == "hospital_merged_into_another"


@pytest.mark.parametrize("opened_on, same", [(None, False), (NEW, True)])
def test_only_one_with_a_first_day_is_split_from_another(hospital, opened_on, same):
    source = hospital if same else hospitals.hospital()

    with pytest.raises(IntegrityError) as caught:
        Hospital.objects.filter(pk=hospital.pk).update(opened_on=opened_on, split_from=source)

    assert caught.value.__cause__.diag.constraint_name == "hospital_split_from_another"
