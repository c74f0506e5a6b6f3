"""What a service request asks of the person who makes it, and of those who answer."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals import enums, identity
from referrals.forms import fields
from referrals.forms.attachments import FilesField, check_kind, kind_field, kind_other_field
from referrals.forms.fields import LongTextField, PhoneField, with_blank
from referrals.forms.places import (
    DepartmentField,
    HospitalField,
    check_department,
    departments_elsewhere,
    destinations,
)

NUMBERED = {enums.IdType.RESIDENT, enums.IdType.RESIDENCE_PERMIT}
PATIENT = ("patient_name", "id_type", "id_number", "sex", "birth_date", "phone")
NEEDS_MATERIALS = {enums.ServiceKind.PATHOLOGY, enums.ServiceKind.IMAGING}


class RequestForm(forms.Form):
    """The question, and the patient unless a referral already says who it is."""

    kind = forms.ChoiceField(
        label=_("服务类型"), choices=enums.ServiceKind.choices, widget=forms.RadioSelect
    )
    priority = forms.ChoiceField(
        label=_("紧急程度"),
        choices=enums.Priority.choices,
        widget=forms.RadioSelect,
        help_text=_("决定报告时限。"),
    )
    destination = HospitalField(label=_("受邀机构"))
    destination_department = DepartmentField(label=_("受邀科室"), required=False, grouped=True)
    patient_name = forms.CharField(label=_("姓名"), max_length=64)
    id_type = forms.ChoiceField(
        label=_("证件类型"), choices=enums.IdType.choices, initial=enums.IdType.RESIDENT
    )
    id_number = forms.CharField(
        label=_("证件号码"),
        max_length=32,
        required=False,
        help_text=_("填写身份证号码后自动带出出生日期和性别，可含空格。"),
    )
    sex = forms.ChoiceField(label=_("性别"), choices=with_blank(enums.Sex.choices), required=False)
    birth_date = fields.DateField(
        label=_("出生日期"), required=False, validators=[fields.not_in_future]
    )
    phone = PhoneField(label=_("联系电话"), required=False)
    diagnosis = forms.CharField(label=_("初步诊断"), max_length=128)
    summary = LongTextField(label=_("病情摘要"), max_length=4000, rows=4)
    question = LongTextField(
        label=_("申请目的与问题"), max_length=2000, help_text=_("希望对方回答什么。")
    )
    materials = LongTextField(
        label=_("标本或影像说明"),
        max_length=1000,
        required=False,
        rows=2,
        help_text=_("远程病理和远程影像必填：部位、数量、检查号、送达方式。"),
    )

    def __init__(self, data=None, *, user, hospital, referral=None, **options):
        super().__init__(data, label_suffix="", **options)
        self.fields["destination"].queryset = destinations(user, hospital)
        self.fields["destination_department"].queryset = departments_elsewhere(user, hospital)
        if referral is not None:
            for name in PATIENT:
                del self.fields[name]
            self.initial.setdefault("diagnosis", referral.main_diagnosis)
            self.initial.setdefault("summary", referral.summary)
            self.initial.setdefault("priority", referral.priority)

    def clean(self):
        check_department(self, department="destination_department")
        if self.cleaned_data.get("kind") in NEEDS_MATERIALS:
            self._need("materials")
        if "patient_name" in self.fields:
            self._read_identity()
        return self.cleaned_data

    def _need(self, name):
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, _("请填写此项。"))

    def _read_identity(self):
        number = fields.narrow(self.cleaned_data.get("id_number", ""))
        number = "".join(number.split()).upper()
        self.cleaned_data["id_number"] = number
        if number and self.cleaned_data.get("id_type") in NUMBERED:
            resident = identity.read(number, today=timezone.localdate())
            if resident is None:
                self.add_error("id_number", _("证件号码有误，请对照证件核对 18 位号码。"))
                return
            self.cleaned_data["birth_date"] = resident.birth_date
            self.cleaned_data["sex"] = resident.sex
        self._need("sex")
        self._need("birth_date")


class RequestFilesForm(RequestForm):
    """The page sends files along; the API adds them as documents afterwards."""

    files = FilesField()
    files_kind = kind_field(initial=enums.AttachmentKind.IMAGING)
    files_kind_other = kind_other_field()

    def clean(self):
        super().clean()
        check_kind(self)
        return self.cleaned_data


# The parts of the page, in the order in which people fill them in.
PARTS = (
    ("service", _("申请"), ("kind", "priority", "destination", "destination_department")),
    ("patient", _("患者"), PATIENT),
    ("question", _("病情与问题"), ("diagnosis", "summary", "question", "materials")),
    ("files", _("附件"), ("files", "files_kind", "files_kind_other")),
)


def parts_of(form):
    """The bound fields of a form, part by part; a part without fields is left out."""
    parts = [
        (code, title, [form[name] for name in names if name in form.fields])
        for code, title, names in PARTS
    ]
    return [part for part in parts if part[2]]


class AnswerForm(forms.Form):
    """A form about one request, filled in by one person."""

    note = LongTextField(label=_("说明"), max_length=1000, required=False)

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, label_suffix="", **options)
        self.user = user


class ReceiveForm(AnswerForm):
    pass


class StartForm(AnswerForm):
    pass


class ReportForm(AnswerForm):
    report = LongTextField(label=_("所见"), max_length=4000, rows=5)
    conclusion = LongTextField(label=_("结论与建议"), max_length=2000)

    field_order = ("report", "conclusion", "note")


class ReportFilesForm(ReportForm):
    """The page sends the signed sheet or marked pictures along with the report."""

    files = FilesField()
    files_kind = kind_field(initial=enums.AttachmentKind.IMAGING)
    files_kind_other = kind_other_field()

    field_order = ("report", "conclusion", "files", "files_kind", "files_kind_other", "note")

    def clean(self):
        super().clean()
        check_kind(self)
        return self.cleaned_data


class AcknowledgeForm(AnswerForm):
    pass


class DeclineForm(AnswerForm):
    reason_code = forms.ChoiceField(
        label=_("原因"), choices=enums.ServiceRefusal.choices, widget=forms.RadioSelect
    )
    note = LongTextField(
        label=_("说明"), max_length=1000, required=False, help_text=_("选择“其他”时必填。")
    )

    field_order = ("reason_code", "note")

    def clean(self):
        is_other = self.cleaned_data.get("reason_code") == enums.ServiceRefusal.OTHER
        if is_other and not self.cleaned_data.get("note"):
            self.add_error("note", _("请填写此项。"))
        return self.cleaned_data


class CancelForm(AnswerForm):
    note = LongTextField(label=_("撤销原因"), max_length=1000)


class ConvertForm(forms.Form):
    """Nothing to fill in: a click and the version that was read."""

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, label_suffix="", **options)


FORMS = {
    "receive": ReceiveForm,
    "start": StartForm,
    "report": ReportForm,
    "acknowledge": AcknowledgeForm,
    "decline": DeclineForm,
    "cancel": CancelForm,
}
