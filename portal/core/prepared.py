"""A question that open pages ask every few seconds: its statement is built once and sent often.

What it depends on is its key; what it asks is answered anew by the database each time.
"""

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateTimeField, Expression
from django.utils import timezone
from psycopg2.extensions import adapt, register_adapter


class _Now:
    """Stands among what a statement is given for the moment at which it is sent."""


register_adapter(_Now, lambda _now: adapt(timezone.now()))


class RightNow(Expression):
    """The moment at which a statement is sent, whenever it was built."""

    output_field = DateTimeField()

    def as_sql(self, compiler, connection):
        return "%s", [_Now()]


@dataclass(frozen=True)
class Prepared:
    """What a queryset of plain values asks the database; it knows nothing of what has changed."""

    statement: str
    given: tuple

    @classmethod
    def of(cls, rows):
        try:
            return cls(*rows.query.sql_with_params())
        except EmptyResultSet:
            return cls("SELECT NULL WHERE false", ())

    def beside(self, counted):
        """One statement for two: each row of this as a text, and how many rows the other has."""
        rows = f"ARRAY(SELECT shown::text FROM ({self.statement}) AS shown)"
        number = f"(SELECT count(*) FROM ({counted.statement}) AS counted)"
        return Prepared(f"SELECT {rows}, {number}", (*self.given, *counted.given))

    @property
    def is_lasting(self):
        """Whether it asks the same later on: a moment in it belongs to the time it was built."""
        return not any(isinstance(value, dt.datetime) for value in self.given)

    def rows(self):
        """What the database answers now."""
        with connection.cursor() as cursor:
            cursor.execute(self.statement, self.given)
            return cursor.fetchall()


class Kept:
    """The statements of one kind of question by all that they depend on; of this process."""

    def __init__(self, most: int):
        self.most = most
        self._found: dict[Hashable, tuple[Prepared, ...]] = {}

    def get(self, key: Hashable, build: Callable) -> tuple[Prepared, ...]:
        """The statements of a key: those there are, or newly built ones."""
        if key in self._found:
            return self._found[key]
        built = build()
        if len(self._found) >= self.most:
            self._found.clear()
        if all(one.is_lasting for one in built):
            self._found[key] = built
        return built
