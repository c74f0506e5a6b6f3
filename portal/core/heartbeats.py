"""A message from beat, through the broker, to a worker, into the database: each part is alive."""

from django.utils import timezone

from portal.models import Heartbeat


def note(name):
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def last_at(name):
    """When this worker was last seen; None before the first time."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
