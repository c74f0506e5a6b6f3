import pytest

from portal.errors import NotAllowed, Stale
from referrals.actions import decisions
from referrals.models import Referral
from tests.factories import referrals as make


def decide(world, referral, verb, by, version=None):
    return decisions.decide(
        referral=referral,
        verb=verb,
        by=by,
        details=make.details(world, verb),
        version=version or referral.version,
    )


@pytest.mark.parametrize(
    "state, verb, reached, steps",
    [
        ("submitted", "accept", "accepted", ["receive", "accept"]),
        ("submitted", "decline", "declined", ["receive", "decline"]),
        ("received", "accept", "accepted", ["receive", "accept"]),
    ],
)
def test_deciding_signs_for_it_first(world, state, verb, reached, steps):
    referral = make.at_state(world, state)

    done = decide(world, referral, verb, world.receiver)

    assert done.state == reached
    assert [event.action for event in done.events.order_by("seq")][-2:] == steps


def test_nothing_is_signed_for_when_the_decision_fails(world):
    referral = make.at_state(world, "submitted")

    with pytest.raises(NotAllowed):
        decide(world, referral, "accept", world.clinician)
    with pytest.raises(Stale):
        decide(world, referral, "accept", world.receiver, version=99)

    referral.refresh_from_db()
    assert referral.state == "submitted"


def test_waiting_is_what_one_may_decide_the_most_urgent_first(world):
    routine = make.at_state(world, "submitted")
    emergency = make.at_state(world, "received", priority="emergency")
    pending = make.at_state(world, "pending_review")
    make.at_state(world, "accepted")
    rows = Referral.objects.all()

    assert list(decisions.waiting(rows=rows, by=world.receiver)) == [emergency, routine]
    assert list(decisions.waiting(rows=rows, by=world.reviewer)) == [pending]
    assert list(decisions.waiting(rows=rows, by=world.desk)) == []
    offered = [
        decisions.offered(referral=routine, by=person) for person in (world.receiver, world.desk)
    ]
    assert offered == [["accept", "decline"], []]
    assert decisions.offered(referral=pending, by=world.reviewer) == ["approve", "return"]
    assert decisions.VERBS == ("approve", "return", "accept", "decline")
