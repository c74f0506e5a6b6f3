"""The site's own settings, plus the baselines."""

from portal.settings import *  # noqa: F403
from portal.settings import INSTALLED_APPS

ROOT_URLCONF = "bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
LOGGING = {"version": 1, "disable_existing_loggers": True}
