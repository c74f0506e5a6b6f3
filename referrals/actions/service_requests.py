"""The moves of a service request. Nothing else writes its state.

Like those of a referral (transfers.py): each locks the row, checks version, authority, table and
side, changes, appends event and audit, and owes the notices, in one transaction.
"""

from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import people_at
from hospitals.models import CalendarDay
from portal.core import audit, notices
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.roles import Permission
from referrals import workdays
from referrals.actions import filing, guards
from referrals.enums import ServiceKind, ServiceRefusal
from referrals.models import Patient, ServiceEvent, ServiceRequest
from referrals.service_states import MOVES, STATES, moves_from
from referrals.states import Side

PATIENT_FIELDS = (
    "name",
    "sex",
    "birth_date",
    "id_type",
    "id_number",
    "phone",
    "residence_id",
)
CONTENT_FIELDS = (
    "kind",
    "priority",
    "destination",
    "destination_department",
    "diagnosis",
    "summary",
    "question",
    "materials",
)
PATIENT_CONTENT = ("sex", "birth_date", "id_type", "id_number", "phone")


@atomic
def request(*, origin, content, by, referral=None, at=None, is_synthetic=False):
    """Ask another hospital. With a referral the patient is copied from it, as known today."""
    if not by.has_perm(Permission.SERVICE_ASK, origin):
        raise NotAllowed(_("您在该机构没有申请远程服务的权限。"), code="forbidden")
    at = at or timezone.now()
    service = ServiceRequest(
        number=_next_number(at),
        state=MOVES["request"].target,
        state_since=at,
        requested_at=at,
        origin=origin,
        author=by,
        referral=referral,
        event_count=1,
        created_by=by,
        is_synthetic=is_synthetic,
        **{name: content[name] for name in CONTENT_FIELDS if name in content},
    )
    if service.destination_id == origin.pk:
        raise Incomplete(_("不能向本院申请。"), errors={"destination": _("请选择其他机构。")})
    service.patient = _patient(service, content)
    service.due_at = _due(service, at)
    service.save(force_insert=True)
    _record(service, MOVES["request"], by=by, at=at, from_state="")
    return service


def _due(service, at):
    """When the report is late: a span of the clock, or workdays of the hospital that answers."""
    limit = service.target
    if not isinstance(limit, int):
        return at + limit
    return workdays.after(_local(at), limit, _calendar(service))


def _took(service, at):
    """How long the answer took, measured as its target is: by the clock, or in workdays."""
    if not isinstance(service.target, int):
        return at - service.requested_at
    return workdays.worked(_local(service.requested_at), _local(at), _calendar(service))


def _local(moment):
    return timezone.localtime(moment, timezone.get_default_timezone())


def _calendar(service):
    since = _local(service.requested_at).date()
    return CalendarDay.objects.deviations(service.destination_id, since)


def _patient(service, content):
    """The person as the origin knows them now: typed, or copied from the referral."""
    if service.referral is not None:
        known = service.referral.patient
        values = {name: getattr(known, name) for name in PATIENT_FIELDS}
    else:
        values = {name: content[name] for name in PATIENT_CONTENT if name in content}
        values["name"] = content.get("patient_name", "")
    patient = Patient(
        hospital=service.origin,
        created_by=service.author,
        is_synthetic=service.is_synthetic,
        **values,
    )
    patient.save(force_insert=True)
    return patient


def receive(*, service, by, details=None, version=None, at=None):
    return _move("receive", service, by, details, version, at)


def start(*, service, by, details=None, version=None, at=None):
    return _move("start", service, by, details, version, at)


def report(*, service, by, details=None, version=None, at=None):
    return _move("report", service, by, details, version, at)


def acknowledge(*, service, by, details=None, version=None, at=None):
    return _move("acknowledge", service, by, details, version, at)


def decline(*, service, by, details=None, version=None, at=None):
    return _move("decline", service, by, details, version, at)


def cancel(*, service, by, details=None, version=None, at=None):
    return _move("cancel", service, by, details, version, at)


ACTIONS = {
    "receive": receive,
    "start": start,
    "report": report,
    "acknowledge": acknowledge,
    "decline": decline,
    "cancel": cancel,
}


@atomic
def convert(*, service, by, version=None, at=None):
    """File the consultation as a referral draft: nothing that was typed is typed again."""
    row = _locked(service)
    guards.require_version(row, version)
    if not by.has_perm(Permission.SERVICE_ASK, row):
        raise NotAllowed(_("只有申请机构可以将会诊转为转诊。"), code="forbidden")
    if row.kind != ServiceKind.CONSULTATION or row.reported_at is None:
        raise Refusal(_("只有已出报告的远程会诊可以转为转诊单。"), code="not_convertible")
    if row.converted_to_id:
        raise Refusal(_("该会诊已转为转诊单。"), code="already_converted")
    made = filing.create(
        origin=row.origin,
        content=_as_filing(row),
        by=by,
        at=at,
        is_synthetic=row.is_synthetic,
    )
    row.converted_to = made
    row.version += 1
    row.save()
    audit.record(
        "service.convert",
        row,
        by=by,
        hospitals=[row.origin_id, row.destination_id],
        referral=str(made.pk),
    )
    return made


def _as_filing(row):
    """What the request already holds, in the words of the filing form."""
    patient = row.patient
    return {
        "patient_name": patient.name,
        **{name: getattr(patient, name) for name in PATIENT_CONTENT},
        "residence": patient.residence,
        "priority": row.priority,
        "destination": row.destination,
        "destination_department": row.destination_department,
        "main_diagnosis": row.diagnosis,
        "summary": row.summary,
        "treatment_so_far": _("远程会诊意见：%(text)s") % {"text": row.conclusion},
    }


@atomic
def reveal(*, service, reason, by):
    """The patient in clear, for matching a specimen or an image; the trail keeps who and why."""
    if not by.has_perm(Permission.REFERRAL_REVEAL, service):
        raise NotAllowed(_("只有申请方和受邀方人员可以查看完整身份信息。"), code="forbidden")
    audit.record(
        "service.reveal",
        service,
        by=by,
        hospitals=[service.origin_id, service.destination_id],
        reason=reason,
    )
    return service.patient


def sweep(*, now=None, limit=500):
    """Tell those who answer that a report is late, once; returns how many were found."""
    now = now or timezone.now()
    late = list(ServiceRequest.objects.newly_late(now).values_list("pk", flat=True)[:limit])
    return sum(_breach(pk, now) for pk in late)


@atomic
def _breach(pk, now):
    claimed = ServiceRequest.objects.newly_late(now).filter(pk=pk).update(breached_at=F("due_at"))
    if not claimed:
        return 0
    row = ServiceRequest.objects.get(pk=pk)
    notices.tell(
        key=f"service-late:{row.pk}",
        kind="service.late",
        recipients=people_at([row.destination_id], Permission.SERVICE_ANSWER) | {row.author_id},
        url=_address(row),
        number=row.number,
    )
    return 1


def _locked(service):
    return (
        ServiceRequest.objects.select_for_update(of=("self",))
        .select_related("origin", "destination", "patient")
        .get(pk=service.pk)
    )


@atomic
def _move(verb, service, by, details, version, at):
    row, move = _locked(service), MOVES[verb]
    check(move, row, by=by, version=version)
    at = at or timezone.now()
    if at > timezone.now():
        raise Refusal(_("发生时间不能晚于现在。"), code="future")
    came_from, details = row.state, details or {}
    _change(row, verb, by=by, details=details, at=at)
    row.state, row.state_since = move.target, at
    if not STATES[row.state].is_timed:
        row.breached_at = _breached(row, at)
        row.due_at = None
    row.version += 1
    row.event_count += 1
    row.save()
    _record(row, move, by=by, at=at, from_state=came_from, details=details)
    return row


def _breached(row, at):
    """A report that came late stays late, whether the sweep saw it or not."""
    return row.due_at if row.due_at and row.due_at < at else row.breached_at


def check(move, row, *, by, version=None):
    """Version, authority, table, hats: each refusal says what to do."""
    guards.require(move, row, by=by, version=version, moves=moves_from(row.state))
    guards.require_one_hat(row, by=by, sides=set(Side) - {move.side})


def _change(row, verb, *, by, details, at):
    """What a move changes beside the state."""
    if verb == "report":
        _need(details, "report", "conclusion")
        row.report, row.conclusion = details["report"], details["conclusion"]
        row.reporter, row.reported_at, row.took = by, at, _took(row, at)
    if verb == "cancel":
        _need(details, "note")
    if verb == "decline":
        _need(details, "reason_code")
        if details["reason_code"] == ServiceRefusal.OTHER:
            _need(details, "note")


def _need(details, *names):
    if empty := [name for name in names if not details.get(name)]:
        raise Incomplete(
            _("还有必填内容未填写。"), errors={name: _("请填写此项。") for name in empty}
        )


def _record(row, move, *, by, at, from_state, details=None):
    """Event, audit and notices of one move."""
    details = details or {}
    at_origin = move.side == Side.ORIGIN
    ServiceEvent.objects.create(
        service=row,
        seq=row.event_count,
        action=move.verb,
        from_state=from_state,
        to_state=row.state,
        actor=by,
        side=move.side,
        hospital_id=row.origin_id if at_origin else row.destination_id,
        at=at,
        reason_code=details.get("reason_code", ""),
        note=details.get("note", ""),
    )
    audit.record(
        f"service.{move.verb}",
        row,
        by=by,
        hospitals=[row.origin_id, row.destination_id],
        from_state=from_state,
        to_state=row.state,
    )
    recipients = {row.author_id}
    if at_origin:
        recipients = people_at([row.destination_id], Permission.SERVICE_ANSWER)
    notices.tell(
        key=f"service:{row.pk}:{row.event_count}",
        kind=f"service.{move.verb}",
        recipients=recipients - {by.pk},
        url=_address(row),
        number=row.number,
        service=row.kind,
    )


def _address(row):
    return reverse("referrals:service-detail", args=[row.pk])


def _next_number(at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('referrals_service_number')")
        return f"S-{timezone.localtime(at).year}-{cursor.fetchone()[0]:06d}"
