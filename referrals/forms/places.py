"""Choices of hospitals and departments, never wider than what the person may see."""

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from hospitals.models import Department, Hospital


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


class DepartmentField(forms.ModelChoiceField):
    """A department of one hospital, or of several, grouped by hospital."""

    def __init__(self, *, grouped=False, **options):
        self.iterator = _ByHospital if grouped else ModelChoiceIterator
        super().__init__(queryset=None, empty_label=_("请选择"), **options)


class HospitalField(forms.ModelChoiceField):
    """A hospital that may be asked."""

    def __init__(self, **options):
        super().__init__(queryset=None, empty_label=_("请选择"), **options)


def destinations(user, origin):
    """The hospitals that this person may refer a patient of the origin to."""
    return (
        Hospital.objects.visible_to(user)
        .open()
        .exclude(pk=origin.pk)
        .select_related("region__parent__parent")
    )


def departments_of(user, hospital):
    return Department.objects.visible_to(user).filter(hospital=hospital)


def departments_elsewhere(user, origin):
    return (
        Department.objects.visible_to(user)
        .filter(hospital__in=destinations(user, origin))
        .select_related("hospital")
        .order_by("hospital__pinyin", "hospital__name", "hospital_id", "code", "name")
    )


def check_department(form, *, hospital="destination", department="department"):
    """A department belongs to the hospital that is chosen beside it."""
    chosen, place = form.cleaned_data.get(department), form.cleaned_data.get(hospital)
    if chosen and place and chosen.hospital_id != place.pk:
        form.add_error(department, _("该科室不属于所选的接收机构。"))
