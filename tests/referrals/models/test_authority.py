"""Who may act on one referral."""

import pytest

from referrals.states import MOVES
from tests.factories import referrals as make


def test_network_administrator_acts_for_the_network_of_the_origin(world):
    referral = make.at_state(world, "submitted")
    elsewhere = make.hospitals.member("network_admin", make.hospitals.hospital("别处医院"))

    assert [move.verb for move in referral.moves_for(world.lead)] == ["mark_error"]
    assert referral.moves_for(elsewhere) == []


def test_transfer_centre_redirects_for_a_member(world):
    referral = make.at_state(world, "declined")

    assert [move.verb for move in referral.moves_for(world.transfer_centre)] == ["redirect"]


@pytest.mark.parametrize("state", ["draft", "submitted", "accepted", "treated", "completed"])
def test_commission_moves_nothing(world, state):
    viewer = make.hospitals.member("commission_viewer", world.county.region)

    assert make.at_state(world, state).moves_for(viewer) == []


def test_move_of_both_sides_is_made_for_the_side_where_one_works(world):
    referral, move = make.at_state(world, "scheduled"), MOVES["release"]

    sides = [referral.side_of(user, move) for user in (world.coordinator, world.receiver, None)]

    assert sides == ["origin", "destination", "system"]


def test_cross_province_approval_is_offered_only_to_the_title_that_policy_asks_for(world, settings):
    settings.CROSS_PROVINCE_REVIEW_TITLES = ["主任医师"]
    far = make.hospitals.hospital("外省医院", region=make.hospitals.county())
    referral = make.at_state(world, "pending_review", destination=far)

    assert "approve" not in {move.verb for move in referral.moves_for(world.reviewer)}
