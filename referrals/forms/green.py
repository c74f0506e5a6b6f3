"""Forms of green channel cases."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.models import Hospital
from portal.roles import Permission
from referrals import green
from referrals.enums import GreenChannel
from referrals.forms.fields import DateField, MomentField


class MilestoneForm(forms.Form):
    """One step: its moment as typed, or the moment of pressing 现在."""

    code = forms.CharField(max_length=16, widget=forms.HiddenInput)
    at = MomentField(label=gettext_lazy("时间"), required=False)
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)
    now = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean(self):
        given = super().clean()
        if given.get("now"):
            given["at"] = timezone.now()
            self.errors.pop("at", None)
        elif not given.get("at") and "at" not in self.errors:
            self.add_error("at", _("请填写时间，或按“现在”。"))
        return given


def _goals():
    """Every goal, under the name of its channel."""
    names = dict(GreenChannel.choices)
    return [
        (
            names[kind],
            [(f"{kind}.{goal.code}", gettext_lazy(goal.label)) for goal in goals],
        )
        for kind, goals in green.GOALS.items()
    ]


class TargetForm(forms.Form):
    hospital = forms.ModelChoiceField(
        label=gettext_lazy("医疗机构"),
        queryset=Hospital.objects.none(),
        empty_label=gettext_lazy("请选择"),
    )
    goal = forms.ChoiceField(label=gettext_lazy("目标"), choices=_goals)
    minutes = forms.IntegerField(label=gettext_lazy("不超过（分钟）"), min_value=1, max_value=1440)
    since = DateField(label=gettext_lazy("生效日期"), initial=timezone.localdate)
    note = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如 本院质控办法。此前的病例仍按当时的目标判断。"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Hospital.objects.visible_to(user).open()
        self.fields["hospital"].queryset = rows.held_with(user, Permission.HOSPITAL_EDIT)

    def details(self):
        given = self.cleaned_data
        kind, _dot, code = given["goal"].partition(".")
        return {
            "kind": kind,
            "code": code,
            "minutes": given["minutes"],
            "since": given["since"],
            "note": given["note"],
        }
