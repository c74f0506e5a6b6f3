"""Forms of networks, relations and milestones."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.enums import NetworkRole
from hospitals.forms.registry import DayInput
from hospitals.models import (
    CooperationProject,
    Hospital,
    HospitalRelation,
    Milestone,
    Network,
    NetworkMembership,
)
from portal.roles import Permission

AS_PRINTED = _("来源没有给出具体日期时，照原文填写；填写后页面显示原文。")
# As what a hospital joins a network that has its lead.
JOINING_ROLES = [choice for choice in NetworkRole.choices if choice[0] != NetworkRole.LEAD]


def own_hospitals(user):
    """Where this person may found networks and open relations."""
    return Hospital.objects.visible_to(user).open().held_with(user, Permission.HOSPITAL_CREATE)


class NetworkForm(forms.ModelForm):
    lead = forms.ModelChoiceField(label=_("牵头医院"), queryset=Hospital.objects.none())

    class Meta:
        model = Network
        fields = ["name", "kind", "since"]
        widgets = {"since": DayInput()}

    field_order = ["name", "kind", "lead", "since"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = own_hospitals(user)


class NetworkCorrectForm(forms.ModelForm):
    lead = forms.ModelChoiceField(
        label=_("牵头医院"),
        queryset=Hospital.objects.none(),
        empty_label=None,
        help_text=_("只能改为您也管理的机构；原牵头医院改为普通成员。"),
    )

    class Meta:
        model = Network
        fields = ["name", "kind", "lead", "since", "since_text", "until"]
        widgets = {"since": DayInput(), "until": DayInput()}
        help_texts = {
            "since_text": AS_PRINTED,
            "until": _("只用来更正已结束的医联体；清空即恢复。"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        as_it_is = Hospital.objects.visible_to(user).filter(pk=self.instance.lead_id)
        self.fields["lead"].queryset = own_hospitals(user) | as_it_is


class MemberCorrectForm(forms.ModelForm):
    role = forms.ChoiceField(label=_("角色"), choices=JOINING_ROLES)

    class Meta:
        model = NetworkMembership
        fields = ["role", "plate_name", "since", "since_text", "until"]
        widgets = {"since": DayInput(), "until": DayInput()}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        # Who leads is said of the network, not of its member.
        if self.instance.role == NetworkRole.LEAD:
            del self.fields["role"]


class AdmitForm(forms.Form):
    hospital = forms.ModelChoiceField(label=_("医疗机构"), queryset=Hospital.objects.none())
    role = forms.ChoiceField(
        label=_("角色"),
        choices=JOINING_ROLES,
    )
    plate_name = forms.CharField(label=_("挂牌名称"), max_length=128, required=False)
    since = forms.DateField(label=_("加入日期"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hospital"].queryset = Hospital.objects.visible_to(user).open()


class LastDayForm(forms.Form):
    until = forms.DateField(label=_("最后一天"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class RelationForm(forms.Form):
    source = forms.ModelChoiceField(label=_("输出医院"), queryset=Hospital.objects.none())
    project = forms.ModelChoiceField(label=_("项目医院"), queryset=Hospital.objects.none())
    host = forms.ModelChoiceField(
        label=_("依托医院"), queryset=Hospital.objects.none(), required=False
    )
    since = forms.DateField(label=_("开始日期"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = Hospital.objects.visible_to(user).open()
        self.fields["source"].queryset = own_hospitals(user)
        self.fields["project"].queryset = self.fields["host"].queryset = known


class RelationCorrectForm(forms.ModelForm):
    host = forms.ModelChoiceField(
        label=_("依托医院"), queryset=Hospital.objects.none(), required=False
    )

    class Meta:
        model = HospitalRelation
        fields = ["host", "since", "since_text", "until"]
        widgets = {"since": DayInput(), "until": DayInput()}
        help_texts = {
            "since_text": AS_PRINTED,
            "until": _("只用来更正已结束的共建关系；清空即恢复。"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = Hospital.objects.visible_to(user)


PLANNED = ("batch_number", "initial_beds", "target_beds", "target_due_on", "target_text")


class ProjectForm(forms.ModelForm):
    """Its stage follows its milestones, and its hospitals are those of its relation."""

    class Meta:
        model = CooperationProject
        fields = ["name", *PLANNED]
        widgets = {"target_due_on": DayInput()}
        help_texts = {
            "batch_number": _("国家批复的批次；尚未批复的不填。"),
            "target_beds": _("填写后须写明目标期限。分期的目标逐项登记为床位目标。"),
            "target_text": _("来源没有给出具体日期时，照原文填写，例如 五年内。"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean(self):
        given = super().clean()
        is_dated = given.get("target_due_on") or given.get("target_text")
        if given.get("target_beds") and not is_dated and "target_due_on" not in self.errors:
            self.add_error("target_due_on", _("请填写目标期限，或其原文。"))
        return given


class ProjectPlanForm(ProjectForm):
    """What a file tells of a project that there is: its name stays."""

    class Meta(ProjectForm.Meta):
        fields = [*PLANNED]


class MilestoneForm(forms.ModelForm):
    class Meta:
        model = Milestone
        fields = ["kind", "campus_name", "planned_on", "actual_on", "actual_text", "evidence"]
        widgets = {"planned_on": DayInput(), "actual_on": DayInput()}
        help_texts = {
            "actual_text": _("来源没有给出具体日期时，照原文填写，例如 2022年5月。"),
            "evidence": _("文件名、文号或报道名。"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
