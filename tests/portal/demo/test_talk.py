"""What is under way is talked about, once."""

from hospitals.models import Membership
from portal.demo import talk
from referrals.models import Referral, ReferralMessage
from tests.factories import referrals as make


def test_open_referrals_are_talked_about_once(world):
    for state in ("received", "in_transit", "completed"):
        make.at_state(world, state)
    Referral.objects.update(is_synthetic=True)
    Membership.objects.update(is_synthetic=True)

    for _time in range(2):
        talk.load(print)

    said = ReferralMessage.objects.order_by("referral__state", "at").values_list("side", flat=True)
    assert list(said) == ["origin", "destination", "origin"]
