import datetime as dt

from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.core import retention
from portal.models import ImportRun, RequestKey, SignInAttempt
from tests.factories import portal


def test_yesterdays_replies_attempts_and_sessions_go(db):
    now, user = timezone.now(), portal.user()
    for age in (1, 25):
        at = now - dt.timedelta(hours=age)
        RequestKey.objects.create(user=user, key=f"key-{age}", fingerprint="", created_at=at)
        tried = now - dt.timedelta(days=30, hours=age - 2)
        SignInAttempt.objects.create(username=f"user-{age}", at=tried)
        Session.objects.create(
            session_key=f"s{age}", session_data="", expire_date=at + dt.timedelta(hours=2)
        )
        run = ImportRun.objects.create(owner=user, kind="experts", sha256=f"{age}")
        sent = now - dt.timedelta(days=365, hours=age - 2)
        ImportRun.objects.filter(pk=run.pk).update(created_at=sent)

    assert retention.purge(now) == {
        "request keys": 1,
        "failed sign-ins": 1,
        "import runs": 1,
        "sessions": 1,
    }

    assert RequestKey.objects.get().key == "key-1"
    assert SignInAttempt.objects.get().username == "user-1"
    assert Session.objects.get().session_key == "s1"
