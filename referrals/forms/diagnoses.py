"""Diagnoses as people type them, held against the list that is loaded.

A code is refused only by an official table that lacks it and all its subdivisions; without such a
table the format is all that can be asked.
"""

from django.utils.translation import gettext_lazy as _

from referrals.models import DiagnosisCode
from referrals.models.diagnosis import is_known, is_loaded, pairs


def check_diagnoses(form):
    """Complete the main diagnosis by its code or its name, then check every code."""
    table = DiagnosisCode.objects.visible_to(form.user)
    _complete(form.cleaned_data, table.in_force())
    typed = {
        "main_diagnosis_code": [form.cleaned_data.get("main_diagnosis_code")],
        "other_diagnoses": [row.code for row in form.cleaned_data.get("other_diagnoses") or ()],
    }
    unknown = _unknown({code for codes in typed.values() for code in codes if code})
    for name, codes in typed.items():
        wrong = [code for code in codes if code in unknown]
        if wrong:
            message = _("诊断编码表中没有 %(codes)s，请核对或从列表中选择。")
            form.add_error(name, message % {"codes": "、".join(wrong)})


def _complete(cleaned, table):
    code, name = cleaned.get("main_diagnosis_code"), cleaned.get("main_diagnosis")
    if code and not name and (row := table.filter(code=code).first()):
        cleaned["main_diagnosis"] = row.name[:128]
    if name and not code and len(name) > 1:
        rows = table.filter(pairs__contains=sorted(pairs(name.lower())), name=name)
        codes = set(rows.values_list("code", flat=True)[:2])
        if len(codes) == 1:
            cleaned["main_diagnosis_code"] = codes.pop()


def _unknown(codes):
    """The codes that no official table knows; none of them when none is loaded."""
    if not codes or not is_loaded():
        return set()
    return {code for code in codes if not is_known(code.rstrip("+*†"))}
