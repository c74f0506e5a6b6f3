"""Forms of names, mergers, agreements, policies, plans and committees."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.enums import NameReason
from hospitals.forms.registry import DayInput
from hospitals.models import (
    Agreement,
    Committee,
    CommitteeSeat,
    Hospital,
    HospitalName,
    HospitalPlan,
    PolicyItem,
)

AS_PRINTED = gettext_lazy("来源没有给出具体日期时，照原文填写，例如 2022年5月。")
REASONS = [choice for choice in NameReason.choices if choice[0] != NameReason.PLATE]


class _Form(forms.ModelForm):
    """hospitals: the fields that name a hospital which this person may see."""

    hospitals = ()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.hospitals:
            self.fields[name].queryset = Hospital.objects.visible_to(user)


def hospital_field(label, *, required):
    return forms.ModelChoiceField(label=label, queryset=Hospital.objects.none(), required=required)


class RenameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("新名称"), max_length=128)
    reason = forms.ChoiceField(label=gettext_lazy("事由"), choices=REASONS)
    since = forms.DateField(
        label=gettext_lazy("更名日期"),
        widget=DayInput(),
        initial=timezone.localdate,
        help_text=gettext_lazy("新名称启用的第一天。此前的报表仍用原名称。"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class MergeForm(forms.Form):
    successor = hospital_field(gettext_lazy("并入机构"), required=True)
    closed_on = forms.DateField(
        label=gettext_lazy("停业日期"),
        widget=DayInput(),
        initial=timezone.localdate,
        help_text=gettext_lazy("以本机构名义执业的最后一天。有未办结转诊单时不能并入。"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Hospital.objects.visible_to(user).open()


class NameForm(_Form):
    class Meta:
        model = HospitalName
        fields = ["name", "reason", "since", "since_text", "until"]
        widgets = {"since": DayInput(), "until": DayInput()}
        help_texts = {
            "since": gettext_lazy("不详时不填。"),
            "since_text": AS_PRINTED,
            "until": gettext_lazy("曾用名必填；仍在使用的挂牌名称不填。"),
        }

    def clean(self):
        given = super().clean()
        since, until = given.get("since"), given.get("until")
        if given.get("reason") in dict(REASONS) and not until:
            self.add_error("until", _("曾用名须填写最后一天。"))
        if since and until and until < since:
            self.add_error("until", _("名称的最后一天不能早于开始日期。"))
        return given


class AgreementForm(_Form):
    first_party = hospital_field(gettext_lazy("签约医院"), required=True)
    second_party = hospital_field(gettext_lazy("对方医院"), required=False)
    hospitals = ("first_party", "second_party")

    class Meta:
        model = Agreement
        fields = [
            "title",
            "kind",
            "first_party",
            "second_party",
            "other_parties",
            "signed_on",
            "signed_text",
            "expires_on",
        ]
        widgets = {"signed_on": DayInput(), "expires_on": DayInput()}
        help_texts = {
            "other_parties": gettext_lazy("政府、卫生健康委等不是医院的签约方。"),
            "signed_text": AS_PRINTED,
            "expires_on": gettext_lazy("长期有效时不填。到期前 90 天起提醒。"),
        }


class PolicyForm(_Form):
    class Meta:
        model = PolicyItem
        fields = [
            "document_number",
            "title",
            "section",
            "owner_department",
            "level",
            "status",
            "due_on",
        ]
        widgets = {"due_on": DayInput()}


class PlanForm(_Form):
    class Meta:
        model = HospitalPlan
        fields = ["year", "actions", "owner_department", "status"]
        widgets = {"actions": forms.Textarea(attrs={"rows": 6})}


class CommitteeForm(_Form):
    class Meta:
        model = Committee
        fields = ["name", "duty", "since"]
        widgets = {"since": DayInput()}


class SeatForm(_Form):
    hospital = hospital_field(gettext_lazy("所在医院"), required=False)
    hospitals = ("hospital",)

    class Meta:
        model = CommitteeSeat
        fields = ["role", "person", "post", "hospital", "since", "until"]
        widgets = {"since": DayInput(), "until": DayInput()}
