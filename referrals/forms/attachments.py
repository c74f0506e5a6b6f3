"""Documents as a browser or a program sends them: one or several files of one kind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.uploads import FilesField
from referrals.enums import AttachmentKind


def kind_field(initial=AttachmentKind.SUMMARY):
    return forms.ChoiceField(
        label=_("附件类别"), choices=AttachmentKind.choices, initial=initial, required=False
    )


def kind_other_field():
    return forms.CharField(
        label=_("资料说明"),
        max_length=80,
        required=False,
        help_text=_("附件类别选“其他资料”时必填。"),
    )


def check_kind(form):
    """What the other documents are, where there are any."""
    is_other = form.cleaned_data.get("files_kind") == AttachmentKind.OTHER
    if not is_other:
        form.cleaned_data["files_kind_other"] = ""
    elif form.cleaned_data.get("files") and not form.cleaned_data.get("files_kind_other"):
        form.add_error("files_kind_other", _("请填写此项。"))


class AttachmentForm(forms.Form):
    """Files for one referral that is filed already."""

    files = FilesField(required=True)
    files_kind = kind_field()
    files_kind_other = kind_other_field()

    def __init__(self, data=None, *, user=None, **options):
        super().__init__(data, label_suffix="", **options)

    def clean_files_kind(self):
        return self.cleaned_data["files_kind"] or AttachmentKind.SUMMARY

    def clean(self):
        check_kind(self)
        return self.cleaned_data
