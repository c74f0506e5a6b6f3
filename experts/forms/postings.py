"""Forms of postings: made alone or on a batch's list, extended, ended, given authority."""

from django import forms
from django.utils.translation import gettext_lazy as _

from experts.enums import ADMITTED_AS, ActivityKind, LeaveReason
from experts.forms.places import (
    campus_named,
    department_field,
    department_named,
    known_hospitals,
)
from experts.models import Expert, Posting
from hospitals.forms.registry import DayInput
from hospitals.models import Hospital


class _PostingFields(forms.ModelForm):
    """What every posting says; hospital is known to the form before it reads the rest."""

    to_department = department_field(_("派驻科室"))
    to_campus = forms.CharField(label=_("派驻院区"), max_length=64, required=False)

    class Meta:
        model = Posting
        fields = ["kind", "post", "since", "until"]
        widgets = {"since": DayInput(), "until": DayInput()}
        help_texts = {
            "until": _("没有确定的结束日期时不填。"),
            "post": _("例如 科主任、学科带头人。"),
        }

    def clean_to_department(self):
        return department_named(self.user, self.hospital, self.cleaned_data["to_department"])

    def clean_to_campus(self):
        return campus_named(self.user, self.hospital, self.cleaned_data["to_campus"])


class PostForm(_PostingFields):
    """A posting of one expert outside of any batch."""

    to_hospital = forms.ModelChoiceField(label=_("派驻医院"), queryset=Hospital.objects.none())

    field_order = ["to_hospital", "to_department", "to_campus", "kind", "post", "since", "until"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["to_hospital"].queryset = known_hospitals(user)

    @property
    def hospital(self):
        return self.cleaned_data.get("to_hospital")


class EnlistForm(_PostingFields):
    """One more expert on the list of a batch."""

    expert = forms.ModelChoiceField(label=_("专家"), queryset=Expert.objects.none())

    field_order = ["expert", "to_department", "to_campus", "kind", "post", "since", "until"]

    def __init__(self, *args, user, batch, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.batch = user, batch
        home = Expert.objects.visible_to(user).filter(home_hospital=batch.source_hospital_id)
        self.fields["expert"].queryset = home
        self.fields["since"].initial = batch.starts_on

    @property
    def hospital(self):
        return self.batch.project_hospital


class ExtendForm(forms.Form):
    until = forms.DateField(
        label=_("延期至"),
        widget=DayInput(),
        required=False,
        help_text=_("不填表示不设结束日期。"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class EndForm(forms.Form):
    until = forms.DateField(label=_("最后一天"), widget=DayInput())
    leave_reason = forms.ChoiceField(label=_("提前结束原因"), choices=LeaveReason.choices)
    leave_note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class AdmitForm(forms.Form):
    username = forms.CharField(
        label=_("专家的账号"),
        max_length=64,
        help_text=_("专家在派出医院使用的账号。权限随派驻任务开始和结束。"),
    )
    role = forms.ChoiceField(label=_("在派驻医院的角色"), choices=ADMITTED_AS)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


def _counts():
    for code, label in ActivityKind.choices:
        yield code, forms.IntegerField(label=label, min_value=0, max_value=1000, required=False)


class PlanForm(type("PlanFields", (forms.Form,), dict(_counts()))):
    """How many of each kind of activity; empty or 0 for none."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
