import datetime as dt
import threading

import pytest
from django.db import connection

from portal.core import waiting
from portal.lists.actions import exports
from portal.models import ExportJob
from tests.factories import hospitals


@pytest.mark.django_db
def test_a_row_is_claimed_by_one_and_comes_again_when_lost():
    person = hospitals.member("hospital_admin", hospitals.hospital())
    job = ExportJob.objects.create(kind="experts", owner=person, expires_at="2099-01-01T00:00Z")
    told = {"patience": dt.timedelta(minutes=1), "tries": 2, "failed": {"state": "failed"}}

    def claim(minutes):
        now = job.next_try_at + dt.timedelta(minutes=minutes)
        return list(waiting.claimed(ExportJob.objects.due(), now=now, **told))

    assert [claim(at) for at in (0, 0, 1, 2)] == [[str(job.pk)], [], [str(job.pk)], []]
    job.refresh_from_db()
    assert (job.state, job.tries, exports.AT_A_TIME) == ("failed", 2, 5)


@pytest.mark.django_db(transaction=True)
def test_two_processes_are_never_at_one_row():
    found = []

    def other():
        with waiting.alone("row") as is_alone:
            found.append(is_alone)
        connection.close()

    with waiting.alone("row") as mine:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()

    assert (mine, found) == (True, [False])
