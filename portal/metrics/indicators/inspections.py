"""Inspections of members: Q01, Q03 to Q05 by hospital and quarter, Q02 by network and year.

A round counts in the quarter in which it was inspected, and is named by its year and half. A lead
inspects its members twice a year; it is inspected by the same checklist, to compare with.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Min
from django.utils import timezone

from hospitals.enums import NetworkRole
from hospitals.models import InspectionFinding, InspectionRound, NetworkMembership
from hospitals.models.inspection import FindingState
from portal.metrics import spans, watch
from portal.metrics.definitions.base import Figure

QUARTERLY = ("Q01", "Q03", "Q04", "Q05")
YEARLY = ("Q02",)


class Scored(NamedTuple):
    """One inspected round: points (given, most) by item, and the items with a finding."""

    network: object
    hospital: object
    edition: str
    year: int
    half: int
    day: dt.date
    points: Mapping[str, tuple[int, int]]
    failed: frozenset[str]

    @property
    def term(self):
        return self.year, self.half


def score(row: Scored) -> tuple[int, int]:
    return sum(x for x, _most in row.points.values()), sum(n for _x, n in row.points.values())


def percent(row: Scored) -> float | None:
    given, most = score(row)
    return 100 * given / most if most else None


def before(row: Scored, rows: Iterable[Scored]) -> Scored | None:
    """The round of the same member before this one."""
    same = row.network, row.hospital
    earlier = [one for one in rows if (one.network, one.hospital) == same and one.term < row.term]
    return max(earlier, key=lambda one: one.term, default=None)


def repeated(row: Scored, rows: Iterable[Scored]) -> tuple[int, int] | None:
    """Of its findings, those whose item failed the last time too; None for a first round."""
    last = before(row, rows)
    if last is None or not row.failed:
        return None
    return len(row.failed & last.failed), len(row.failed)


def gap(row: Scored, rows: Iterable[Scored], lead) -> float | None:
    """How far it lies below the lead, by the same edition in the same half of the year."""
    about = row.network, row.edition, row.term
    for one in rows:
        if one.hospital == lead != row.hospital and (one.network, one.edition, one.term) == about:
            mine, its = percent(row), percent(one)
            return None if mine is None or its is None else its - mine
    return None


def due(members: Iterable[tuple], year: int, today: dt.date) -> set[tuple]:
    """(member, half) of every half that is over and at whose end the hospital was a member."""
    ends = {1: dt.date(year, 6, 30), 2: dt.date(year, 12, 31)}
    return {
        (hospital, half)
        for hospital, since, until in members
        for half, end in ends.items()
        if end < today and since <= end and (until is None or until >= end)
    }


def in_time(findings: Iterable[tuple], first: dt.date, last: dt.date) -> tuple[int, int]:
    """Of the findings (due day, day of verification) due in the span, those verified by then."""
    own = [(due_on, day) for due_on, day in findings if first <= due_on <= last]
    return sum(day is not None and day <= due_on for due_on, day in own), len(own)


def quarterly(period: dt.date) -> list[Figure]:
    last = _last("quarter", period)
    told = list(_scored())
    every = [fact for _row, fact in told]
    leads = dict(InspectionRound.objects.values_list("network", "network__lead"))
    own = [pair for pair in told if period <= pair[1].day <= last]
    made = list(_mended(period, last))
    for about, facts in watch.by_hospital((f.hospital, row, f) for row, f in own).items():
        for fact in facts:
            item = f"{fact.year}-{fact.half}"
            made.append(about.figure("Q01", *score(fact), item=item, measure=percent(fact)))
            if counts := repeated(fact, every):
                made.append(about.figure("Q04", *counts, item=item))
            below = gap(fact, every, leads[fact.network])
            if below is not None:
                made.append(about.figure("Q05", item=item, measure=below))
    return made


def _mended(first, last):
    rows = InspectionFinding.objects.filter(due_on__lte=last).select_related("round")
    told = watch.by_hospital((row.round.hospital_id, row, _closing(row)) for row in rows)
    for about, findings in told.items():
        counts = in_time(findings, first, last)
        if counts[1]:
            yield about.figure("Q03", *counts)


def _closing(row):
    return row.due_on, row.verified_on if row.state == FindingState.VERIFIED else None


def yearly(period: dt.date) -> list[Figure]:
    """Q02: networks that have ever planned a round; a round of a past half may still be done."""
    today, made = timezone.localdate(), []
    rounds = list(InspectionRound.objects.order_by("pk"))
    for network in sorted({row.network_id for row in rounds}, key=str):
        own = [row for row in rounds if row.network_id == network]
        members = NetworkMembership.objects.filter(network=network).exclude(role=NetworkRole.LEAD)
        asked = due(members.values_list("hospital", "since", "until"), period.year, today)
        done = {
            (row.hospital_id, row.half)
            for row in own
            if row.inspected_on and row.year == period.year
        }
        if asked:
            made.append(
                Figure(
                    code="Q02",
                    network_id=network,
                    numerator=len(asked & done),
                    denominator=len(asked),
                    as_of=max(row.updated_at for row in own),
                    is_synthetic=any(row.is_synthetic for row in own),
                )
            )
    return made


def inputs(grain):
    """For each span since the first inspection: how rounds and findings stand."""
    rounds = InspectionRound.objects.all()
    since = rounds.inspected().aggregate(first=Min("inspected_on"))["first"]
    rows = {
        "rounds": rounds,
        "findings": InspectionFinding.objects.all(),
        "members": NetworkMembership.objects.all(),
    }
    return watch.periods(grain, since, rows)


def _last(grain, period):
    return min(spans.last_day(grain, period), timezone.localdate())


def _scored():
    rows = InspectionRound.objects.inspected().order_by("year", "half", "pk")
    for row in rows.prefetch_related("scores__item", "findings__item"):
        yield (
            row,
            Scored(
                row.network_id,
                row.hospital_id,
                row.edition,
                row.year,
                row.half,
                row.inspected_on,
                {one.item.number: (one.score, one.max_score) for one in row.scores.all()},
                frozenset(one.item.number for one in row.findings.all()),
            ),
        )
