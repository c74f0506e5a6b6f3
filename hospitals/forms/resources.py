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
        self.user, self.hospital = user, hospital
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

    def clean(self):
        """Targets of one place do not fall from one day to the next, as in a file of them."""
        given = super().clean()
        beds, due_on = given.get("count"), given.get("due_on")
        if beds is None or due_on is None:
            return given
        kept = BedTarget.objects.visible_to(self.user).exclude(pk=self.instance.pk)
        here = kept.filter(hospital=self.hospital, campus=given.get("campus"))
        before, after = here.filter(due_on__lt=due_on), here.filter(due_on__gt=due_on)
        if before.filter(count__gt=beds).exists() or after.filter(count__lt=beds).exists():
            self.add_error("count", _("目标床位不能随时间减少。"))
        return given


class EquipmentForm(forms.ModelForm):
    class Meta:
        model = Equipment
        fields = ["name", "kind", "count", "commissioned_on", "note"]
        widgets = {"commissioned_on": DayInput()}
        help_texts = {"count": gettext_lazy("不清楚时不填。")}

    def __init__(self, *args, user, hospital, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_count(self):
        if self.cleaned_data["count"] == 0:
            raise forms.ValidationError(_("台数至少为 1；不清楚时不填。"))
        return self.cleaned_data["count"]

    def clean_commissioned_on(self):
        day = self.cleaned_data["commissioned_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("启用日期不能晚于今天。"))
        return day


class ClusterForm(forms.ModelForm):
    class Meta:
        model = SpecialtyCluster
        fields = ["name", "specialties"]

    def __init__(self, *args, user, hospital, **kwargs):
        super().__init__(*args, **kwargs)
