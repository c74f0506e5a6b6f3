"""Work that waits as a row: nothing is lost with the broker, and no process does it twice.

A model of such rows has tries and next_try_at. Beat asks for what is due; a claim is a conditional
update, which leaves the row alone for a while. Whose worker was lost comes due again, and what was
tried too often has failed.
"""

import hashlib
from contextlib import contextmanager

from django.db import connection
from django.db.models import F
from django.utils import timezone


def claimed(rows, *, patience, tries, failed, now=None, limit=None, is_try=True):
    """The ids of due rows that are to be worked on now. failed: the fields of a lost one.

    is_try: a claim counts as a try; not where whoever begins counts it, as a claim may wait long.
    """
    now = now or timezone.now()
    for row in rows.filter(next_try_at__lte=now)[:limit]:
        mine = rows.filter(pk=row.pk, next_try_at=row.next_try_at)
        if row.tries >= tries:
            mine.update(**failed)
        elif mine.update(next_try_at=now + patience, tries=F("tries") + int(is_try)):
            yield str(row.pk)


@contextmanager
def alone(pk):
    """Whether nobody else is at this row, whatever the broker does. Lost processes hold nothing."""
    number = int.from_bytes(hashlib.sha256(str(pk).encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
