import pytest
from django.db import IntegrityError, transaction

from portal.core import audit, writing
from portal.models import AuditEvent, OutboxMessage, User
from tests.factories import portal
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db


def person(username="测试"):
    return User(username=username, display_name="测试员")


def test_rows_of_several_tables_are_one_statement(django_assert_num_queries):
    user = person()
    message = OutboxMessage(key="k", kind="x", recipient_ids=[str(user.pk)], payload={"a": [1]})
    event = audit.event("user.create", user, by=user, hospitals=["h1"], reason="100 %s")

    with django_assert_num_queries(1):
        writing.insert([user, message, event])

    kept, found = AuditEvent.objects.get(), OutboxMessage.objects.get()
    assert User.objects.get() == user
    assert (kept.hospital_ids, kept.detail) == (["h1"], {"reason": "100 %s"})
    assert (found.pk, found.recipient_ids) == (message.pk, [str(user.pk)])
    assert found.payload == {"a": [1]}


def test_a_row_is_what_save_would_have_written(world):
    entry = make.at_state(world, "draft").search_entry
    tokens, empty = entry.tokens, type(entry)(referral_id=entry.pk, tokens=[])
    entry.delete()

    writing.insert([empty])

    assert tokens
    assert type(entry).objects.get().tokens == []


def test_written_rows_are_changed_and_not_written_again():
    user = person()
    writing.insert([user])

    user.title = "医师"
    user.save()

    assert User.objects.get().title == "医师"


def test_one_wrong_row_leaves_none():
    taken = portal.user()

    with pytest.raises(IntegrityError), transaction.atomic():
        writing.insert([person(), person(taken.username)])

    assert list(User.objects.all()) == [taken]
