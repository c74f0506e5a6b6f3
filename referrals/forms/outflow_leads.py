"""The verdict on one outflow lead."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitals.models import Region
from referrals.enums import OutflowState

VERDICTS = [
    (OutflowState.CONFIRMED, OutflowState.CONFIRMED.label),
    (OutflowState.DISMISSED, OutflowState.DISMISSED.label),
]


class OutflowLeadForm(forms.Form):
    state = forms.ChoiceField(label=_("核实结果"), choices=VERDICTS, widget=forms.RadioSelect)
    province = forms.ModelChoiceField(
        label=_("去往省份"), queryset=None, required=False, empty_label=_("不清楚")
    )
    place_name = forms.CharField(label=_("去往机构"), max_length=128, required=False)

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, label_suffix="", **options)
        provinces = Region.objects.visible_to(user).current().filter(level="province")
        self.fields["province"].queryset = provinces.order_by("code")
