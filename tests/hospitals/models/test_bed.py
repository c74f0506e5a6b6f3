import datetime as dt

import pytest
from django.utils import timezone

from hospitals.models import BedPool
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "beds, free",
    [((10, 4, 0), 6), ((10, 4, 6), 0), ((10, 10, 0), 0), ((0, 0, 0), 0)],
)
def test_free_is_what_is_neither_occupied_nor_held(beds, free):
    names = ("open_beds", "occupied_beds", "held_beds")
    pool = hospitals.bed_pool(
        hospitals.department(hospitals.hospital()), **dict(zip(names, beds, strict=True))
    )

    found = BedPool.objects.with_free().get()

    assert (pool.free_beds, found.free) == (free, free)
    assert BedPool.objects.full().exists() == (free == 0)
    assert BedPool.objects.with_room().exists() == (free > 0)


@pytest.mark.parametrize("hours, stale", [(11, False), (13, True)])
def test_figure_is_stale_after_twelve_hours(hours, stale):
    told_at = timezone.now() - dt.timedelta(hours=hours)
    department = hospitals.department(hospitals.hospital())
    pool = hospitals.bed_pool(department, as_of=told_at)

    assert (pool.is_stale(), BedPool.objects.stale().exists()) == (stale, stale)


def test_one_bed_is_taken_by_a_plain_condition():
    """A condition inside a subquery would not be looked at again after waiting for the row."""
    sql = str(BedPool.objects.with_room().query)

    assert sql.count("SELECT") == 1
