"""The last look before a referral leaves its author."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.forms.moves.sending import SendForm, SubmitForReviewForm


class _Confirmed(forms.Form):
    confirmed = forms.BooleanField(
        label=_("内容已核对，患者或家属已知情同意（急救免签除外）"),
        error_messages={"required": _("请核对后勾选。")},
    )


class CheckedSubmitForm(SubmitForReviewForm, _Confirmed):
    field_order = ["also_ask", "replaces", "note", "confirmed"]


class CheckedSendForm(SendForm, _Confirmed):
    field_order = ["also_ask", "replaces", "note", "confirmed"]
