"""The outbox: owe an effect in the transaction of the change, deliver it exactly once later."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portal.models import Notice, OutboxMessage

RETRY_AFTER = dt.timedelta(seconds=10)


def tell(*, key, kind, recipients, url="", **payload):
    """Owe a notice to people. The key makes the debt unique; payload never tells of people:
    it holds ids, codes, numbers and the names of organisations.
    """
    recipient_ids = sorted({str(user_id) for user_id in recipients})
    if not recipient_ids:
        return
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(key=key, kind=kind, recipient_ids=recipient_ids, url=url, payload=payload)],
        ignore_conflicts=True,
    )


@transaction.atomic
def claim_due(limit=200):
    """The ids of undelivered messages whose turn has come; they come again unless delivered."""
    now = timezone.now()
    due = list(
        OutboxMessage.objects.select_for_update(skip_locked=True)
        .filter(delivered_at__isnull=True, next_try_at__lte=now)
        .order_by("next_try_at")[:limit]
    )
    for message in due:
        message.tries += 1
        message.next_try_at = now + RETRY_AFTER * min(message.tries, 6)
    OutboxMessage.objects.bulk_update(due, ["tries", "next_try_at"])
    return [str(message.pk) for message in due]


@transaction.atomic
def deliver(message_id):
    """Fill the inboxes. Running twice, or in two processes at once, leaves one notice each."""
    message = OutboxMessage.objects.select_for_update().get(pk=message_id)
    if message.delivered_at:
        return
    Notice.objects.bulk_create(
        [Notice(message=message, recipient_id=user_id) for user_id in message.recipient_ids],
        ignore_conflicts=True,
    )
    message.delivered_at = timezone.now()
    message.save(update_fields=["delivered_at"])


def read(notices):
    """Mark notices read; the first reading counts. An inbox is private, so nobody audits it."""
    return notices.filter(read_at__isnull=True).update(read_at=timezone.now())
