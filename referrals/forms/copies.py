"""Whose earlier referrals one looks for. The number is sent by POST and stands in no address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.forms.fields import IdNumberField


class EarlierForm(forms.Form):
    id_number = IdNumberField(label=_("患者身份证号码"), max_length=32)

    def __init__(self, data=None, *, user=None, **options):
        super().__init__(data, label_suffix="", **options)
