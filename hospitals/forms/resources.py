"""Forms of counted beds, bed targets, equipment and clusters of specialties."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.forms.registry import DayInput
from hospitals.models import BedCapacity, BedTarget, Campus, Equipment, SpecialtyCluster


class _OfCampus(forms.ModelForm):
    """About a hospital, or one of its campuses."""

    campus = forms.ModelChoiceField(
        label=gettext_lazy("院区"),
        queryset=Campus.objects.none(),
        required=False,
        empty_label=gettext_lazy("全院"),
    )

    def __init__(self, *args, user, hospital, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Campus.objects.visible_to(user).filter(hospital=hospital)
        self.fields["campus"].queryset = mine


class BedCountForm(_OfCampus):
    class Meta:
        model = BedCapacity
        fields = ["campus", "kind", "count", "as_of", "source"]
        widgets = {"as_of": DayInput()}

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("截至日期不能晚于今天。"))
        return day


class BedTargetForm(_OfCampus):
    class Meta:
        model = BedTarget
        fields = ["campus", "count", "staff", "due_on", "source"]
        widgets = {"due_on": DayInput()}
        help_texts = {
            "staff": gettext_lazy("到目标期限应有的在岗职工人数，没有目标时不填。"),
            "due_on": gettext_lazy("起点也登记为一个目标，例如开诊日的初期床位，目标线由此画起。"),
        }


class EquipmentForm(forms.ModelForm):
    class Meta:
        model = Equipment
        fields = ["name", "kind", "count", "commissioned_on", "note"]
        widgets = {"commissioned_on": DayInput()}

    def __init__(self, *args, user, hospital, **kwargs):
        super().__init__(*args, **kwargs)


class ClusterForm(forms.ModelForm):
    class Meta:
        model = SpecialtyCluster
        fields = ["name", "specialties"]

    def __init__(self, *args, user, hospital, **kwargs):
        super().__init__(*args, **kwargs)
