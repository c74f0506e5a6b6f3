import datetime as dt

from django.utils import timezone

from portal.core import notices
from portal.models import Notice, OutboxMessage
from tests.factories import portal


def owe(*people, key="k1"):
    notices.tell(key=key, kind="referral.late", recipients=[person.pk for person in people])
    return OutboxMessage.objects.get(key=key)


def test_same_debt_is_owed_once(db):
    person = portal.user()

    owe(person)
    owe(person)

    assert OutboxMessage.objects.count() == 1


def test_nobody_to_tell_owes_nothing(db):
    notices.tell(key="k1", kind="referral.late", recipients=[])

    assert not OutboxMessage.objects.exists()


def test_delivering_twice_leaves_one_notice_each(db):
    people = [portal.user(), portal.user()]
    message = owe(*people)

    for _time in range(2):
        notices.deliver(message.pk)

    assert sorted(Notice.objects.values_list("recipient", flat=True)) == sorted(
        person.pk for person in people
    )
    assert OutboxMessage.objects.get().delivered_at is not None


def test_claimed_message_comes_again_until_it_is_delivered(db):
    message = owe(portal.user())

    assert notices.claim_due() == [str(message.pk)]
    assert notices.claim_due() == []
    OutboxMessage.objects.update(next_try_at=timezone.now() - dt.timedelta(seconds=1))
    assert notices.claim_due() == [str(message.pk)]
    notices.deliver(message.pk)
    OutboxMessage.objects.update(next_try_at=timezone.now() - dt.timedelta(seconds=1))
    assert notices.claim_due() == []
