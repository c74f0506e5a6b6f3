"""How far the abstracts of a hospital's month can be trusted: five questions, one line."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils import timezone

from hospitals.enums import Measure, ReportState
from hospitals.models.abstract import AbstractFile
from hospitals.models.hospital import Hospital
from hospitals.models.report import MonthlyVolume
from portal.periods import Month

# Abstracts are due by this day of the next month.
DUE_DAY = 10
MOST_DIFFERENCE = 0.02
MOST_DOUBTFUL = 0.03
MOST_DOUBLES = 0.01


@dataclass(frozen=True)
class Quality:
    """One hospital's month. file: what is in force, or None; replaced: how often it was sent anew.

    discharges: as the monthly report says, drafts apart; None where there is none.
    """

    hospital: Hospital
    month: Month
    file: AbstractFile | None
    discharges: int | None
    replaced: int

    @property
    def is_synthetic(self):
        return bool(self.file and self.file.is_synthetic)

    @property
    def complete(self):
        """Stays against discharges of the monthly report; None without one of them."""
        if self.file is None or not self.discharges:
            return None
        return self.file.rows / self.discharges

    @property
    def doubtful(self):
        """The share of stays whose residence is unknown or whose diagnosis no table has."""
        if self.file is None or not self.file.rows:
            return None
        counts = self.file.counts
        return max(counts.get("unknown", 0), counts.get("unmapped", 0)) / self.file.rows

    @property
    def unique(self):
        """The share of stays that nobody has twice, on the same days; None where none counted."""
        if self.file is None or not self.file.rows or "doubles" not in self.file.counts:
            return None
        return 1 - self.file.counts["doubles"] / self.file.rows

    @cached_property
    def days_late(self):
        """Days after the due day; 0 in time. A missing month counts until today."""
        due = self.month.plus(1).first + dt.timedelta(days=DUE_DAY - 1)
        came = timezone.localdate(self.file.created_at) if self.file else timezone.localdate()
        return max(0, (came - due).days)

    @property
    def state(self):
        """missing, doubtful, late or good: the gravest of them."""
        if self.file is None:
            return "missing" if self.days_late else "pending"
        is_odd = self.complete is not None and abs(1 - self.complete) > MOST_DIFFERENCE
        has_doubles = self.unique is not None and 1 - self.unique > MOST_DOUBLES
        if is_odd or has_doubles or (self.doubtful or 0) > MOST_DOUBTFUL:
            return "doubtful"
        return "late" if self.days_late else "good"


def of_month(hospitals, month):
    """One line per hospital, in three queries."""
    files = AbstractFile.objects.filter(hospital__in=hospitals, month=month.first)
    current = {row.hospital_id: row for row in files.current()}
    again = dict(
        files.exclude(replaced_by=None)
        .order_by()
        .values_list("hospital")
        .annotate(count=models.Count("pk"))
    )
    told = MonthlyVolume.objects.filter(
        report__hospital__in=hospitals,
        report__month=month.first,
        measure=Measure.DISCHARGES,
    ).exclude(report__state=ReportState.DRAFT)
    discharges = dict(
        told.order_by().values_list("report__hospital").annotate(total=models.Sum("value"))
    )
    return [
        Quality(
            place,
            month,
            current.get(place.pk),
            discharges.get(place.pk),
            again.get(place.pk, 0),
        )
        for place in hospitals
    ]
