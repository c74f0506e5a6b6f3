"""Hospitals unlike the others: F23 of hospitals, by year, beside F23 of regions in mix.py.

A hospital stands beside those of its level in its province, by their pooled rate. Only figures that
may be shown are compared, so that a flag gives nothing away.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from hospitals.models import Hospital, Region
from portal.metrics.definitions.base import Figure
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from portal.metrics.statistics import funnel

YEARLY = ("F23",)
# Shares of a hospital's stays that say how it works, not whom it takes in.
COMPARED = ("H03", "H05", "H12", "H17", "H18", "H19", "F09")
JOBS = (Job.ABSTRACTS_OF_YEAR, Job.ABSTRACTS)


class Share(NamedTuple):
    """One hospital's counts, and with whom they are compared."""

    hospital: object
    group: object
    part: int
    whole: int


def flags(shares: Iterable[Share]) -> dict[object, int]:
    """Hospital → grade, in groups of enough hospitals that are neither all nor nothing."""
    groups = defaultdict(list)
    for share in shares:
        groups[share.group].append(share)
    found = {}
    for own in groups.values():
        base = sum(one.part for one in own) / sum(one.whole for one in own)
        if len(own) >= funnel.FEWEST and 0 < base < 1:
            found |= {one.hospital: funnel.flag(one.part, one.whole, base) for one in own}
    return found


def yearly(period: dt.date) -> list[Figure]:
    rows = IndicatorValue.objects.filter(
        code__in=COMPARED,
        grain="year",
        period=period,
        hospital__isnull=False,
        counterpart_region=None,
        disease_system="ALL",
        disclosure="shown",
        denominator__gt=0,
    )
    told, groups = defaultdict(list), _groups()
    for row in rows.order_by("pk"):
        told[row.code, row.drg_version].append(row)
    return [figure for own in told.values() for figure in _of_code(own, groups)]


def _of_code(rows, groups):
    found = flags(
        Share(row.hospital_id, groups[row.hospital_id], row.numerator, row.denominator)
        for row in rows
    )
    for row in rows:
        if row.hospital_id in found:
            yield Figure(
                code="F23",
                hospital_id=row.hospital_id,
                item=row.code,
                source_system=row.source_system,
                drg_version=row.drg_version,
                numerator=row.numerator,
                denominator=row.denominator,
                measure=float(found[row.hospital_id]),
                as_of=row.as_of,
                is_synthetic=row.is_synthetic,
            )


def _groups():
    """Hospital → its level, and the province in which it lies."""
    above = dict(Region.objects.values_list("pk", "parent"))
    found = {}
    for pk, level, region in Hospital.objects.values_list("pk", "level", "region"):
        while above.get(region):
            region = above[region]
        found[pk] = level, region
    return found


def inputs() -> dict[dt.date, list[str]]:
    """For each year the runs over its abstracts: those of months change what is shown of it."""
    found = defaultdict(list)
    for job in JOBS:
        for run in ComputeRun.objects.last_good_units(job):
            found[dt.date(run.period.year, 1, 1)].append(str(run.pk))
    return {year: sorted(runs) for year, runs in found.items()}
