"""Jobs of the figures: shells around compute and the queue of units."""

from celery import shared_task
from django.conf import settings

from portal.metrics import compute, queue, units


@shared_task(name="metrics.compute_stale", expires=15)
def compute_stale():
    """Two beats do no harm: a period that another process computes is skipped."""
    compute.compute_stale()


@shared_task(name="metrics.queue_units", expires=15)
def queue_units():
    """Call as many processes as there are; a message that gets lost is sent again."""
    queue.fill()
    for _run in queue.waiting()[: settings.METRICS_PROCESSES]:
        compute_units.apply_async(expires=60)


@shared_task(name="metrics.compute_units")
def compute_units():
    """Take what waits, one after the other; what another process is at is skipped."""
    queue.work()


@shared_task(name="metrics.sweep_cubes", expires=3500)
def sweep_cubes():
    units.sweep()
