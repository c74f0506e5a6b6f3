"""A question that open pages ask every few seconds: its statement is built once and sent often."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Prepared:
    """What a queryset of plain values asks the database; it knows nothing of what has changed."""

    statement: str
    given: tuple

    @classmethod
    def of(cls, rows):
        return cls(*rows.query.sql_with_params())

    def rows(self):
        """What the database answers now."""
        with connection.cursor() as cursor:
            cursor.execute(self.statement, self.given)
            return cursor.fetchall()
