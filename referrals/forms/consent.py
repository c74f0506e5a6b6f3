"""Why a consent is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.forms.fields import LongTextField


class WithdrawConsentForm(forms.Form):
    reason = LongTextField(
        label=_("撤回原因"),
        max_length=400,
        help_text=_("谁在何时以何种方式提出。撤回后对方只能查看摘要，已看过的内容无法收回。"),
    )

    def __init__(self, data=None, *, user=None, **options):
        super().__init__(data, label_suffix="", **options)
