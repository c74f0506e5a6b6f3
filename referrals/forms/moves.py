"""What each move asks of the person who makes it: one form per verb.

cleaned_data goes to the action of the verb as its details, for pages and for the API alike.
"""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.enums import AdmissionKind, DischargeMode, Priority, TransportMode
from referrals.forms.fields import (
    DateField,
    LongTextField,
    MomentField,
    PhoneField,
    not_in_past,
    with_blank,
)
from referrals.forms.places import (
    DepartmentField,
    HospitalField,
    check_department,
    departments_elsewhere,
    departments_of,
    destinations,
)
from referrals.reasons import REASONS, reasons_of
from referrals.states import Side

ACCEPTED_FOR = dt.timedelta(days=7)


NOTE = _("说明")


def note(label=NOTE, *, required=False, **options):
    return LongTextField(label=label, required=required, max_length=1000, **options)


def fill_in(form, name):
    """Ask for a field that is optional otherwise."""
    if not form.cleaned_data.get(name) and name not in form.errors:
        form.add_error(name, _("请填写此项。"))


class MoveForm(forms.Form):
    """A form about one referral, filled in by one person."""

    def __init__(self, data=None, *, referral, user, **options):
        super().__init__(data, label_suffix="", **options)
        self.referral, self.user = referral, user
        self.scope()

    def scope(self):
        """Narrow choices and set first values by referral and person."""


class SubmitForReviewForm(MoveForm):
    note = note()


class ReturnForm(MoveForm):
    note = note(_("退回原因"), required=True, help_text=_("写明需要修改的内容，发起人会看到。"))


class ApproveForm(MoveForm):
    note = note(_("审核意见"))


class SendForm(MoveForm):
    note = note()


class ReceiveForm(MoveForm):
    note = note()


class RequestInfoForm(MoveForm):
    note = note(
        _("需要补充的资料"), required=True, help_text=_("逐项写明，对方补齐前答复时限暂停。")
    )


class SupplyInfoForm(MoveForm):
    note = note(_("补充的内容"), required=True)


class AcceptForm(MoveForm):
    department = DepartmentField(label=_("接收科室"))
    admission_kind = forms.ChoiceField(
        label=_("接收方式"), choices=AdmissionKind.choices, widget=forms.RadioSelect
    )
    valid_until = DateField(
        label=_("有效期至"), help_text=_("过期未到诊须重新申请。"), validators=[not_in_past]
    )
    note = note()

    def scope(self):
        departments = departments_of(self.user, self.referral.destination)
        self.fields["department"].queryset = departments
        self.initial.setdefault("department", self.referral.destination_department_id)
        self.initial.setdefault("valid_until", timezone.localdate() + ACCEPTED_FOR)


class _ReasonForm(MoveForm):
    side = None

    reason_code = forms.ChoiceField(label=_("原因"))
    note = note(help_text=_("选择“其他”等标有*的原因时必填。"))

    def scope(self):
        self.fields["reason_code"].choices = with_blank(
            (reason.code, f"{_(reason.label)}{' *' if reason.comment_required else ''}")
            for reason in reasons_of(self.side)
        )

    def clean(self):
        reason = REASONS.get(self.cleaned_data.get("reason_code"))
        if reason and reason.comment_required:
            fill_in(self, "note")
        return self.cleaned_data


class DeclineForm(_ReasonForm):
    side = Side.DESTINATION


class CancelForm(_ReasonForm):
    side = Side.ORIGIN


class RedirectForm(MoveForm):
    destination = HospitalField(label=_("改派到"))
    department = DepartmentField(label=_("接收科室"), required=False, grouped=True)
    note = note(help_text=_("改派到今天已拒绝过的机构时，须写明新的情况。"))

    def scope(self):
        origin = self.referral.origin
        self.fields["destination"].queryset = destinations(self.user, origin)
        self.fields["department"].queryset = departments_elsewhere(self.user, origin)

    def clean(self):
        check_department(self)
        return self.cleaned_data


class ScheduleForm(MoveForm):
    scheduled_for = MomentField(label=_("预约时间"), help_text=_("须在接收有效期内。"))
    note = note(_("预约说明"), help_text=_("例如地点、需携带的资料。"))


class DepartForm(MoveForm):
    mode = forms.ChoiceField(
        label=_("转运方式"), choices=TransportMode.choices, widget=forms.RadioSelect
    )
    handover = LongTextField(
        label=_("交接清单"),
        max_length=1000,
        help_text=_("随患者带走的病历、检查结果、药品和物品。"),
    )
    vehicle = forms.CharField(label=_("车牌或班次"), max_length=64, required=False)
    escort = forms.CharField(label=_("随行医护"), max_length=128, required=False)
    phone = PhoneField(label=_("随车电话"), required=False)
    vital_signs = forms.CharField(
        label=_("出发时生命体征"),
        max_length=200,
        required=False,
        help_text=_("急危重患者必填，须为出发前 2 小时内测量。"),
    )
    vital_signs_at = MomentField(label=_("测量时间"), required=False)
    expected_at = MomentField(label=_("预计到达"), required=False)

    def scope(self):
        self.initial.setdefault("mode", self.referral.transport_mode)

    def clean(self):
        if self.referral.priority == Priority.EMERGENCY:
            fill_in(self, "vital_signs")
            fill_in(self, "vital_signs_at")
        return self.cleaned_data


class ArriveForm(MoveForm):
    identity_checked = forms.BooleanField(
        label=_("已当面核对患者姓名和证件"),
        error_messages={"required": _("请先核对患者身份。")},
    )
    note = note(_("到诊情况"), required=True, help_text=_("例如到达方式、陪同人员、到诊时状况。"))


class AdmitForm(MoveForm):
    encounter_number = forms.CharField(label=_("门诊号/住院号"), max_length=50)
    admission_kind = forms.ChoiceField(
        label=_("收治类型"), choices=AdmissionKind.choices, widget=forms.RadioSelect
    )
    department = DepartmentField(label=_("收治科室"), required=False)

    def scope(self):
        departments = departments_of(self.user, self.referral.destination)
        self.fields["department"].queryset = departments
        self.initial.setdefault("department", self.referral.destination_department_id)
        self.initial.setdefault("admission_kind", self.referral.admission_kind)


class FinishTreatmentForm(MoveForm):
    discharge_mode = forms.ChoiceField(
        label=_("离院方式"), choices=DischargeMode.choices, widget=forms.RadioSelect
    )
    final_diagnosis = forms.CharField(label=_("出院诊断"), max_length=128)
    receiving_organisation = forms.CharField(
        label=_("拟接收机构"),
        max_length=128,
        required=False,
        help_text=_("医嘱转院或转社区时必填。"),
    )

    def clean(self):
        onward = {DischargeMode.TRANSFER, DischargeMode.COMMUNITY}
        if self.cleaned_data.get("discharge_mode") in onward:
            fill_in(self, "receiving_organisation")
        return self.cleaned_data


class ReplyForm(MoveForm):
    findings = LongTextField(label=_("检查与诊断"), max_length=4000)
    treatment = LongTextField(label=_("治疗经过"), max_length=4000)
    medicines = LongTextField(label=_("带药"), max_length=2000, required=False)
    plan = LongTextField(label=_("后续计划"), max_length=2000, help_text=_("包括随访时间。"))
    down_referral = forms.BooleanField(label=_("建议下转，由转出医院继续治疗"), required=False)
    down_reason = forms.CharField(
        label=_("下转说明"),
        max_length=400,
        required=False,
        help_text=_("建议下转时必填：为什么病情已稳定。"),
    )

    def clean(self):
        if self.cleaned_data.get("down_referral"):
            fill_in(self, "down_reason")
        return self.cleaned_data


class AcknowledgeForm(MoveForm):
    note = note(help_text=_("对方建议下转时必填：写明承接安排，或不承接的原因。"))

    def scope(self):
        self.fields["note"].required = self.referral.replies.filter(down_referral=True).exists()


FORMS = {
    "submit_for_review": SubmitForReviewForm,
    "return": ReturnForm,
    "approve": ApproveForm,
    "send": SendForm,
    "receive": ReceiveForm,
    "request_info": RequestInfoForm,
    "supply_info": SupplyInfoForm,
    "accept": AcceptForm,
    "decline": DeclineForm,
    "redirect": RedirectForm,
    "schedule": ScheduleForm,
    "depart": DepartForm,
    "arrive": ArriveForm,
    "admit": AdmitForm,
    "finish_treatment": FinishTreatmentForm,
    "reply": ReplyForm,
    "acknowledge": AcknowledgeForm,
    "cancel": CancelForm,
}
