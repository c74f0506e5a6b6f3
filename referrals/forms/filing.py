"""The filing form: a referral from need to draft. Incomplete is fine; impossible is not.

cleaned_data is the content of filing.create and filing.revise. What must be there before the
referral leaves its author is another question (requirements.py), asked on the check page.
"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals import enums, identity, requirements
from referrals.actions.filing import CONTENT_FIELDS, PATIENT_FIELDS, duplicates
from referrals.forms import fields
from referrals.forms.fields import LongTextField, PhoneField, with_blank
from referrals.forms.places import (
    DepartmentField,
    HospitalField,
    check_department,
    departments_elsewhere,
    departments_of,
    destinations,
)

NUMBERED = {enums.IdType.RESIDENT, enums.IdType.RESIDENCE_PERMIT}


def choice(label, choices, **options):
    return forms.ChoiceField(label=label, choices=with_blank(choices), required=False, **options)


def text(label, max_length, **options):
    return forms.CharField(label=label, max_length=max_length, required=False, **options)


class FilingForm(forms.Form):
    """Patient, condition, destination and transport, consent: the fields of one referral."""

    duplicates = ()

    patient_name = forms.CharField(label=_("姓名"), max_length=64)
    id_type = choice(_("证件类型"), enums.IdType.choices)
    id_number = text(
        _("证件号码"), 32, help_text=_("填写身份证号码后自动带出出生日期和性别，可含空格。")
    )
    sex = choice(_("性别"), enums.Sex.choices)
    birth_date = fields.DateField(
        label=_("出生日期"), required=False, validators=[fields.not_in_future]
    )
    phone = PhoneField(label=_("联系电话"), required=False)
    residence = fields.RegionField(
        label=_("现住址区划"),
        required=False,
        help_text=_("填写县区名称、拼音首字母或六位代码。"),
    )
    address = text(_("详细住址"), 200)
    insurance = choice(_("医保类型"), enums.Insurance.choices)
    contact_name = text(_("联系人"), 64, help_text=_("跨省转诊必填。"))
    contact_relation = text(_("与患者关系"), 32)
    contact_phone = PhoneField(label=_("联系人电话"), required=False)

    priority = forms.ChoiceField(
        label=_("紧急程度"),
        choices=enums.Priority.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    encounter_class = choice(_("病人类型"), enums.EncounterClass.choices)
    origin_department = DepartmentField(label=_("转出科室"), required=False)
    main_diagnosis = text(_("主要诊断"), 128)
    main_diagnosis_code = fields.DiagnosisCodeField(
        label=_("主要诊断编码"),
        max_length=20,
        required=False,
        help_text=_("ICD-10 编码，例如 I21.9。"),
    )
    reason = choice(_("转诊原因"), enums.ReferralReason.choices)
    purpose = choice(_("转诊目的"), enums.Purpose.choices)
    not_local_reason = choice(
        _("不能本地解决的原因"), enums.NotLocalReason.choices, help_text=_("上转和平转必填。")
    )
    summary = LongTextField(label=_("病情摘要"), max_length=4000, required=False, rows=5)
    allergies = text(_("过敏史"), 200, help_text=_("没有时填写“无已知”。"))
    vital_signs = text(_("生命体征"), 200, help_text=_("急危重和紧急患者必填，写明意识。"))
    treatment_so_far = LongTextField(
        label=_("治疗经过"),
        max_length=4000,
        required=False,
        help_text=_("住院患者和下转必填。"),
    )
    medicines = LongTextField(
        label=_("用药"), max_length=2000, required=False, rows=2, help_text=_("下转必填。")
    )
    down_condition = text(_("下转条件说明"), 400, help_text=_("下转必填：为什么病情已稳定。"))
    care_instructions = LongTextField(
        label=_("康复护理用药指导"),
        max_length=2000,
        required=False,
        rows=2,
        help_text=_("下转必填。"),
    )

    destination = HospitalField(label=_("接收机构"), required=False)
    destination_department = DepartmentField(label=_("接收科室"), required=False, grouped=True)
    wanted_from = fields.DateField(label=_("期望转入日期"), required=False)
    transport_mode = choice(
        _("转运方式"), enums.TransportMode.choices, help_text=_("上转和平转必填。")
    )

    consent_method = choice(_("知情同意"), enums.ConsentMethod.choices)
    patient_choice = text(
        _("患者/家属意愿"), 200, help_text=_("记录患者或家属对去向的选择，例如“同意转往”。")
    )

    def __init__(self, data=None, *, user, hospital, referral=None, named=None, **options):
        super().__init__(data, label_suffix="", **options)
        self.user, self.hospital, self.referral = user, hospital, referral
        self.initial = {
            "priority": enums.Priority.ROUTINE,
            "id_type": enums.IdType.RESIDENT,
            "wanted_from": timezone.localdate(),
        } | self.initial
        self.fields["residence"].user = user
        for name in requirements.NEEDED:
            self.fields[name].expected = True
        for name in requirements.ALWAYS:
            self.fields[name].widget.attrs["data-needed"] = ""
        own, place = self.fields["origin_department"], self.fields["destination"]
        elsewhere = self.fields["destination_department"]
        if named is not None:
            own.found, place.found = named.own, named.destinations
            elsewhere.found = named.elsewhere
            return
        own.queryset = departments_of(user, hospital)
        place.queryset = destinations(user, hospital)
        elsewhere.queryset = departments_elsewhere(user, hospital)

    def clean_priority(self):
        return self.cleaned_data["priority"] or enums.Priority.ROUTINE

    def clean_id_type(self):
        return self.cleaned_data["id_type"] or enums.IdType.RESIDENT

    def clean_id_number(self):
        return "".join(fields.narrow(self.cleaned_data["id_number"]).split()).upper()

    def clean(self):
        check_department(self, department="destination_department")
        kind, number = self.cleaned_data.get("id_type"), self.cleaned_data.get("id_number")
        if kind == enums.IdType.UNKNOWN and number:
            self.add_error("id_number", _("身份不明的患者没有证件号码，请改选证件类型。"))
        elif number and kind in NUMBERED | {enums.IdType.MOTHER}:
            self._read_number(kind, number)
        return self.cleaned_data

    def _read_number(self, kind, number):
        resident = identity.read(number, today=timezone.localdate())
        if resident is None:
            self.add_error("id_number", _("证件号码有误，请对照证件核对 18 位号码。"))
        elif kind in NUMBERED:
            self._agree("birth_date", resident.birth_date, _("出生日期与证件号码不符。"))
            self._agree("sex", resident.sex, _("性别与证件号码不符。"))

    def _agree(self, name, said, message):
        """What the number says fills an empty field and contradicts another answer."""
        typed = self.cleaned_data.get(name)
        if name in self.errors:
            return
        if not typed:
            self.cleaned_data[name] = said
        elif typed != said:
            self.add_error(name, message)


class FilingPageForm(FilingForm):
    """The form of the page, which also asks about open referrals of the same person."""

    still_new = forms.BooleanField(label=_("已知晓，仍要新建"), required=False)

    def clean(self):
        super().clean()
        number = self.cleaned_data.get("id_number")
        if number and "id_number" not in self.errors:
            self.duplicates = duplicates(number, at=self.hospital, besides=self.referral)
            if self.duplicates and not self.cleaned_data.get("still_new"):
                self.add_error("still_new", _("该患者近期已有未结束的转诊单，请核对。"))
        return self.cleaned_data


def values_of(referral):
    """The referral as first values of the form."""
    patient = referral.patient
    values = {name: getattr(patient, name) for name in PATIENT_FIELDS}
    values |= {name: getattr(referral, name) for name in CONTENT_FIELDS}
    return values | {"patient_name": patient.name}


# The four parts of the page, in the order in which people fill them in.
PARTS = (
    (
        "patient",
        _("患者"),
        (
            "patient_name",
            "id_type",
            "id_number",
            "sex",
            "birth_date",
            "phone",
            "residence",
            "address",
            "insurance",
            "contact_name",
            "contact_relation",
            "contact_phone",
        ),
    ),
    (
        "condition",
        _("病情"),
        (
            "priority",
            "encounter_class",
            "origin_department",
            "main_diagnosis",
            "main_diagnosis_code",
            "reason",
            "purpose",
            "not_local_reason",
            "summary",
            "allergies",
            "vital_signs",
            "treatment_so_far",
            "medicines",
            "down_condition",
            "care_instructions",
        ),
    ),
    (
        "destination",
        _("接收与转运"),
        ("destination", "destination_department", "wanted_from", "transport_mode"),
    ),
    ("consent", _("知情同意"), ("consent_method", "patient_choice")),
)


def parts_of(form):
    """The bound fields of a form, part by part."""
    return [(code, title, [form[name] for name in names]) for code, title, names in PARTS]
