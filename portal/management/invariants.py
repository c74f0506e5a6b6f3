"""The laws of invariants.sql, and the rows that break them."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

FILE = Path(__file__).with_name("invariants.sql")
# A sentence in a comment, then its query up to the semicolon.
LAW = re.compile(r"^-- (?P<says>[^\n]+)\n(?P<query>(?:SELECT|WITH)\b.*?);", re.DOTALL | re.M)


@dataclass(frozen=True)
class Law:
    """One sentence, and the query that must return nothing."""

    says: str
    query: str

    def broken_by(self):
        """What the rows that break it are called."""
        with connection.cursor() as cursor:
            cursor.execute(self.query)
            return sorted(row[0] for row in cursor.fetchall())


def laws():
    return [Law(**found.groupdict()) for found in LAW.finditer(FILE.read_text(encoding="utf-8"))]


def broken():
    """law → what breaks it, only for laws that are broken."""
    return {law.says: rows for law in laws() if (rows := law.broken_by())}
