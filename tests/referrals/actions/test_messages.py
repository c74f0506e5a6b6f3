import datetime as dt

import pytest

from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent, OutboxMessage
from referrals.actions import messages
from referrals.models import Referral, ReferralMessage
from tests.factories import hospitals
from tests.factories import referrals as make


def told(kind):
    return set(OutboxMessage.objects.filter(kind=kind).latest("created_at").recipient_ids)


def test_message_reaches_both_sides_and_moves_nothing(world):
    referral = make.at_state(world, "received")

    message = messages.say(referral=referral, text=" 家属几点到？ ", by=world.receiver)

    after = Referral.objects.get(pk=referral.pk)
    assert (message.text, message.side, message.hospital) == (
        "家属几点到？",
        "destination",
        world.centre,
    )
    assert (after.version, after.state) == (referral.version, "received")
    assert after.updated_at > referral.updated_at
    assert told("referral.message") == {str(world.clinician.pk), str(world.reviewer.pk)}
    assert AuditEvent.objects.get(verb="referral.message").detail == {"side": "destination"}


def test_where_nobody_has_acted_the_coordinators_hear(world):
    referral = make.at_state(world, "submitted")

    messages.say(referral=referral, text="已电话联系。", by=world.clinician)

    assert told("referral.message") == {str(world.receiver.pk), str(world.reviewer.pk)}


def test_strangers_empty_words_and_errors_are_refused(world, stranger):
    referral = make.at_state(world, "received")
    with pytest.raises(NotAllowed):
        messages.say(referral=referral, text="好", by=stranger)
    with pytest.raises(Incomplete):
        messages.say(referral=referral, text="  ", by=world.receiver)
    gone = make.move(world, make.draft(world), "discard")
    with pytest.raises(NotAllowed):
        messages.say(referral=gone, text="好", by=world.clinician)


@pytest.mark.parametrize("role", ["network_admin", "transfer_centre"])
def test_the_lead_above_speaks_for_itself_and_hears_the_answer(world, role):
    lead = hospitals.hospital("牵头医院")
    hospitals.network(lead, world.county)
    person, referral = hospitals.member(role, lead), make.at_state(world, "received")

    message = messages.say(referral=referral, text="床位已协调。", by=person)
    heard_first = told("referral.message")
    messages.say(referral=referral, text="谢谢。", by=world.clinician)

    assert (message.side, message.hospital) == ("network", lead)
    others = {str(world.reviewer.pk), str(world.receiver.pk)}
    assert heard_first == {str(world.clinician.pk)} | others
    assert told("referral.message") == {str(person.pk)} | others


def test_nobody_speaks_for_both_sides(world):
    referral = make.at_state(world, "received")
    hospitals.holds(world.clinician, "referring_clinician", world.centre)

    message = messages.say(referral=referral, text="好", by=world.clinician)

    assert message.side == "origin"


def test_reminder_reaches_whose_turn_it_is(world):
    referral = make.at_state(world, "received")

    messages.urge(referral=referral, by=world.coordinator)

    assert told("referral.urge") == {str(world.receiver.pk), str(world.head.pk)}
    assert ReferralMessage.objects.get().get_kind_display() == "催办"


def test_own_steps_and_ended_referrals_need_no_reminder(world):
    mine, over = make.at_state(world, "received"), make.at_state(world, "completed")

    for referral, person in ((mine, world.receiver), (over, world.coordinator)):
        with pytest.raises(NotAllowed):
            messages.urge(referral=referral, by=person)


@pytest.mark.parametrize(("priority", "minutes"), [("emergency", 5), ("urgent", 30)])
def test_reminders_keep_their_distance(world, priority, minutes, time_machine):
    referral = make.at_state(world, "received", priority=priority)
    messages.urge(referral=referral, by=world.coordinator)

    with pytest.raises(Refusal):
        messages.urge(referral=referral, by=world.clinician)
    last = ReferralMessage.objects.get().at
    time_machine.move_to(last + dt.timedelta(minutes=minutes, seconds=1))
    messages.urge(referral=referral, by=world.clinician)

    assert ReferralMessage.objects.count() == 2
