"""Evidence as a browser or a program sends it, and what it is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from experts.enums import EvidenceKind
from hospitals.forms.papers import PaperForm


class EvidenceForm(PaperForm):
    kind = forms.ChoiceField(
        label=_("证据类别"),
        choices=EvidenceKind.choices,
        help_text=_("上传前请遮盖患者姓名、证件号等身份信息。"),
    )
