"""Monthly reports added up as if every hospital had always been what it was on one day."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from hospitals.models.hospital import Hospital
from hospitals.models.report import MonthlyVolume


@dataclass(frozen=True)
class Restated:
    """What a hospital and those merged into it reported over some months: measure → sum."""

    merged: tuple
    months: int
    figures: dict
    is_synthetic: bool


def restated(hospitals, months, on):
    """{hospital: Restated} as of a day: what merged by then counts to what stands for it.

    Of every hospital asked about, and those it took in, whoever sees these. No drafts.
    """
    stands_for = Hospital.objects.merged_by(on)
    merged = defaultdict(list)
    for former, present in stands_for.items():
        merged[present].append(former)
    asked = [pk for row in hospitals for pk in (row.pk, *merged[row.pk])]
    volumes = MonthlyVolume.objects.handed_in(asked, months)
    figures, told = defaultdict(Counter), defaultdict(set)
    for (place, month, measure), value in volumes.by_place().items():
        present = stands_for.get(place, place)
        figures[present][measure] += value
        told[present].add(month)
    invented = set(volumes.filter(report__is_synthetic=True).values_list("report__hospital"))
    invented = {stands_for.get(place, place) for (place,) in invented}
    names = dict(Hospital.objects.filter(pk__in=asked).values_list("pk", "name"))
    return {
        row: Restated(
            tuple(sorted(names[pk] for pk in merged[row.pk])),
            len(told[row.pk]),
            dict(figures[row.pk]),
            row.pk in invented,
        )
        for row in hospitals
    }
