"""What is kept for a while only: replies of request keys, failed sign-ins, dead sessions."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.models import ImportRun, RequestKey, SignInAttempt

# A reply may hold clinical text, so it stays no longer than anybody may repeat the request.
KEEP = dt.timedelta(hours=24)
# Failed sign-ins are looked at by auditors.
KEEP_ATTEMPTS = dt.timedelta(days=30)
# What became of a file is looked up by its sender; the audit trail tells who brought in what.
KEEP_IMPORTS = dt.timedelta(days=365)


def purge(now=None):
    """Delete what is too old; returns how many rows of each kind."""
    now = now or timezone.now()
    too_old = {
        "request keys": RequestKey.objects.filter(created_at__lt=now - KEEP),
        "failed sign-ins": SignInAttempt.objects.filter(at__lt=now - KEEP_ATTEMPTS),
        "import runs": ImportRun.objects.filter(created_at__lt=now - KEEP_IMPORTS),
        "sessions": Session.objects.filter(expire_date__lt=now),
    }
    return {kind: rows.delete()[0] for kind, rows in too_old.items()}
