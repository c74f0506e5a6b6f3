"""New technologies and whether they stay: T01 to T05 and M03 to M06, by hospital or technology.

Cases are known by month. A technology is introduced where an expert brought it.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Min
from django.utils import timezone

from experts.enums import ClaimState, NoveltyKind, NoveltyTier
from experts.models import (
    NewTechnology,
    NoveltyClaim,
    Posting,
    TechnologyAdmission,
    TechnologyMonthlyCount,
)
from portal.metrics import intervals, spans, watch
from portal.metrics.definitions.base import Figure
from portal.metrics.statistics import survival

MONTHLY = ("M03", "M06", "T01", "T02", "T03", "T04")
QUARTERLY = ("M04",)
YEARLY = ("M03", "M05", "T01", "T01N", "T02", "T05")
ENOUGH_ALONE = 5
TIERS = list(NoveltyTier.values)
AT_LEAST_PROVINCE = {NoveltyTier.NATIONAL, NoveltyTier.SOUTHWEST, NoveltyTier.PROVINCE}


@dataclass(frozen=True)
class Technology:
    """What is known of one technology. counts: month → (cases, of these by locals alone, harm)."""

    name: str
    first_done_on: dt.date | None = None
    approved_on: dt.date | None = None
    is_brought: bool = False
    left_on: dt.date | None = None
    counts: dict = field(default_factory=dict)
    claims: tuple = ()

    def cases(self, first: dt.date, last: dt.date, at: int = 0) -> int:
        """Of the months from first to last."""
        return sum(row[at] for month, row in self.counts.items() if first <= month <= last)


def active(rows: Iterable[Technology], last: dt.date) -> tuple[int, int]:
    """Of those admitted half a year ago, the ones with a case in the last six months."""
    since = spans.months_back(last, 5)
    old = [row for row in rows if row.approved_on and row.approved_on < since]
    return sum(row.cases(since, last) > 0 for row in old), len(old)


def independent(rows: Iterable[Technology], last: dt.date) -> tuple[int, int]:
    """Of those brought a year ago, the ones with enough cases by locals alone in the last year."""
    since = spans.months_back(last, 11)
    old = [
        row for row in rows if row.is_brought and row.first_done_on and row.first_done_on < since
    ]
    return sum(row.cases(since, last, 1) >= ENOUGH_ALONE for row in old), len(old)


def kept(rows: Iterable[Technology], last: dt.date) -> tuple[int, int]:
    """Of those whose expert left half a year ago, the ones used in the six months after."""
    gone = [row for row in rows if row.is_brought and row.left_on and _after(row)[1] <= last]
    return sum(row.cases(*_after(row)) > 0 for row in gone), len(gone)


def _after(row):
    """The six whole months after the expert left."""
    first = spans.months_back(row.left_on, -1)
    return first, spans.last_day("month", spans.months_back(first, -5))


def until_alone(row: Technology, last: dt.date) -> tuple[int, bool] | None:
    """Months from the first case to the case that makes enough alone; or so far without."""
    if not (row.is_brought and row.first_done_on and row.first_done_on <= last):
        return None
    alone = 0
    for month in sorted(row.counts):
        alone += row.counts[month][1] if month <= last else 0
        if alone >= ENOUGH_ALONE:
            return max(_months_between(row.first_done_on, month), 0), True
    return _months_between(row.first_done_on, last), False


def _months_between(first, last):
    return (last.year - first.year) * 12 + last.month - first.month


def highest_tier(row: Technology, last: dt.date) -> str:
    """The highest tier that somebody else verified by then, "none" without."""
    tiers = [tier for _kind, tier, judged_on in row.claims if judged_on <= last]
    return min(tiers, key=TIERS.index, default="none")


def fills_gap(row: Technology, last: dt.date) -> bool:
    return any(
        kind == NoveltyKind.GAP and tier in AT_LEAST_PROVINCE and judged_on <= last
        for kind, tier, judged_on in row.claims
    )


def monthly(period: dt.date) -> list[Figure]:
    last = _last("month", period)
    made = []
    for about, rows in _by_hospital(last).items():
        made += _admitted(about, rows, last)
        for code, counts in (
            ("T03", active(rows, last)),
            ("M03", independent(rows, last)),
            ("M06", kept(rows, last)),
        ):
            made += [about.figure(code, *counts)] if counts[1] else []
        made += [
            about.figure("T04", row.counts[period][0], item=row.name)
            for row in rows
            if period in row.counts
        ]
    return made


def _admitted(about, rows, last):
    """T01 and T02: all admitted by the day."""
    own = [row for row in rows if row.approved_on and row.approved_on <= last]
    yield from by_tier(about, "T01", own, last)
    yield about.figure("T02", sum(fills_gap(row, last) for row in own))


def by_tier(about, code, rows, last):
    yield about.figure(code, len(rows))
    tiers = Counter(highest_tier(row, last) for row in rows)
    for tier, count in sorted(tiers.items()):
        yield about.figure(code, count, item=tier)


def quarterly(period: dt.date) -> list[Figure]:
    last = _last("quarter", period)
    return [
        about.figure("M04", row.cases(period, last, 1), cases, item=row.name)
        for about, rows in _by_hospital(last).items()
        for row in rows
        if (cases := row.cases(period, last))
    ]


def yearly(period: dt.date) -> list[Figure]:
    last = _last("year", period)
    made = []
    for about, rows in _by_hospital(last).items():
        made += _admitted(about, rows, last)
        new = [row for row in rows if row.approved_on and period <= row.approved_on <= last]
        made += by_tier(about, "T01N", new, last)
        alone = independent(rows, last)
        made += [about.figure("M03", *alone)] if alone[1] else []
        told = [(row.name, span) for row in rows if (span := until_alone(row, last))]
        for item, own in _all_and_each(told):
            median = survival.median(own)
            made.append(about.figure("M05", None, len(own), measure=median, item=item))
        made += [
            _harm(about, row, row.cases(period, last, 2), cases)
            for row in rows
            if (cases := row.cases(period, last))
        ]
    return made


def _harm(about, row, events, cases):
    """T05, with the exact limits of any number of events that can be added up exactly."""
    is_exact = events <= intervals.EXACT_UP_TO
    low, high = intervals.exact(events) if is_exact else intervals.byar(events)
    return about.figure("T05", events, cases, low=low / cases, high=high / cases, item=row.name)


def _all_and_each(told):
    """Those of the hospital together, then each technology by its name."""
    if told:
        yield "", [span for _name, span in told]
    for name, span in told:
        yield name, [span]


def inputs(grain):
    """For each span since the first case or admission: how the tables stand."""
    counts = TechnologyMonthlyCount.objects.all()
    admissions = TechnologyAdmission.objects.all()
    days = [
        counts.aggregate(first=Min("month"))["first"],
        admissions.aggregate(first=Min("approved_on"))["first"],
    ]
    since = min((day for day in days if day), default=None)
    rows = {
        "technologies": NewTechnology.objects.all(),
        "counts": counts,
        "admissions": admissions,
        "claims": NoveltyClaim.objects.all(),
        "postings": Posting.objects.confirmed(),
    }
    return watch.periods(grain, since, rows)


def _last(grain, period):
    return min(spans.last_day(grain, period), timezone.localdate())


def _by_hospital(last):
    counts, claims, left = defaultdict(dict), defaultdict(list), _left(last)
    for row in TechnologyMonthlyCount.objects.all():
        told = row.patients, row.independent_local, row.complications
        counts[row.technology_id][row.month] = told
    for claim in NoveltyClaim.objects.standing().filter(state=ClaimState.VERIFIED):
        judged_on = timezone.localdate(claim.judged_at)
        claims[claim.technology_id].append((claim.kind, claim.tier, judged_on))
    rows = NewTechnology.objects.annotate(approved=Min("admissions__approved_on"))
    return watch.by_hospital(
        (
            row.hospital_id,
            row,
            Technology(
                name=row.name[:64],
                first_done_on=row.first_done_on,
                approved_on=row.approved,
                is_brought=row.brought_by_id is not None,
                left_on=left.get((row.brought_by_id, row.hospital_id)),
                counts=counts[row.pk],
                claims=tuple(claims[row.pk]),
            ),
        )
        for row in rows.order_by("name", "pk")
    )


def _left(day):
    """(expert, hospital) → the last day there, of those who are not there on the day."""
    last = {}
    rows = Posting.objects.confirmed().filter(since__lte=day)
    for expert, hospital, until in rows.values_list("expert", "to_hospital", "until"):
        key = expert, hospital
        last[key] = max(last.get(key, until or dt.date.max), until or dt.date.max)
    return {key: until for key, until in last.items() if until < day}
