"""Departments and campuses by their names: no list of five hundred to scroll through."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.models import Campus, Department, Hospital


def known_hospitals(user):
    return Hospital.objects.visible_to(user).open()


def department_field(label):
    return forms.CharField(
        label=label,
        max_length=64,
        required=False,
        help_text=gettext_lazy("照该医院科室表中的名称填写。"),
    )


def department_named(user, hospital, text):
    """The department of this name at the hospital; None for an empty text."""
    rows = Department.objects.visible_to(user).filter(hospital=hospital)
    return _named(rows, text, _("该医院没有这个科室。"))


def campus_named(user, hospital, text):
    rows = Campus.objects.visible_to(user).filter(hospital=hospital)
    return _named(rows, text, _("该医院没有这个院区。"))


def _named(rows, text, nothing):
    if not text:
        return None
    found = rows.filter(name=text).order_by("pk").first()
    if found is None:
        raise forms.ValidationError(nothing)
    return found
