"""What a page asks beside its move: a last look before a referral leaves its author, and files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.forms.attachments import FilesField, check_kind, kind_field, kind_other_field
from referrals.forms.moves.answers import SupplyInfoForm
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


class SupplyFilesForm(SupplyInfoForm):
    """The page sends files along; the API adds them as documents before."""

    files = FilesField()
    files_kind = kind_field()
    files_kind_other = kind_other_field()

    field_order = ("files", "files_kind", "files_kind_other", "note")

    def clean(self):
        check_kind(self)
        return super().clean()
