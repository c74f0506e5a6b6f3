"""A field for one file or several; each is looked at by the action that keeps it."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ACCEPTED = ".pdf,.jpg,.jpeg,.png"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    def __init__(self, *, required=False, **options):
        super().__init__(
            label=_("附件"),
            required=required,
            allow_empty_file=True,
            widget=SeveralFiles(attrs={"accept": ACCEPTED}),
            help_text=_("PDF、JPEG 或 PNG，单个不超过 20 MB，可一次选择多个。"),
            **options,
        )

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) else [data]
        found = [super(FilesField, self).clean(file, initial) for file in files if file is not None]
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        if any(file.size > settings.ATTACHMENT_MAX_BYTES for file in found):
            raise ValidationError(_("有文件超过大小上限。"), code="too_large")
        return found
