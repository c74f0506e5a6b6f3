"""Monthly reports: open, fill in, submit, approve by another, lock, reopen with a reason.

Figures change in drafts only, so a locked month stays what it was until somebody says why not.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals import volumes
from hospitals.actions import changes, report_news
from hospitals.enums import Measure, ReportState
from hospitals.models import Campus, Hospital, MonthlyReport, MonthlyVolume
from portal.core import audit
from portal.core.locking import atomic, in_order
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import User
from portal.periods import Month
from portal.roles import Permission

EDIT, APPROVE = Permission.REPORT_EDIT, Permission.REPORT_APPROVE
# measure → (value, why it is right although it looks wrong); no value takes the figure away.
Figures = Mapping[str, tuple[int | None, str]]


@atomic
def open_report(
    *, hospital: Hospital, month: date, campus: Campus | None = None, by: User
) -> MonthlyReport:
    """Begin the report of a month; of a month to come there is nothing to report."""
    changes.require(EDIT, hospital, by=by)
    if campus is not None and campus.hospital_id != hospital.pk:
        raise Refusal(_("该医院没有这个院区。"), code="foreign_campus")
    if month > timezone.localdate():
        raise Refusal(_("还没有到这个月份。"), code="month_to_come")
    row = MonthlyReport(
        hospital=hospital,
        campus=campus,
        month=month.replace(day=1),
        is_synthetic=hospital.is_synthetic,
    )
    return changes.add(row, verb="report.open", by=by, hospitals=[hospital.pk])


@atomic
def fill(
    *, report: MonthlyReport, figures: Figures, by: User, version: int | None = None
) -> MonthlyReport:
    """Write the figures given; those not named stay as they are."""
    row = _in_state(report, EDIT, by, version, ReportState.DRAFT)
    told = row.told()
    values = {measure: line.value for measure, line in told.items()}
    values |= {measure: value for measure, (value, _reason) in figures.items()}
    _refuse_errors({measure: value for measure, value in values.items() if value is not None})
    changed = _write(row, told, figures)
    if changed:
        row.version += 1
        row.save()
        _filled(row, changed, by).save(force_insert=True)
    return row


def _refuse_errors(values):
    if found := volumes.errors(values):
        errors = {one.measure: _(one.text) % dict(one.numbers) for one in found}
        raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="implausible")


def _filled(row, changed, by):
    told = {"at": _at(row), "changed": changed}
    return audit.event("report.fill", row, by=by, hospitals=[row.hospital_id], **told)


def _write(row, told, figures):
    """{measure: [before, after]} of what differs, once it is written."""
    changed, kept, gone = {}, [], []
    for measure, (value, reason) in figures.items():
        line = told.get(measure)
        before = line.value if line else None
        if value == before and (line is None or line.reason == reason):
            continue
        changed[measure] = [before, value]
        if value is None:
            gone.append(measure)
        else:
            kept.append(MonthlyVolume(report=row, measure=measure, value=value, reason=reason))
    row.volumes.filter(measure__in=gone).delete()
    _keep(kept)
    return changed


def _keep(lines):
    MonthlyVolume.objects.bulk_create(
        lines,
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["report", "measure"],
        update_fields=["value", "reason"],
    )


@atomic
def submit(*, report: MonthlyReport, by: User, version: int | None = None) -> MonthlyReport:
    """Complete, of a month that is over, and every doubt answered."""
    row = _in_state(report, EDIT, by, version, ReportState.DRAFT)
    if not row.is_over:
        raise Refusal(_("这个月还没有结束，可以先保存草稿。"), code="month_not_over")
    told = row.told()
    missing = [one for one in Measure if one not in {*told, *volumes.OPTIONAL}]
    if missing:
        names = "、".join(str(measure.label) for measure in missing)
        text = _("尚未填写：%(names)s。没有发生的填 0。") % {"names": names}
        raise Incomplete(text, errors={"figures": text}, code="missing")
    _require_answers(row, told)
    details = {"submitted_by": by, "submitted_at": timezone.now(), "note": ""}
    details |= {"approved_by": None, "approved_at": None}
    return _move(row, ReportState.SUBMITTED, details, "report.submit", by)


def _require_answers(row, told):
    doubts = row.doubts({measure: line.value for measure, line in told.items()})
    open_doubts = {
        measure: text for measure, text in doubts.items() if not told[measure].reason.strip()
    }
    if not open_doubts:
        return
    lines = [
        _("%(measure)s：%(doubt)s") % {"measure": Measure(measure).label, "doubt": text}
        for measure, text in open_doubts.items()
    ]
    text = " ".join(lines)
    raise Incomplete(text, errors={"figures": text}, code="doubtful")


@atomic
def approve(
    *, report: MonthlyReport, details: Mapping, by: User, version: int | None = None
) -> MonthlyReport:
    """Never by who submitted it."""
    row = _in_state(report, APPROVE, by, version, ReportState.SUBMITTED)
    if row.submitted_by_id == by.pk:
        raise NotAllowed(_("提交人不能批准自己的月报。"), code="own_report")
    told = {"approved_by": by, "approved_at": timezone.now(), "note": details["note"]}
    return _move(row, ReportState.APPROVED, told, "report.approve", by)


@atomic
def send_back(
    *, report: MonthlyReport, details: Mapping, by: User, version: int | None = None
) -> MonthlyReport:
    """Back to those who fill it in, with what is wrong."""
    row = _in_state(report, APPROVE, by, version, ReportState.SUBMITTED)
    return _move(row, ReportState.DRAFT, {"note": details["note"]}, "report.send_back", by)


@atomic
def lock(*, report: MonthlyReport, by: User, version: int | None = None) -> MonthlyReport:
    """Only who may lock can open it again."""
    row = _in_state(report, Permission.REPORT_LOCK, by, version, ReportState.APPROVED)
    return _move(row, ReportState.LOCKED, {}, "report.lock", by)


@atomic
def reopen(
    *, report: MonthlyReport, details: Mapping, by: User, version: int | None = None
) -> MonthlyReport:
    """A late change: a draft again, which has to be submitted and approved anew."""
    permission = report.reopened_with
    row = _in_state(report, permission, by, version, ReportState.APPROVED, ReportState.LOCKED)
    if row.state == ReportState.LOCKED:
        changes.require(Permission.REPORT_LOCK, row, by=by)
    told = {"note": details["note"], "approved_by": None, "approved_at": None}
    return _move(row, ReportState.DRAFT, told, "report.reopen", by)


def _in_state(report, permission, by, version, *states):
    changes.require(permission, report, by=by)
    row = changes.lock(report, version=version)
    _refuse_unless(row, *states)
    return row


def _refuse_unless(row, *states):
    if row.state not in states:
        text = _("该月报现在是“%(state)s”，不能执行此操作。")
        raise Refusal(text % {"state": row.get_state_display()}, code="wrong_state")


def _move(row, state, details, verb, by):
    """Who and when stand in the event itself; what was said stays on the report."""
    moved = changes.update(
        row,
        {"state": state} | details,
        verb=verb,
        by=by,
        hospitals=[row.hospital_id],
        silent=("note", "submitted_by", "approved_by"),
    )
    if state != ReportState.LOCKED:
        report_news.tell(moved, verb.removeprefix("report."), by=by)
    return moved


def _at(row):
    return str(Month.of(row.month))


@atomic
def import_reports(*, rows: Sequence[Mapping], by: User) -> int:
    """Fill in the drafts of a file; begin those that are not there. What is empty stays as it is.

    rows: hospital, campus, month, and figures by measure.
    """
    for hospital in {row["hospital"] for row in rows}:
        changes.require(EDIT, hospital, by=by)
    drafts = _drafts(rows, by)
    told = defaultdict(dict)
    for line in MonthlyVolume.objects.filter(report__in=drafts.values()):
        told[line.report_id][line.measure] = line
    lines, events = [], []
    for given in rows:
        row = drafts[_key(given)]
        before = {measure: line.value for measure, line in told[row.pk].items()}
        _refuse_errors(before | given["figures"])
        changed = {
            measure: [before.get(measure), value]
            for measure, value in given["figures"].items()
            if before.get(measure) != value
        }
        for measure, (_before, value) in changed.items():
            reason = told[row.pk][measure].reason if measure in before else ""
            lines.append(MonthlyVolume(report=row, measure=measure, value=value, reason=reason))
        if changed:
            row.version += 1
            events.append(_filled(row, changed, by))
    _keep(lines)
    filled = {line.report_id for line in lines}
    MonthlyReport.objects.filter(pk__in=filled).update(
        version=F("version") + 1, updated_at=timezone.now()
    )
    audit.record_all(events)
    return len(rows)


def _drafts(rows, by):
    """{hospital, campus, month: the locked draft}, begun where there is none."""
    places = {row["hospital"] for row in rows}
    asked = MonthlyReport.objects.filter(
        hospital__in=places, month__in={row["month"] for row in rows}
    )
    wanted = {_key(row) for row in rows}
    found = {(row.hospital_id, row.campus_id, row.month): row for row in in_order(asked)}
    found = {key: row for key, row in found.items() if key in wanted}
    for row in found.values():
        _refuse_unless(row, ReportState.DRAFT)
    new = [
        MonthlyReport(
            hospital=row["hospital"],
            campus=row["campus"],
            month=row["month"],
            is_synthetic=row["hospital"].is_synthetic,
        )
        for row in rows
        if _key(row) not in found
    ]
    changes.add_all(new, verb="report.open", by=by, places=lambda row: [row.hospital_id])
    return found | {(row.hospital_id, row.campus_id, row.month): row for row in new}


def _key(given):
    return given["hospital"].pk, given["campus"] and given["campus"].pk, given["month"]
