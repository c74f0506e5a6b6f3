"""What the figures of small tables rest on: how many rows there are, and how often they changed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.aggregates import BitXor
from django.db.models import Count, Func, IntegerField, Sum, TextField
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from portal.metrics import spans
from portal.metrics.definitions.base import Figure
from portal.metrics.models import IndicatorValue

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class About(NamedTuple):
    """Whose figures these are, how young the facts, and whether any of them is invented."""

    hospital: UUID
    as_of: dt.datetime
    is_synthetic: bool

    def figure(self, code, numerator=None, denominator=None, **more) -> Figure:
        return Figure(
            code=code,
            hospital_id=self.hospital,
            numerator=numerator,
            denominator=denominator,
            as_of=self.as_of,
            is_synthetic=self.is_synthetic,
            **more,
        )


def by_hospital(told: Iterable[tuple[UUID, object, object]]) -> dict[About, list]:
    """Facts by hospital. told: the hospital, the row the fact was read from, the fact."""
    facts, marks = defaultdict(list), {}
    for hospital, row, fact in told:
        facts[hospital].append(fact)
        at, is_synthetic = marks.get(hospital, (LONG_AGO, False))
        marks[hospital] = max(at, row.updated_at), is_synthetic or row.is_synthetic
    return {About(hospital, *marks[hospital]): own for hospital, own in facts.items()}


def periods(grain, since, rows, today=None):
    """{first day: what its figures rest on} from since to today; since None: there are no facts.

    Any change of the rows makes every period stale: they are few. The last one changes by the day.
    """
    if since is None:
        return {}
    today = today or timezone.localdate()
    told = [state(name, queryset) for name, queryset in rows.items()]
    found = {first: list(told) for first in spans.spans(grain, since, today)}
    for first in found:
        if spans.last_day(grain, first) >= today:
            found[first].append(f"on {today}")
    return found


def add_by_month(found, grain, name, rows, field, row=""):
    """To each span what the rows of its own months come to, for tables of many rows.

    row: the path to the row whose version counts, where it is another one.
    """
    months = (
        rows.order_by()
        .annotate(of_month=TruncMonth(field))
        .values_list("of_month")
        .annotate(Count("pk"), Sum(f"{row}version"))
        .order_by("of_month")
    )
    for month, *totals in months:
        day = month.date() if isinstance(month, dt.datetime) else month
        first = spans.first_day(grain, day)
        if first in found:
            found[first].append(f"{name} {day:%Y-%m} {' '.join(map(str, totals))}")


def shown(codes):
    """{month: which of its figures of these codes anybody may see}: what rests on those alone."""
    rows = IndicatorValue.objects.filter(
        code__in=codes, grain="month", disease_system="ALL", disclosure="shown"
    )
    row = Func(Cast("pk", TextField()), function="hashtext", output_field=IntegerField())
    found = rows.order_by().values_list("period").annotate(told=BitXor(row)).order_by("period")
    return {month: f"shown {told}" for month, told in found}


def state(name, queryset):
    totals = queryset.order_by().aggregate(n=Count("pk"), of=Sum("version"))
    return f"{name} {totals['n']} {totals['of'] or 0}"
