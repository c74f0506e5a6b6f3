"""Behind the door."""

from portal.models import OutboxMessage
from referrals.models import Reply
from tests.factories import referrals as make


def test_refusal_at_the_door_is_heard_above(world):
    commission = make.hospitals.member("commission_viewer", world.county.region.at("province"))
    lead = world.lead
    referral = make.at_state(world, "arrived")

    referral = make.move(world, referral, "refuse_at_door")

    assert (referral.state, referral.offers.get().state) == ("declined", "declined")
    told = set(OutboxMessage.objects.get(kind="referral.refuse_at_door").recipient_ids)
    assert {str(lead.pk), str(world.coordinator.pk)} <= told
    above = OutboxMessage.objects.get(kind="overview.refuse_at_door")
    assert above.recipient_ids == [str(commission.pk)]
    assert (above.url, above.payload) == ("/analytics/referrals/", {"hospital": "模拟中心医院"})


def test_interim_replies_come_before_the_final_one(world):
    referral = make.at_state(world, "admitted")
    for _time in range(2):
        referral = make.move(world, referral, "interim_reply")
    assert referral.state == "admitted"

    referral = make.move(world, referral, "finish_treatment")
    make.move(world, referral, "reply")

    kinds = Reply.objects.filter(referral=referral).order_by("sent_at")
    assert [reply.kind for reply in kinds] == ["interim", "interim", "final"]
