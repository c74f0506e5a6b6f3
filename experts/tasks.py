"""Jobs of the experts' room: shells around actions."""

from celery import shared_task

from experts.actions import warnings


@shared_task(name="experts.warn_of_certificates", expires=3000)
def warn_of_certificates():
    warnings.warn()
