"""Jobs of the hospital room: shells around actions."""

from celery import shared_task

from hospitals.actions import facts, report_news


@shared_task(name="hospitals.sweep_facts", expires=3500)
def sweep_facts():
    facts.sweep()


@shared_task(name="hospitals.remind_reports", expires=3000)
def remind_reports():
    report_news.remind()
