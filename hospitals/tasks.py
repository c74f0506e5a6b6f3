"""Jobs of the hospital room: shells around actions."""

from celery import shared_task

from hospitals.actions import facts, incoming, inspection_news, reading, report_news


@shared_task(name="hospitals.sweep_facts", expires=3500)
def sweep_facts():
    incoming.drop_forgotten()
    facts.sweep()


@shared_task(name="hospitals.remind_reports", expires=3000)
def remind_reports():
    report_news.remind()


@shared_task(name="hospitals.remind_inspections", expires=3000)
def remind_inspections():
    inspection_news.remind()


@shared_task(name="hospitals.read_batches", expires=4)
def read_batches():
    for batch_id in incoming.claim_due():
        read_batch.delay(batch_id)


@shared_task(name="hospitals.read_batch", time_limit=7200)
def read_batch(batch_id):
    reading.read(batch_id=batch_id)
