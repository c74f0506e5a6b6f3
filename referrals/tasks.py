"""Jobs of the referral room: shells around actions."""

from celery import shared_task

from referrals.actions import (
    catch_up,
    follow_ups,
    prints,
    purges,
    service_requests,
    sweeps,
)


@shared_task(name="referrals.sweep_overdue", expires=25)
def sweep_overdue():
    sweeps.sweep()


@shared_task(name="referrals.sweep_services", expires=55)
def sweep_services():
    service_requests.sweep()


@shared_task(name="referrals.sweep_owed", expires=295)
def sweep_owed():
    catch_up.sweep()
    follow_ups.sweep()


@shared_task(name="referrals.queue_prints", expires=5)
def queue_prints():
    for job_id in prints.claim_due():
        print_slip.delay(job_id)


@shared_task(name="referrals.print_slip", time_limit=150)
def print_slip(job_id):
    prints.make(job_id)


@shared_task(name="referrals.purge_prints", expires=600)
def purge_prints():
    prints.purge()


@shared_task(name="referrals.purge_discarded", expires=3600)
def purge_discarded():
    purges.purge_discarded()
