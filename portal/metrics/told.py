"""Whether figures made anew are those of before, digit by digit: compared where they lie.

What a figure says is all of it but the run that said it, so that only its name may be another.
"""

from django.db import connection

from portal.metrics.models import IndicatorValue

KEEP = "CREATE TEMPORARY TABLE told_before ON COMMIT DROP AS {now}"
DIFFERING = """
CREATE TEMPORARY TABLE told_otherwise ON COMMIT DROP AS
  SELECT code, period, grain, 1 AS before, 0 AS now
  FROM (TABLE told_before EXCEPT ALL {now}) AS gone
  UNION ALL
  SELECT code, period, grain, 0, 1 FROM ({now} EXCEPT ALL TABLE told_before) AS new
"""
COUNTED = """
SELECT (SELECT COUNT(*) FROM told_otherwise), (SELECT COUNT(*) FROM told_before)
"""
WHERE = """
SELECT code, grain, to_char(period, 'YYYY-MM'), SUM(before), SUM(now)
FROM told_otherwise GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def keep() -> None:
    """Remember what every figure says, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP.format(now=_now()))


def differing() -> tuple[int, int]:
    """How many figures are only there before or only now, and how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS told_otherwise")
        cursor.execute(DIFFERING.format(now=_now()))
        cursor.execute(COUNTED)
        return cursor.fetchone()


def otherwise() -> list[tuple]:
    """(code, grain, period, only before, only now) of those found by the last look."""
    with connection.cursor() as cursor:
        cursor.execute(WHERE)
        return cursor.fetchall()


def _now():
    table = connection.ops.quote_name(IndicatorValue._meta.db_table)
    columns = [field.column for field in IndicatorValue._meta.concrete_fields]
    columns.remove("run_id")
    return f"SELECT {', '.join(columns)} FROM {table}"
