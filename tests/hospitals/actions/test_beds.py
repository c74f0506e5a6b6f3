import threading

import pytest
from django.db import connection

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


def test_report_beside_held_beds_is_kept_with_its_excess(department, by):
    hospitals.bed_pool(department, open_beds=10, occupied_beds=6, held_beds=4)
    report = {"established_beds": 10, "open_beds": 10, "occupied_beds": 8}

    crowded = beds.set_beds(department=department, details=report, by=by)
    told = (crowded.occupied_beds, crowded.held_beds, crowded.excess_beds, crowded.free_beds)
    eased = beds.set_beds(department=department, details=report | {"occupied_beds": 5}, by=by)

    assert told == (8, 4, 2, 0)
    assert (eased.excess_beds, eased.free_beds) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_two_first_reports_at_once_make_one_pool_and_a_word(department, by):
    barrier, outcomes = threading.Barrier(2), []

    def report(occupied):
        details = BEDS | {"occupied_beds": occupied}
        barrier.wait()
        try:
            beds.set_beds(department=department, details=details, by=by, version=0)
            outcomes.append("won")
        except Refusal as refusal:
            outcomes.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=report, args=[occupied]) for occupied in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    words = {
        "另一位同事刚刚登记了该科室的床位，请刷新后再试。",
        "内容已被他人更新，请刷新后重新填写。",
    }
    assert BedPool.objects.count() == 1
    assert outcomes.count("won") == 1
    assert set(outcomes) - {"won"} <= words


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
