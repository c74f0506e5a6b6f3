"""Jobs of the hospital room: shells around actions."""

from celery import shared_task

from hospitals.actions import facts


@shared_task(name="hospitals.sweep_facts", expires=3500)
def sweep_facts():
    facts.sweep()
