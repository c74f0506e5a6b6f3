"""Jobs of the figures: a shell around compute."""

from celery import shared_task

from portal.metrics import compute


@shared_task(name="metrics.compute_stale", expires=15)
def compute_stale():
    """Two beats do no harm: a period that another process computes is skipped."""
    compute.compute_stale()
