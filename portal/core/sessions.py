"""Sessions in the database; a database that went away is told from a session that was deleted.

Django calls both the same and answers 400, so that a client whose request had been done would
take it for refused. The truth becomes 503 with Retry-After, as everywhere.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from portal.core.problems import AWAY


class SessionStore(db.SessionStore):
    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, AWAY):
                raise error.__context__ from None
            raise
