"""The Celery application; its settings are the CELERY_ entries of portal/settings.py."""

import os

from celery import Celery

from portal.schedule import BEAT_SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("banyan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = BEAT_SCHEDULE
app.autodiscover_tasks()
# A room of the roof, and no application of its own.
app.autodiscover_tasks(["portal.lists"])
