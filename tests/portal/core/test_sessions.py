import time

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection

from portal.core.sessions import SessionStore


@pytest.fixture
def kept(db):
    """A session that is in the database and changed since."""
    store = SessionStore()
    store["seen"] = 1
    store.save()
    store["seen"] = 2
    return store


def gone(execute, sql, params, many, context):
    if "django_session" in sql:
        raise OperationalError("server closed the connection unexpectedly")
    return execute(sql, params, many, context)


def test_session_is_kept(kept):
    kept.save()

    assert SessionStore(kept.session_key)["seen"] == 2


def test_database_that_went_away_is_not_a_deleted_session(kept):
    with connection.execute_wrapper(gone), pytest.raises(OperationalError):
        kept.save()


def test_deleted_session_is_still_told(kept):
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        kept.save()


def test_answer_is_503_and_says_when_to_try_again(world, client):
    client.force_login(world.clinician)
    client.raise_request_exception = False
    session = client.session
    session["seen"] = int(time.time()) - 60
    session.save()

    with connection.execute_wrapper(lost_on_update):
        answer = client.get("/api/v1/referrals")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def lost_on_update(execute, sql, params, many, context):
    if sql.startswith("UPDATE") and "django_session" in sql:
        raise OperationalError("server closed the connection unexpectedly")
    return execute(sql, params, many, context)
