"""Forms of dispatch batches and their decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from experts.forms.places import known_hospitals
from experts.models import DispatchBatch
from hospitals.forms.registry import DayInput
from hospitals.models import Hospital


class BatchForm(forms.ModelForm):
    source_hospital = forms.ModelChoiceField(label=_("派出医院"), queryset=Hospital.objects.none())
    project_hospital = forms.ModelChoiceField(label=_("派驻医院"), queryset=Hospital.objects.none())

    class Meta:
        model = DispatchBatch
        fields = [
            "source_hospital",
            "project_hospital",
            "number",
            "starts_on",
            "document_number",
            "note",
        ]
        widgets = {"starts_on": DayInput()}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = known_hospitals(user)
        for name in ("source_hospital", "project_hospital"):
            self.fields[name].queryset = known


class SureForm(forms.Form):
    """Nothing to fill in: only to be sure."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class ApproveForm(forms.Form):
    note = forms.CharField(label=_("审批意见"), max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class SendBackForm(ApproveForm):
    note = forms.CharField(label=_("退回原因"), max_length=200)
