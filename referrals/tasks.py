"""Jobs of the referral room: shells around actions."""

from celery import shared_task

from referrals.actions import timers, transfers


@shared_task(name="referrals.sweep_overdue", expires=25)
def sweep_overdue():
    timers.sweep()


@shared_task(name="referrals.close_answered", expires=600)
def close_answered():
    transfers.close_answered()
