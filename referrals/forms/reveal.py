"""Why somebody wants to see an identity in clear."""

from django import forms
from django.utils.translation import gettext_lazy as _

REASONS = (
    ("treatment", _("诊疗需要")),
    ("contact", _("联系患者或家属")),
    ("identity_check", _("核对身份")),
    ("correction", _("更正信息")),
)


class RevealForm(forms.Form):
    reason = forms.ChoiceField(label=_("查看原因"), choices=REASONS, widget=forms.RadioSelect)
