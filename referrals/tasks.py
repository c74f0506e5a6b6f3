"""Jobs of the referral room: shells around actions."""

from celery import shared_task

from referrals.actions import service_requests, sweeps, transfers


@shared_task(name="referrals.sweep_overdue", expires=25)
def sweep_overdue():
    sweeps.sweep()


@shared_task(name="referrals.close_answered", expires=600)
def close_answered():
    transfers.close_answered()


@shared_task(name="referrals.sweep_services", expires=55)
def sweep_services():
    service_requests.sweep()
