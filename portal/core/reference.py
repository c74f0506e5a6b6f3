"""Answers about what rarely changes (places, networks, routes, rules), kept between requests.

A trigger gives a table of it a version that never was before, in the transaction of every change.
Inside settled() all versions are read once, by one short statement, and what was answered under the
same versions is as good as reading it again. Outside nothing is kept. So nobody need tell a cache
that something changed, and what is rolled back leaves nothing behind.
"""

import functools
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.functional import cached_property

MOST = 10_000
VERSIONS = "SELECT string_agg(version::text, ',' ORDER BY name) FROM portal_referenceversion"


# What was answered under one set of versions on one day; of this process, replaced as a whole.
_kept = {"last": (None, {})}


class _Work:
    """One piece of work. The versions are read when something is asked first, or told before."""

    @cached_property
    def versions(self):
        with connection.cursor() as cursor:
            cursor.execute(VERSIONS)
            return cursor.fetchone()[0]

    @cached_property
    def answers(self):
        versions = self.versions
        state = (versions, timezone.localdate())
        known, answers = _kept["last"]
        if known != state or len(answers) > MOST:
            answers = {}
            _kept["last"] = (state, answers)
        # Without a version no change would show, so nothing may be kept.
        return answers if versions else {}


_current: ContextVar[_Work | None] = ContextVar("work_on_settled_data", default=None)


@contextmanager
def settled(versions=None):
    """For work that reads reference data and changes none of it.

    versions: as read_beside found them a moment ago; else they are read when they are needed.
    """
    work = _Work()
    if versions is not None:
        work.versions = versions
    token = _current.set(work)
    try:
        yield
    finally:
        _current.reset(token)


def read_beside(rows):
    """The first of these rows, or None; by the same statement the versions for the current work."""
    found = rows.annotate(versions=RawSQL(f"({VERSIONS})", ())).first()
    work = _current.get()
    if found is not None and work is not None:
        work.versions = found.versions
    return found


def kept(ask):
    """Keep what a function answers. It takes only what can be a key, and changes nothing.

    Its answers are shared by requests, and so are never changed by who is given one.
    """

    @functools.wraps(ask)
    def answer(*given):
        work = _current.get()
        if work is None:
            return ask(*given)
        key = (ask, *given)
        if key not in work.answers:
            work.answers[key] = ask(*given)
        return work.answers[key]

    return answer
