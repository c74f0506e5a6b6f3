"""Forms of the working calendar: one day, or a file of days."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.forms.registry import DayInput
from hospitals.models import CalendarDay

WORKED = [("false", gettext_lazy("放假")), ("true", gettext_lazy("上班"))]


class CalendarDayForm(forms.ModelForm):
    is_workday = forms.TypedChoiceField(
        label=gettext_lazy("安排"), choices=WORKED, coerce=lambda text: text == "true"
    )

    class Meta:
        model = CalendarDay
        fields = ["day", "name"]
        widgets = {"day": DayInput()}
        help_texts = {"name": gettext_lazy("例如 国庆节、调休上班、院庆。")}

    field_order = ["day", "is_workday", "name"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.day:
            self.initial["is_workday"] = "true" if self.instance.is_workday else "false"


class CalendarFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "CSV 或 XLSX，列为 day、is_workday、name。is_workday 填 0（放假）或 1（上班）。"
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(_("文件过大。"))
        return upload.read()
