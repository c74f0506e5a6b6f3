import threading

import pytest
from django.db import connection
from django.utils import timezone

from hospitals.models import BedPool
from portal.errors import Refusal
from referrals.actions import reservations
from referrals.models import BedReservation
from tests.factories import hospitals
from tests.factories import referrals as make


def hold(world, referral):
    return reservations.hold(
        referral=referral, department=world.unit, by=world.receiver, at=timezone.now()
    )


def test_department_without_figures_is_not_limited(world):
    department = hospitals.department(world.centre, "门诊部")

    held = reservations.hold(
        referral=make.draft(world), department=department, by=world.receiver, at=timezone.now()
    )

    assert held is None


def test_bed_is_given_back_once(world):
    referral = make.draft(world)
    hold(world, referral)

    for _time in range(2):
        reservations.release(referral=referral, at=timezone.now())

    assert BedPool.objects.get().occupied_beds == 0
    assert BedReservation.objects.get().released_at is not None


@pytest.mark.django_db(transaction=True)
def test_race_for_the_last_bed_has_one_winner(world):
    BedPool.objects.update(open_beds=1)
    referrals = [make.draft(world) for _number in range(6)]
    barrier, outcomes = threading.Barrier(6), []

    def race(referral):
        barrier.wait()
        try:
            hold(world, referral)
            outcomes.append("won")
        except Refusal:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=[referral]) for referral in referrals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused"] * 5 + ["won"]
    assert BedPool.objects.get().occupied_beds == 1
    assert BedReservation.objects.count() == 1
