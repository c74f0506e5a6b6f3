"""The form of one recognition of a hospital."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.enums import AccreditationKind
from hospitals.forms.registry import DayInput
from hospitals.models import Accreditation


class AccreditationForm(forms.ModelForm):
    class Meta:
        model = Accreditation
        fields = [
            "kind",
            "specialty",
            "level",
            "issuer",
            "certificate_number",
            "since",
            "since_text",
            "until",
        ]
        widgets = {"since": DayInput(), "until": DayInput()}
        help_texts = {
            "specialty": gettext_lazy("仅重点专科填写，例如 心血管内科。"),
            "since_text": gettext_lazy("来源没有给出具体日期时，照原文填写，例如 2022年5月。"),
            "until": gettext_lazy("长期有效时不填。到期前 90 天起提醒。"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean(self):
        """Said at the field and in words; the constraints would only give their names."""
        given = super().clean()
        is_specialty = given.get("kind") == AccreditationKind.KEY_SPECIALTY
        if is_specialty and not given.get("specialty"):
            self.add_error("specialty", _("请填写重点专科的名称。"))
        if not is_specialty and given.get("specialty"):
            self.add_error("specialty", _("只有重点专科须填写专科名称。"))
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("资质的截止日期不能早于开始日期。"))
        return given
