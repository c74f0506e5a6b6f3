"""The stories that dice would seldom tell are all told, once."""

import pytest

from portal.demo import base, told
from portal.management import invariants
from referrals import green
from referrals.models import OutflowRecord, Referral
from referrals.models.green import times_of


def rows():
    return {row.summary[:4]: row for row in Referral.objects.select_related("external_province")}


@pytest.mark.django_db
def test_each_story_is_told_once():
    base.load()
    for _time in range(2):
        told.load(print)

    found = rows()
    states = [found[summary[:4]].state for summary in told.STORIES]
    assert states == ["accepted", "unplaced", "unplaced", "received", "admitted", "completed"]
    assert Referral.objects.count() == len(told.STORIES)
    outside, claimed = found["复杂先天"], found["重症肺炎"]
    assert (outside.external_name, outside.external_province.code) == (told.OUTSIDE, told.GUANGDONG)
    assert (claimed.pool is not None, claimed.destination is not None) == (True, True)
    assert found["夜间急性"].is_retrospective
    leads = OutflowRecord.objects.order_by("noted_at").values_list("outcome", "province__code")
    assert list(leads) == [("elsewhere", told.GUANGDONG), ("left", told.GUANGDONG)]
    assert invariants.broken() == {}
    assert minutes_of(found["凌晨突发"]) == {"dido": 45, "dit": 14, "dnt": 41, "dpt": 66}


def minutes_of(stroke):
    assert stroke.arrived_at == told.STROKE[2]
    found = green.results("stroke", times_of(stroke), {}, stroke.closed_at, is_over=True)
    return {one.goal.code: one.minutes for one in found}
