import pytest

from hospitals.actions import beds
from hospitals.models import BedPool
from portal.errors import NotAllowed, Refusal, Stale
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
BEDS = {"established_beds": 30, "open_beds": 28, "occupied_beds": 20}


@pytest.fixture
def department():
    return hospitals.department(hospitals.hospital())


@pytest.fixture
def by(department):
    return hospitals.member("hospital_admin", department.hospital)


def test_first_figures_make_a_pool_and_later_ones_change_it(department, by):
    first = beds.set_beds(department=department, details=BEDS, by=by, version=0)
    told_at = first.as_of

    beds.set_beds(department=department, details=BEDS | {"occupied_beds": 21}, by=by, version=1)

    pool = BedPool.objects.get()
    assert (pool.occupied_beds, pool.version) == (21, 2)
    assert pool.as_of > told_at


def test_the_same_figures_again_are_news(department, by):
    beds.set_beds(department=department, details=BEDS, by=by)

    assert beds.set_beds(department=department, details=BEDS, by=by).version == 2


def test_more_occupied_than_open_is_refused_in_words(department, by):
    with pytest.raises(Refusal) as refusal:
        beds.set_beds(department=department, details=BEDS | {"occupied_beds": 29}, by=by)

    assert refusal.value.message == "占用床位不能多于开放床位。"


def test_an_older_version_and_a_stranger_are_refused(department, by):
    beds.set_beds(department=department, details=BEDS, by=by)

    with pytest.raises(Stale):
        beds.set_beds(department=department, details=BEDS, by=by, version=9)
    stranger = hospitals.member("hospital_admin", hospitals.hospital())
    with pytest.raises(NotAllowed):
        beds.set_beds(department=department, details=BEDS, by=stranger)
