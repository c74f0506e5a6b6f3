"""Choices of hospitals and departments, never wider than what the person may see."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from hospitals.enums import RegionLevel
from hospitals.models import ClinicSlot, Department, Hospital, Network, NetworkMembership, Region
from hospitals.models.membership import Scope
from portal.core.reference import kept
from portal.templatetags.ui import short_time
from referrals.forms.fields import region_code

NATIONAL = "GB/T 2260"
# The answers of a filing that are divisions, by code or by name.
REGIONS = ("residence", "insurance_region", "home_province", "external_province")
# As many as one looks through before typing a time.
SLOTS_OFFERED = 12


class _ByHospital(ModelChoiceIterator):
    """Departments under the name of their hospital."""

    def __iter__(self):
        yield "", self.field.empty_label
        group, options = None, []
        for department in self.queryset:
            if options and department.hospital != group:
                yield group.name, options
                options = []
            group = department.hospital
            options.append(self.choice(department))
        if options:
            yield group.name, options


class RowField(forms.ModelChoiceField):
    """One row of a queryset, or of the rows that the form has read for several fields at once."""

    is_personal = True
    found = None

    def to_python(self, value):
        if self.found is None or value in self.empty_values:
            return super().to_python(value)
        row = self.found.get(id_of(value) if self.to_field_name is None else str(value))
        if row is None:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": value})
        return row


class DepartmentField(RowField):
    """A department of one hospital, or of several, grouped by hospital."""

    def __init__(self, *, grouped=False, **options):
        self.iterator = _ByHospital if grouped else ModelChoiceIterator
        super().__init__(queryset=None, empty_label=_("请选择"), **options)


class WardField(DepartmentField):
    """A department, said with its free beds where it tells any."""

    def label_from_instance(self, department):
        pool = getattr(department, "bed_pool", None)
        if pool is None:
            return department.name
        told = {"name": department.name, "free": pool.free_beds}
        return (
            _("%(name)s，空床 %(free)d 张") if pool.free_beds else _("%(name)s，已无空床")
        ) % told


class HospitalField(RowField):
    """A hospital that may be asked."""

    default_error_messages = {
        "invalid_choice": _("该机构已停业，或不在转出机构的转诊关系内。"),
    }

    def __init__(self, **options):
        super().__init__(queryset=None, empty_label=_("请选择"), **options)


class SlotField(RowField):
    """A clinic slot with a seat left, said by its time, clinic and what is left."""

    def __init__(self, **options):
        widget = forms.RadioSelect
        super().__init__(queryset=None, empty_label=_("自定时间"), widget=widget, **options)

    def label_from_instance(self, slot):
        told = {"time": short_time(slot.starts_at), "label": slot.label, "free": slot.free}
        if slot.label:
            return _("%(time)s %(label)s，余 %(free)s 号") % told
        return _("%(time)s，余 %(free)s 号") % told


class Named:
    """What one filing names, of what this person may see; what lately was named is known still."""

    def __init__(self, user, origin_id, content):
        scope = Scope.of(user)
        self._find_places(scope, origin_id, content)
        codes = {region_code(str(content.get(name) or "")) for name in REGIONS} - {""}
        found = ((code, _region(scope, code)) for code in codes)
        self.regions = {code: row for code, row in found if row is not None}
        provinces = [row for row in self.regions.values() if row.level == RegionLevel.PROVINCE]
        self.provinces = {row.code: row for row in provinces}

    def _find_places(self, scope, origin_id, content):
        self.origin = _hospital(scope, origin_id, origin_id)
        place = _hospital(scope, origin_id, id_of(content.get("destination")))
        is_open = place is not None and place.pk != origin_id and not place.closed_on
        self.destinations = {place.pk: place} if is_open else {}
        self.own, self.elsewhere = {}, {}
        for side in ("origin", "destination"):
            row = _department(scope, origin_id, id_of(content.get(f"{side}_department")))
            if row is not None:
                found = self.own if row.hospital_id == origin_id else self.elsewhere
                found[row.pk] = row


@kept
def _hospital(scope, origin_id, pk):
    rows = Hospital.objects.visible_to(scope.user).reached_from(origin_id)
    rows = rows.select_related("region__parent__parent")
    return rows.order_by().filter(pk=pk).first() if pk else None


@kept
def _department(scope, origin_id, pk):
    usable = Q(hospital=origin_id) | Q(hospital__closed_on__isnull=True)
    rows = Department.objects.visible_to(scope.user).filter(usable).reached_from(origin_id)
    return rows.order_by().filter(pk=pk).first() if pk else None


@kept
def _region(scope, code):
    return Region.objects.visible_to(scope.user).current_for(code, NATIONAL)


def id_of(value):
    """The id that was sent, or None for what is no id."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


class ProvinceField(RowField):
    """A province of today."""

    def __init__(self, **options):
        super().__init__(queryset=None, empty_label=_("请选择"), to_field_name="code", **options)


class NetworkField(RowField):
    """A network whose members may claim the patient."""

    def __init__(self, **options):
        super().__init__(queryset=None, empty_label=_("请选择"), **options)


def networks(user):
    return Network.objects.visible_to(user)


def provinces(user):
    return (
        Region.objects.visible_to(user)
        .current()
        .filter(level=RegionLevel.PROVINCE, code_system=NATIONAL)
    )


def destinations(user, origin):
    """The hospitals that this person may refer a patient of the origin to."""
    rows = Hospital.objects.visible_to(user).open_to(origin)
    return rows.select_related("region__parent__parent")


def anywhere(user, origin):
    """Every open hospital that this person sees: on the road routes bind nobody."""
    rows = Hospital.objects.visible_to(user).open().exclude(pk=origin.pk)
    return rows.select_related("region__parent__parent")


def slots_for(user, referral):
    """The next slots of the accepting department in which this referral finds a seat."""
    rows = ClinicSlot.objects.visible_to(user).filter(department=referral.destination_department_id)
    beside = NetworkMembership.objects.visible_to(user)
    in_network = referral.destination_id in beside.hospital_ids_beside({referral.origin_id})
    found = rows.bookable().with_room(in_network=in_network).order_by("starts_at")
    nearest = list(found.values_list("pk", flat=True)[:SLOTS_OFFERED])
    return found.filter(pk__in=nearest)


def departments_of(user, hospital):
    rows = Department.objects.visible_to(user).filter(hospital=hospital)
    return rows.select_related("bed_pool")


def departments_elsewhere(user, origin):
    return (
        Department.objects.visible_to(user)
        .filter(hospital__in=destinations(user, origin))
        .reached_from(origin.pk)
        .select_related("hospital")
        .order_by("hospital__pinyin", "hospital__name", "hospital_id", "code", "name")
    )


def check_department(form, *, hospital="destination", department="department"):
    """A department belongs to the hospital that is chosen beside it."""
    chosen, place = form.cleaned_data.get(department), form.cleaned_data.get(hospital)
    if chosen and place and chosen.hospital_id != place.pk:
        form.add_error(department, _("该科室不属于所选的接收机构。"))
