"""How every change of the network is made: authority, lock, version, constraints, audit."""

from contextlib import contextmanager

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hospitals.models.spelled import Spelled
from portal.core import audit
from portal.errors import NotAllowed, Refusal, Stale

# What the database refuses, in words for the person who tried it.
BROKEN_RULES = {
    "hospitals_hospital_name_key": gettext_noop("已有同名的医疗机构。"),
    "org_code_once": gettext_noop("该统一社会信用代码已属于另一医疗机构。"),
    "hospital_dates_in_order": gettext_noop("停业日期不能早于开业日期。"),
    "campus_once_per_hospital": gettext_noop("本院已有同名院区。"),
    "department_once_per_campus": gettext_noop("该院区已有同名科室。"),
    "no_more_taken_than_open": gettext_noop("占用和预留的床位不能多于开放床位。"),
    "hospitals_bedpool_department_id_key": gettext_noop(
        "另一位同事刚刚登记了该科室的床位，请刷新后再试。"
    ),
    "slot_times_in_order": gettext_noop("号源的结束时间须晚于开始时间。"),
    "slot_quota_within_capacity": gettext_noop("预留数不能多于号源数。"),
    "slot_no_overlap": gettext_noop("同一门诊在这段时间内已开放号源。"),
    "hospitals_network_name_key": gettext_noop("已有同名的医联体。"),
    "network_dates_in_order": gettext_noop("医联体的结束日期不能早于开始日期。"),
    "network_member_dates_in_order": gettext_noop("退出日期不能早于加入日期。"),
    "network_member_no_overlap": gettext_noop("该机构在这段时间内已是本医联体成员。"),
    "relation_source_not_project": gettext_noop("输出医院与项目医院不能是同一家。"),
    "relation_host_is_a_third": gettext_noop("依托医院不能同时是输出医院或项目医院。"),
    "relation_dates_in_order": gettext_noop("共建关系的结束日期不能早于开始日期。"),
    "relation_no_ring": gettext_noop("项目医院直接或间接是输出医院的输出医院，不能建立关系。"),
    "hospital_no_merger_ring": gettext_noop("机构不能并入已并入自己的机构。"),
    "relation_one_source_per_project": gettext_noop("该项目医院在这段时间内已有输出医院。"),
    "hospitals_cooperationproject_name_key": gettext_noop("已有同名的共建项目。"),
    "accreditation_dates_in_order": gettext_noop("资质的截止日期不能早于开始日期。"),
    "accreditation_key_specialty_is_named": gettext_noop("只有重点专科须填写专科名称。"),
    "accreditation_no_overlap": gettext_noop("本院在这段时间内已登记同一资质。"),
    "route_leaves_its_origin": gettext_noop("转出机构与接收机构不能是同一家。"),
    "route_dates_in_order": gettext_noop("转诊关系的结束日期不能早于开始日期。"),
    "route_no_overlap": gettext_noop("这段时间内已有同样的转诊关系。"),
    "reason_no_overlap": gettext_noop("该代码在这段时间内已有内容。"),
    "claim_one_open_proposal": gettext_noop("已有一个建议值等待核定。"),
    "calendar_day_once": gettext_noop("这一天已设置过。"),
    "duty_dates_in_order": gettext_noop("结束日期不能早于开始日期。"),
    "membership_once": gettext_noop("该用户已有这个角色。"),
    "milestone_once_per_campus": gettext_noop("该院区的这一里程碑已登记。"),
}
# Their values stay out of the audit trail: who answers a telephone is nobody else's business.
UNRECORDED = {"phone", "person", "user"}


@contextmanager
def rules_explained():
    """A broken constraint becomes a refusal in plain words; anything unexpected stays an error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        words = _words_of(name)
        if words is None:
            raise
        raise Refusal(words, code=name) from error


def _words_of(name):
    """What a broken constraint means: said above, or by the constraint itself."""
    if name in BROKEN_RULES:
        return _(BROKEN_RULES[name])
    constraints = (rule for model in apps.get_models() for rule in model._meta.constraints)
    rule = next((rule for rule in constraints if rule.name == name), None)
    if rule is None or rule.violation_error_message == rule.default_violation_error_message:
        return None
    return str(rule.violation_error_message)


def require(permission, row, *, by):
    if not by.has_perm(permission, row):
        raise NotAllowed(_("您的角色不能对这家机构执行此操作。"))


def lock(row, *, version=None):
    """The row as it is now, locked; version is the one that the person saw."""
    locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and locked.version != version:
        raise Stale(_("内容已被他人更新，请刷新后重新填写。"), code="stale")
    return locked


def add(row, *, verb, by, hospitals, told=None):
    """Save a new row and record it; told: what else the audit trail says of it."""
    row.created_by = by
    with rules_explained():
        row.save(force_insert=True)
    audit.record(verb, row, by=by, hospitals=hospitals, **(told or {}))
    return row


def add_all(rows, *, verb, by, places):
    """Save many new rows of one model, each with its event; places(row): whose it is."""
    for row in rows:
        row.created_by = by
        if isinstance(row, Spelled):
            row.spell()
    if rows:
        with rules_explained():
            type(rows[0]).objects.bulk_create(rows, batch_size=1000)
        audit.record_all([audit.event(verb, row, by=by, hospitals=places(row)) for row in rows])
    return rows


def update_all(changes, *, verb, by, places):
    """Save what differs on many locked rows of one model: pairs of a row and its details."""
    events, rows, names = [], [], set()
    for row, details in changes:
        told = _changed(row, details)
        if told:
            rows.append(row)
            names.update(told)
            events.append(_event_of(row, told, verb, by, places(row)))
    if rows:
        now = timezone.now()
        for row in rows:
            row.updated_at = now
        with rules_explained():
            # Many times faster than bulk_update, which spells out a CASE for each field.
            type(rows[0]).objects.bulk_create(
                rows,
                batch_size=1000,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=sorted({*names, "version", "updated_at"}),
            )
        audit.record_all(events)
    return rows


def update(row, details, *, verb, by, hospitals, silent=()):
    """Save what differs on a locked row, count its version up, and record before and after.

    silent names the fields whose values would tell of a person.
    """
    told = _changed(row, details)
    if not told:
        return row
    with rules_explained():
        row.save()
    _event_of(row, told, verb, by, hospitals, silent).save(force_insert=True)
    return row


def _changed(row, details):
    """Put the details on the row; {name: [before, after]} of what differs, which counts it up."""
    before = {name: getattr(row, name) for name in details}
    told = {name: [before[name], value] for name, value in details.items() if before[name] != value}
    for name, (_before, value) in told.items():
        setattr(row, name, value)
    row.version += 1 if told else 0
    return told


def _event_of(row, told, verb, by, hospitals, silent=()):
    shown = {
        name: [_plain(one) for one in pair]
        for name, pair in told.items()
        if name not in UNRECORDED and name not in silent
    }
    return audit.event(verb, row, by=by, hospitals=hospitals, version=row.version, changed=shown)


def _plain(value):
    return value if value is None or isinstance(value, bool | int) else str(value)
