"""Monthly reports: what a hospital, or one campus of it, did in a month, measure by measure."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hospitals import volumes
from hospitals.enums import Measure, ReportState
from hospitals.models.hospital import Campus, Hospital
from hospitals.models.network import leads_of
from portal.models import AuditEvent, Record
from portal.periods import Month
from portal.roles import Permission, Role

P = Permission
YEAR = 12
# How far a report has come; a hospital's month is as far as the least of its reports.
FAR = list(ReportState.values)
MISSING, NOT_EXPECTED = "missing", "not_expected"
# What happens to a monthly report.
REPORT_CHANGES = {
    "report.open": _("建立月报"),
    "report.fill": _("填写月报"),
    "report.submit": _("提交月报"),
    "report.send_back": _("退回月报"),
    "report.approve": _("批准月报"),
    "report.lock": _("锁定月报"),
    "report.reopen": _("重开月报"),
}


@dataclass(frozen=True)
class Totals:
    """What some hospitals handed in for a span of months: sums, and how many reports of them.

    Sums of fewer reports than expected are no totals of the period, and are shown as such.
    """

    values: dict
    reported: int
    expected: int

    @property
    def is_whole(self):
        return self.reported == self.expected

    @classmethod
    def of(cls, several):
        """All of these together."""
        values = Counter()
        for one in several:
            values.update(one.values)
        return cls(
            dict(values),
            sum(one.reported for one in several),
            sum(one.expected for one in several),
        )


@dataclass(frozen=True)
class Coverage:
    """Which months of a hospital are reported: state, "missing" or "not_expected" by month."""

    hospital: Hospital
    states: dict

    def of(self, months):
        """Of some of the months only."""
        return Coverage(self.hospital, {month: self.states[month] for month in months})

    @property
    def expected(self):
        return [state for state in self.states.values() if state != NOT_EXPECTED]

    @property
    def missing(self):
        """The months that were expected, and are not there."""
        return [month for month, state in self.states.items() if state == MISSING]

    @property
    def reported(self):
        """Months that were handed in: a draft is none."""
        return [state for state in self.expected if state not in (MISSING, ReportState.DRAFT)]


class MonthlyReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=Hospital.objects.overseen_by(user).order_by().values("pk"))

    def with_filled(self):
        """filled: how many measures have a figure."""
        return self.annotate(filled=models.Count("volumes", distinct=True))

    def before(self, report):
        """{measure: {month: value}} of the twelve months before, of the same place; no drafts."""
        month = Month.of(report.month)
        rows = MonthlyVolume.objects.filter(
            report__hospital=report.hospital_id,
            report__campus=report.campus_id,
            report__month__gte=month.plus(-YEAR).first,
            report__month__lt=month.first,
        ).exclude(report__state=ReportState.DRAFT)
        found = defaultdict(dict)
        for measure, on, value in rows.values_list("measure", "report__month", "value"):
            found[measure][on] = value
        return found

    def coverage(self, hospitals, months):
        """One Coverage per hospital for these months, in one query."""
        rows = self.filter(
            hospital__in=hospitals, month__gte=months[0].first, month__lte=months[-1].first
        )
        states = defaultdict(list)
        for hospital, month, state in rows.values_list("hospital_id", "month", "state"):
            states[hospital, month].append(state)
        return [
            Coverage(
                hospital,
                {month: _state_of(hospital, month, states) for month in months},
            )
            for hospital in hospitals
        ]


def covered(hospitals, months):
    """{hospital: its Coverage}, of hospitals whose rows one may see."""
    rows = list(hospitals)
    return {line.hospital: line for line in MonthlyReport.objects.coverage(rows, months)}


def _state_of(hospital, month, states):
    if told := states[hospital.pk, month.first]:
        return ReportState(min(told, key=FAR.index))
    opened = hospital.opened_on is None or hospital.opened_on <= month.last
    still_open = hospital.closed_on is None or hospital.closed_on >= month.first
    return MISSING if opened and still_open else NOT_EXPECTED


class MonthlyReport(Record):
    """The report of one hospital, or campus, for one month; an approved one was read by another.

    Its state and its figures change only in actions/reports.
    """

    hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("医疗机构"),
        on_delete=models.PROTECT,
        related_name="monthly_reports",
    )
    campus = models.ForeignKey(
        Campus,
        verbose_name=_("院区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    month = models.DateField(_("月份"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ReportState.choices,
        default=ReportState.DRAFT,
        editable=False,
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提交人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, editable=False)
    note = models.CharField(_("意见或原因"), max_length=200, blank=True, editable=False)

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("月报")
        ordering = ["-month", "hospital"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "campus", "month"],
                nulls_distinct=False,
                name="report_once_per_month",
                violation_error_message=_("该机构（院区）这个月已有月报。"),
            ),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="report_month_is_its_first_day"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ReportState.DRAFT)
                | models.Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="report_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[ReportState.APPROVED, ReportState.LOCKED])
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="report_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("submitted_by")),
                name="report_approved_by_another",
                violation_error_message=_("提交人不能批准自己的月报。"),
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.month:%Y-%m}"

    def get_absolute_url(self):
        return reverse("reports:report-detail", args=[self.pk])

    @property
    def fill_url(self):
        return reverse("reports:report-fill", args=[self.pk])

    def steps_for(self, user):
        """What this person may do to it now, by name."""
        steps = {
            ReportState.DRAFT: {"fill": P.REPORT_EDIT, "submit": P.REPORT_EDIT},
            ReportState.SUBMITTED: {"approve": P.REPORT_APPROVE, "send_back": P.REPORT_APPROVE},
            ReportState.APPROVED: {"lock": P.REPORT_LOCK, "reopen": P.REPORT_APPROVE},
            ReportState.LOCKED: {"reopen": P.REPORT_LOCK},
        }[self.state]
        found = {step for step, permission in steps.items() if user.has_perm(permission, self)}
        return found - {"approve"} if self.submitted_by_id == user.pk else found

    @property
    def place(self):
        return f"{self.hospital} {self.campus or ''}".strip()

    def places(self, _permission, role=None):
        """The hospital; for an administrator of the network also the leads above it."""
        if role != Role.NETWORK_ADMIN:
            return {self.hospital_id}
        return {self.hospital_id} | {lead for _member, lead in leads_of(self.hospital_id)}

    @property
    def reopened_with(self):
        """What it takes to make it a draft again: a locked one is the network's."""
        is_locked = self.state == ReportState.LOCKED
        return Permission.REPORT_LOCK if is_locked else Permission.REPORT_APPROVE

    @property
    def is_over(self):
        """The month has passed, so that its figures can be complete."""
        return Month.of(self.month).last < timezone.localdate()

    def told(self):
        """{measure: its row} of what was filled in."""
        return {row.measure: row for row in self.volumes.all()}

    def doubts(self, values, past=None):
        """{measure: what is unusual about its figure, in words}."""
        past = MonthlyReport.objects.before(self) if past is None else past
        before = {measure: list(months.values()) for measure, months in past.items()}
        found = volumes.doubts(values, before)
        return {one.measure: gettext(one.text) % dict(one.numbers) for one in found}

    def grid(self):
        """The lines of the report: each measure with its figure, its past and its doubt."""
        told, past = self.told(), MonthlyReport.objects.before(self)
        doubts = self.doubts({measure: row.value for measure, row in told.items()}, past)
        month = Month.of(self.month)
        return [
            {
                "measure": measure,
                "row": told.get(measure),
                "last": past[measure].get(month.plus(-1).first),
                "year_ago": past[measure].get(month.plus(-YEAR).first),
                "doubt": doubts.get(measure, ""),
            }
            for measure in Measure
        ]

    def history(self):
        """What was done to it, as events of a timeline, newest first."""
        events = AuditEvent.objects.filter(
            target_label=self._meta.label_lower, target_id=str(self.pk)
        ).order_by("-at", "-pk")
        return [
            {
                "at": event.at,
                "label": REPORT_CHANGES.get(event.verb, event.verb),
                "by": event.actor_name,
            }
            for event in events[:50]
        ]


class MonthlyVolumeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(report__in=MonthlyReport.objects.visible_to(user))

    def handed_in(self, hospitals, months):
        """Of these hospitals, from the first to the last of the months; no drafts."""
        rows = self.filter(
            report__hospital__in=hospitals,
            report__month__gte=months[0].first,
            report__month__lte=months[-1].first,
        )
        return rows.exclude(report__state=ReportState.DRAFT)

    def by_place(self):
        """{(hospital, month, measure): value}: the whole hospital's where it told one, else all
        campuses of it together."""
        names = ("report__hospital", "report__month", "measure", "report__campus", "value")
        whole, parts = {}, Counter()
        for place, month, measure, campus, value in self.values_list(*names):
            if campus is None:
                whole[place, month, measure] = value
            else:
                parts[place, month, measure] += value
        return dict(parts) | whole


class MonthlyVolume(models.Model):
    """One figure of a monthly report, and why it is right where it looks wrong."""

    report = models.ForeignKey(
        MonthlyReport, verbose_name=_("月报"), on_delete=models.PROTECT, related_name="volumes"
    )
    measure = models.CharField(_("指标"), max_length=24, choices=Measure.choices)
    value = models.BigIntegerField(_("数值"))
    reason = models.CharField(_("说明"), max_length=200, blank=True)

    objects = MonthlyVolumeQuerySet.as_manager()

    class Meta:
        verbose_name = _("月度服务量")
        constraints = [
            models.UniqueConstraint(fields=["report", "measure"], name="volume_once_per_measure"),
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="volume_not_negative",
                violation_error_message=_("数值不能为负。"),
            ),
        ]

    def __str__(self):
        return f"{self.measure} {self.value}"
