import pytest
from django.db import IntegrityError, transaction

from referrals.actions import messages
from referrals.models import ReferralMessage
from tests.factories import referrals as make


def test_messages_are_seen_with_their_referral_and_never_changed(world, stranger):
    referral = make.at_state(world, "received")
    message = messages.say(referral=referral, text="几点能到？", by=world.receiver)

    assert list(ReferralMessage.objects.visible_to(world.clinician)) == [message]
    assert not ReferralMessage.objects.visible_to(stranger).exists()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ReferralMessage.objects.update(text="改")


def test_only_a_reminder_may_be_silent(world):
    referral = make.at_state(world, "received")
    told = {"referral": referral, "author": world.receiver, "side": "origin"}

    with pytest.raises(IntegrityError, match="message_says_something"), transaction.atomic():
        ReferralMessage.objects.create(kind="message", hospital=world.centre, **told)
    ReferralMessage.objects.create(kind="urge", hospital=world.centre, **told)


def test_last_words_are_those_said_last(world):
    silent, loud = make.at_state(world, "received"), make.at_state(world, "received")
    for text in ("先", "后"):
        last = messages.say(referral=loud, text=text, by=world.receiver)

    found = ReferralMessage.objects.last_words([silent.pk, loud.pk])

    assert found == {loud.pk: (last.at, "后")}
