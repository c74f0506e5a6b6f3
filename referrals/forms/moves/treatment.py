"""Forms of admission, treatment, and the words that go back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.enums import AdmissionKind, DiagnosisMatch, DischargeMode, TreatmentResult
from referrals.forms.fields import LongTextField, with_blank
from referrals.forms.moves.base import HappenedForm, MoveForm, ReasonForm, fill_in, note
from referrals.forms.places import WardField, departments_of
from referrals.states import Side


class AdmitForm(HappenedForm):
    encounter_number = forms.CharField(label=_("门诊号/住院号"), max_length=50)
    admission_kind = forms.ChoiceField(
        label=_("收治类型"), choices=AdmissionKind.choices, widget=forms.RadioSelect
    )
    department = WardField(label=_("收治科室"), required=False)
    override = forms.CharField(
        label=_("加床说明"),
        max_length=400,
        required=False,
        help_text=_("仅在科室已无空床、仍要收治时填写。"),
    )

    def scope(self):
        departments = departments_of(self.user, self.referral.destination)
        self.fields["department"].queryset = departments
        self.initial.setdefault("department", self.referral.destination_department_id)
        self.initial.setdefault("admission_kind", self.referral.admission_kind)


class RefuseAtDoorForm(ReasonForm):
    side = Side.DESTINATION

    def scope(self):
        super().scope()
        self.fields["note"].required = True


class InterimReplyForm(MoveForm):
    findings = LongTextField(label=_("目前情况"), max_length=4000)
    treatment = LongTextField(label=_("已做的治疗"), max_length=4000, required=False)
    plan = LongTextField(label=_("下一步计划"), max_length=2000)


class FinishTreatmentForm(HappenedForm):
    discharge_mode = forms.ChoiceField(
        label=_("离院方式"), choices=DischargeMode.choices, widget=forms.RadioSelect
    )
    discharge_other = forms.CharField(
        label=_("其他离院方式"),
        max_length=200,
        required=False,
        help_text=_("离院方式选“其他”时必填。"),
    )
    final_diagnosis = forms.CharField(label=_("出院诊断"), max_length=128)
    diagnosis_match = forms.ChoiceField(
        label=_("与转出诊断是否符合"),
        choices=with_blank(DiagnosisMatch.choices),
        required=False,
    )
    treatment_result = forms.ChoiceField(
        label=_("治疗结果"), choices=with_blank(TreatmentResult.choices), required=False
    )
    cost_yuan = forms.DecimalField(
        label=_("本次诊疗费用（元）"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        help_text=_("可不填。"),
    )
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
        if self.cleaned_data.get("discharge_mode") == DischargeMode.OTHER:
            fill_in(self, "discharge_other")
        if self._says_both_dead_and_alive():
            self.add_error("treatment_result", _("与离院方式不一致。"))
        return self.cleaned_data

    def _says_both_dead_and_alive(self):
        result, mode = (self.cleaned_data.get(n) for n in ("treatment_result", "discharge_mode"))
        died = result == TreatmentResult.DIED
        return bool(result and mode) and died != (mode == DischargeMode.DEATH)


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
        help_text=_("建议下转时必填：为什么病情已稳定。不建议时可写明原因。"),
    )

    def clean(self):
        if self.cleaned_data.get("down_referral"):
            fill_in(self, "down_reason")
        return self.cleaned_data


class AcknowledgeForm(MoveForm):
    note = note(help_text=_("对方建议下转时必填：写明承接安排，或不承接的原因。"))

    def scope(self):
        advised = self.referral.replies.filter(down_referral=True).exists()
        self.fields["note"].required = advised and not self.referral.went_down
