"""Monthly reports added up as if every hospital had always been what it was on one day."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils import timezone

from hospitals.enums import SUMMED
from hospitals.models.hospital import Hospital
from hospitals.models.report import MonthlyVolume, Totals, covered
from portal.periods import Month

# Longer spans are told by years, shorter ones by quarters.
MONTHS_BY_QUARTER = 24


@dataclass(frozen=True)
class Restated:
    """What a hospital and those merged into it reported: the sums of each part of a span."""

    merged: tuple
    parts: tuple
    is_synthetic: bool

    @property
    def total(self):
        return Totals.of(self.parts)


def parts_of(months):
    """[(first month, last month)]: the quarters of the months, or the years of a long span."""
    size = 3 if len(months) <= MONTHS_BY_QUARTER else 12
    parts = defaultdict(list)
    for month in months:
        parts[month.year, (month.number - 1) // size].append(month)
    return [(several[0], several[-1]) for _key, several in sorted(parts.items())]


def restated(hospitals, months, on):
    """{hospital: Restated} as of a day: what merged by then counts to what stands for it.

    Of every hospital asked about, and those it took in, whoever sees these. No drafts. Months to
    come are not expected.
    """
    stands_for = Hospital.objects.merged_by(on)
    asked = {row.pk for row in hospitals}
    former = Hospital.objects.filter(
        pk__in=[old for old, present in stands_for.items() if present in asked]
    )
    merged = defaultdict(list)
    for row in former:
        merged[stands_for[row.pk]].append(row)
    everybody = [*hospitals, *former]
    volumes = MonthlyVolume.objects.handed_in([row.pk for row in everybody], months)
    sums = defaultdict(Counter)
    for (place, month, measure), value in volumes.by_place().items():
        if measure in SUMMED:
            sums[place, Month.of(month)][measure] += value
    lines = covered(everybody, months)
    invented = set(
        volumes.filter(report__is_synthetic=True).values_list("report__hospital", flat=True)
    )
    spans = [
        months[months.index(first) : months.index(last) + 1] for first, last in parts_of(months)
    ]
    return {
        row: Restated(
            tuple(sorted(one.name for one in merged[row.pk])),
            tuple(_totals([row, *merged[row.pk]], span, lines, sums) for span in spans),
            any(one.pk in invented for one in (row, *merged[row.pk])),
        )
        for row in hospitals
    }


def _totals(hospitals, months, lines, sums):
    """Of one hospital and those in it, over some months: sums, and how many reports of how many."""
    ended = Month.of(timezone.localdate())
    figures, reported, expected = Counter(), 0, 0
    for hospital in hospitals:
        line = lines[hospital].of([month for month in months if month < ended])
        reported, expected = reported + len(line.reported), expected + len(line.expected)
        for month in months:
            figures.update(sums[hospital.pk, month])
    return Totals(dict(figures), reported, expected)
