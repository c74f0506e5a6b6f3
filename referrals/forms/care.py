"""What is asked after the journey: arrival code, way down, follow-up, results, readmission."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals import enums, identity
from referrals.forms import fields
from referrals.forms.fields import DateField, LongTextField, narrow, not_in_past, with_blank
from referrals.forms.places import (
    DepartmentField,
    HospitalField,
    check_department,
    departments_elsewhere,
    destinations,
)
from referrals.readers.lines import result_text

DAYS = ((7, _("7 天")), (14, _("14 天")), (30, _("30 天")), (60, _("60 天")), (90, _("90 天")))
NUMBERED = {enums.IdType.RESIDENT, enums.IdType.RESIDENCE_PERMIT}


class _Form(forms.Form):
    """A form of one person about one row."""

    def __init__(self, data=None, *, user, row=None, **options):
        super().__init__(data, label_suffix="", **options)
        self.user, self.row = user, row
        self.scope()

    def scope(self):
        """Narrow choices and set first values by row and person."""

    def need(self, name):
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, _("请填写此项。"))


class CheckInForm(_Form):
    code = forms.CharField(
        label=_("到诊码"),
        max_length=16,
        help_text=_("转出方告知患者、转诊单上印有的6位字符，不分大小写。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self):
        return narrow(self.cleaned_data["code"])


class DownForm(_Form):
    """Where to, what was done, what comes next; the suggestion of the reply is filled in."""

    destination = HospitalField(label=_("下转到"))
    destination_department = DepartmentField(label=_("承接科室"), required=False, grouped=True)
    treatment_so_far = LongTextField(label=_("治疗经过"), max_length=4000)
    medicines = LongTextField(label=_("带药"), max_length=2000)
    down_condition = forms.CharField(
        label=_("下转条件说明"), max_length=400, help_text=_("为什么病情已稳定，可以下转。")
    )
    follow_up_plan = LongTextField(label=_("下一步方案"), max_length=1000)
    care_instructions = LongTextField(label=_("康复护理用药指导"), max_length=2000)
    signs = LongTextField(
        label=_("需立即就医的情况"),
        max_length=1000,
        required=False,
        help_text=_("写给患者和承接医师看。"),
    )
    consent_method = forms.ChoiceField(
        label=_("知情同意"), choices=with_blank(enums.ConsentMethod.choices), required=False
    )
    patient_choice = forms.CharField(label=_("患者/家属意愿"), max_length=200, required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("随访时间"),
        choices=DAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("从承接建档之日起算。"),
    )

    def scope(self):
        here = self.row.destination
        self.fields["destination"].queryset = destinations(self.user, here)
        self.fields["destination_department"].queryset = departments_elsewhere(self.user, here)

    def clean(self):
        check_department(self, department="destination_department")
        return self.cleaned_data


class RecordForm(_Form):
    kind = forms.ChoiceField(
        label=_("随访方式"), choices=enums.FollowUpKind.choices, widget=forms.RadioSelect
    )
    findings = LongTextField(label=_("随访情况"), max_length=2000)
    readmitted = forms.TypedChoiceField(
        label=_("出院后是否再次住院"),
        choices=(("false", _("否")), ("true", _("是"))),
        coerce=lambda text: text == "true",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    needs_referral = forms.BooleanField(label=_("需要再次上转"), required=False)

    def scope(self):
        self.initial.setdefault("kind", self.row.kind if self.row else None)


class MoveForm(_Form):
    due_on = DateField(label=_("应随访日期"), validators=[not_in_past])
    kind = forms.ChoiceField(
        label=_("随访方式"), choices=enums.FollowUpKind.choices, widget=forms.RadioSelect
    )

    def scope(self):
        if self.row is not None and hasattr(self.row, "due_on"):
            self.initial |= {"due_on": self.row.due_on, "kind": self.row.kind}


class CancelForm(_Form):
    findings = LongTextField(label=_("取消原因"), max_length=2000)


class RecognitionForm(_Form):
    """One result of the referral by its number, or another one in words."""

    result = forms.TypedChoiceField(
        label=_("转诊单上的结果"), required=False, coerce=int, empty_value=None
    )
    item = forms.CharField(
        label=_("其他检查检验项目"),
        max_length=80,
        required=False,
        help_text=_("转诊单上没有列出时填写，例如血常规、头颅CT。"),
    )
    verdict = forms.ChoiceField(
        label=_("互认情况"),
        choices=enums.RecognitionVerdict.choices,
        widget=forms.RadioSelect,
    )
    reason_code = forms.ChoiceField(
        label=_("不予互认原因"),
        choices=with_blank(enums.RepeatReason.choices),
        required=False,
        help_text=_("重复检查时必填。"),
    )
    comment = forms.CharField(
        label=_("说明"), max_length=400, required=False, help_text=_("选择“其他”时必填。")
    )

    def scope(self):
        results = self.row.key_results.all() if self.row else ()
        self.fields["result"].choices = [
            ("", _("不在转诊单上")),
            *((one.rank, result_text(one)) for one in results),
        ]

    def clean(self):
        values = self.cleaned_data
        if not values.get("result") and "result" not in self.errors:
            self.need("item")
        if values.get("verdict") == enums.RecognitionVerdict.REPEATED:
            self.need("reason_code")
            if values.get("reason_code") == enums.RepeatReason.OTHER:
                self.need("comment")
        return values


class JudgeForm(_Form):
    verdict = forms.ChoiceField(
        label=_("判定"),
        choices=[
            choice
            for choice in enums.ReadmissionVerdict.choices
            if choice[0] != enums.ReadmissionVerdict.PENDING
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("说明"), max_length=400, required=False, help_text=_("非计划再入院时必填。")
    )

    def clean(self):
        if self.cleaned_data.get("verdict") == enums.ReadmissionVerdict.UNPLANNED:
            self.need("note")
        return self.cleaned_data


class ReviewForm(_Form):
    outcome = forms.ChoiceField(
        label=_("审核意见"), choices=enums.ReviewOutcome.choices, widget=forms.RadioSelect
    )
    note = LongTextField(
        label=_("说明"),
        max_length=1000,
        required=False,
        help_text=_("有异议时必填，发起人会看到。"),
    )

    def clean(self):
        if self.cleaned_data.get("outcome") == enums.ReviewOutcome.OBJECTED:
            self.need("note")
        return self.cleaned_data


class IdentityForm(_Form):
    """Who the patient is: asked of those who sent somebody whom nobody knew."""

    patient_name = forms.CharField(label=_("姓名"), max_length=64)
    id_type = forms.ChoiceField(
        label=_("证件类型"),
        choices=[choice for choice in enums.IdType.choices if choice[0] != enums.IdType.UNKNOWN],
    )
    id_number = forms.CharField(label=_("证件号码"), max_length=32)
    sex = forms.ChoiceField(label=_("性别"), choices=with_blank(enums.Sex.choices), required=False)
    birth_date = DateField(label=_("出生日期"), required=False, validators=[fields.not_in_future])
    note = forms.CharField(label=_("如何得知"), max_length=400, required=False)

    def clean(self):
        values = self.cleaned_data
        number = "".join(narrow(values.get("id_number", "")).split()).upper()
        values["id_number"] = number
        if number and values.get("id_type") in NUMBERED:
            resident = identity.read(number, today=timezone.localdate())
            if resident is None:
                self.add_error("id_number", _("证件号码有误，请对照证件核对 18 位号码。"))
            else:
                values["birth_date"], values["sex"] = resident.birth_date, resident.sex
        return values


class ClickForm(_Form):
    """Nothing to fill in: a click and the version that was read."""
