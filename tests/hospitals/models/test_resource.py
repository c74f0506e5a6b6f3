import datetime as dt

import pytest
from django.db import IntegrityError

from hospitals.enums import BedKind
from hospitals.models import BedCapacity, BedTarget, Campus, Equipment, SpecialtyCluster
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
DAY, LATER = dt.date(2024, 1, 1), dt.date(2025, 1, 1)


@pytest.fixture
def hospital():
    return hospitals.hospital()


@pytest.mark.parametrize(
    "model, fields, name",
    [
        (BedCapacity, {"kind": "open", "count": 5, "as_of": DAY}, "beds_counted_once_a_day"),
        (BedTarget, {"count": 5, "due_on": DAY}, "bed_target_once_a_day"),
        (Equipment, {"name": "CT", "kind": "imaging"}, "equipment_once"),
        (SpecialtyCluster, {"name": "脑科学"}, "cluster_once_per_hospital"),
    ],
)
def test_what_is_told_once(hospital, model, fields, name):
    model.objects.create(hospital=hospital, **fields)

    with pytest.raises(IntegrityError) as caught:
        model.objects.create(hospital=hospital, **fields)

    assert caught.value.__cause__.diag.constraint_name == name


def test_beds_are_never_fewer_than_none(hospital):
    with pytest.raises(IntegrityError):
        hospitals.bed_count(hospital, -1)


def test_totals_prefer_what_was_told_of_the_whole(hospital):
    east, west = (Campus.objects.create(hospital=hospital, name=name) for name in "东西")
    hospitals.bed_count(hospital, 100, DAY, campus=east)
    hospitals.bed_count(hospital, 50, DAY, campus=west)
    hospitals.bed_count(hospital, 90, LATER, campus=east)
    hospitals.bed_count(hospital, 200, LATER)
    hospitals.bed_count(hospital, 7, LATER, kind="occupied")

    assert BedCapacity.objects.totals(BedKind.OPEN) == [(DAY, 150), (LATER, 200)]
