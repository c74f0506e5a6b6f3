"""Slots, green channel cases and the pool of the demo: made by the actions, and only once."""

import pytest

from hospitals.models import ClinicSlot
from portal.demo import base, capacity, channels
from referrals import green
from referrals.models import GreenMilestone, Referral


def cases():
    return Referral.objects.filter(pool__isnull=True).exclude(green_channel="")


def told():
    """What there is of each kind."""
    return {
        "days of slots": len(ClinicSlot.objects.bookable().dates("starts_at", "day")),
        "slots": ClinicSlot.objects.filter(is_synthetic=True).count(),
        "cases": cases().count(),
        "pooled": Referral.objects.filter(pool__isnull=False).count(),
        "moments": GreenMilestone.objects.count(),
    }


@pytest.mark.django_db
def test_loading_gives_slots_cases_and_a_pool_and_twice_adds_nothing():
    base.load()
    seen = []
    for _time in range(2):
        capacity.load(print)
        channels.load(print)
        seen.append(told())

    assert seen[0] == seen[1]
    assert (seen[0]["days of slots"], seen[0]["pooled"]) == (10, channels.POOLED)
    assert (seen[0]["cases"], seen[0]["moments"] >= channels.CASES) == (channels.CASES, True)
    assert set(cases().values_list("green_channel", "state")) == {
        (kind, "arrived") for kind in green.STEPS
    }
