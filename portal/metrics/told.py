"""Whether figures made anew are those of before, digit by digit: compared where they lie.

What a figure says is all of it but the run that said it, so that only its name may be another.
"""

from django.db import connection

from portal.metrics.models import IndicatorValue

KEEP = "CREATE TEMPORARY TABLE told_before ON COMMIT DROP AS {now}"
DIFFERING = """
SELECT (SELECT COUNT(*) FROM (
  (TABLE told_before EXCEPT ALL {now}) UNION ALL ({now} EXCEPT ALL TABLE told_before)
) AS other), (SELECT COUNT(*) FROM told_before)
"""


def keep() -> None:
    """Remember what every figure says, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP.format(now=_now()))


def differing() -> tuple[int, int]:
    """How many figures are only there before or only now, and how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING.format(now=_now()))
        return cursor.fetchone()


def _now():
    table = connection.ops.quote_name(IndicatorValue._meta.db_table)
    columns = [field.column for field in IndicatorValue._meta.concrete_fields]
    columns.remove("run_id")
    return f"SELECT {', '.join(columns)} FROM {table}"
