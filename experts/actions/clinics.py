"""Open the clinics of experts, and call off those that lie behind the end of a posting."""

from django.utils import timezone
from django.utils.translation import gettext as _

from experts.models import ClinicSession, Posting
from hospitals.actions import changes, slots
from hospitals.models import ClinicSlot
from portal.core import audit
from portal.core.locking import atomic, in_order
from portal.errors import Incomplete, Refusal
from portal.roles import Permission

LABEL = ClinicSlot._meta.get_field("label").max_length


@atomic
def open_clinic(*, expert, department, week, details, by):
    """Sessions of this expert for a pattern (slots.Week); details: capacity and quota of each.

    Those that are there already, or are past, are left out. Returns the new ones.
    """
    changes.require(Permission.CAPACITY_EDIT, department, by=by)
    person = changes.lock(expert)
    _check_place(person, department.hospital, week)
    label = f"{person.name} {person.title}".strip()[:LABEL]
    told = {"label": label} | details
    made = slots.open_slots(department=department, week=week, details=told, by=by)
    if not made:
        raise Refusal(_("没有可以开放的时段：都已过去，或已经开放。"), code="nothing_new")
    _check_free(person, made)
    rows = ClinicSession.objects.bulk_create(
        ClinicSession(expert=person, slot=slot, created_by=by, is_synthetic=person.is_synthetic)
        for slot in made
    )
    hospitals = [department.hospital_id]
    audit.record("clinic.open", person, by=by, hospitals=hospitals, opened=len(rows))
    return rows


def _check_place(person, hospital, week):
    """At home always; elsewhere on the days of one posting there."""
    if hospital.pk == person.home_hospital_id:
        return
    there = Posting.objects.confirmed().filter(expert=person, to_hospital=hospital)
    if not there.filter(since__lte=week.first).not_over(week.last).exists():
        text = _("%(name)s 在这些日期没有派驻到该医院的任务。")
        errors = {"department": text % {"name": person}}
        raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="not_posted")


def _check_free(person, made):
    """Nobody holds two clinics at a time."""
    ends = {"slot__starts_at__lt": made[-1].ends_at, "slot__ends_at__gt": made[0].starts_at}
    rows = ClinicSession.objects.filter(expert=person, slot__closed_at__isnull=True, **ends)
    there = list(rows.values_list("slot__starts_at", "slot__ends_at"))
    for slot in made:
        if any(slot.starts_at < until and since < slot.ends_at for since, until in there):
            text = _("%(name)s 在 %(time)s 已有别的门诊。")
            raise Refusal(text % {"name": person, "time": slot}, code="elsewhere")


def call_off_after(*, posting, by):
    """Sessions behind the last day of the posting that nobody booked, and no other one covers."""
    slots_of = ClinicSlot.objects.filter(
        session__expert=posting.expert_id,
        department__hospital=posting.to_hospital_id,
        starts_at__date__gt=posting.until,
        closed_at__isnull=True,
        booked_quota=0,
        booked_outside=0,
    )
    others = Posting.objects.confirmed().filter(
        expert=posting.expert_id, to_hospital=posting.to_hospital_id
    )
    days = list(others.exclude(pk=posting.pk).values_list("since", "until"))
    for slot in in_order(slots_of):
        day = timezone.localtime(slot.starts_at).date()
        if not any(since <= day and (until is None or day <= until) for since, until in days):
            told = {"closed_at": timezone.now()}
            places = [posting.to_hospital_id]
            changes.update(slot, told, verb="slots.close", by=by, hospitals=places)
