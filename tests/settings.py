"""The product's settings, but for what would make tests slow."""

from portal.settings import *

PASSWORD_HASHERS = ["tests.hashers.CheapArgon2"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
