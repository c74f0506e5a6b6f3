"""Jobs of the portal itself: shells around portal.core."""

from celery import shared_task

from portal.core import documents, heartbeats, notices, retention


@shared_task(name="portal.relay_outbox", expires=5)
def relay_outbox():
    for message_id in notices.claim_due():
        deliver_message.delay(message_id)


@shared_task(name="portal.deliver_message")
def deliver_message(message_id):
    notices.deliver(message_id)


@shared_task(name="portal.purge", expires=600)
def purge():
    retention.purge()


@shared_task(name="portal.inspect_documents", expires=5, time_limit=300)
def inspect_documents():
    documents.inspect_waiting()


@shared_task(name="portal.sweep_documents", expires=600)
def sweep_documents():
    documents.sweep_orphans()


@shared_task(name="portal.note_heartbeat", expires=15)
def note_heartbeat(name):
    heartbeats.note(name)
