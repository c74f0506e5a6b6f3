"""The filing form: a referral from need to draft. Incomplete is fine; impossible is not.

cleaned_data is the content of filing.create and filing.revise. What must be there before the
referral leaves its author is another question (requirements.py), asked on the check page.
"""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.sealing import match_hash
from portal.errors import TooMany
from referrals import enums, identity, requirements
from referrals.actions.duplicates import look_up
from referrals.forms import fields
from referrals.forms.attachments import FilesField, check_kind, kind_field, kind_other_field
from referrals.forms.diagnoses import check_diagnoses
from referrals.forms.fields import NOTHING, LongTextField, PhoneField, with_blank
from referrals.forms.places import (
    DepartmentField,
    HospitalField,
    NetworkField,
    ProvinceField,
    check_department,
    departments_elsewhere,
    departments_of,
    destinations,
    networks,
    provinces,
)

OTHER = _("上一项选“其他”时必填。")
# What is said beside a choice is nothing without that choice.
BESIDE_OTHER = {
    "encounter_class_other": "encounter_class",
    "insurance_other": "insurance",
    "consent_relation_other": "consent_relation",
}
WANTED_WITHIN = dt.timedelta(days=7)
NUMBERED = {enums.IdType.RESIDENT, enums.IdType.RESIDENCE_PERMIT}


def choice(label, choices, **options):
    choices = with_blank(choices)
    return fields.ClosedChoiceField(label=label, choices=choices, required=False, **options)


def text(label, max_length, **options):
    return forms.CharField(label=label, max_length=max_length, required=False, **options)


class FilingForm(forms.Form):
    """Patient, condition, destination and transport, consent: the fields of one referral."""

    duplicates = ()
    unchecked = ""

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
    insurance_other = text(_("其他保险"), 80, help_text=OTHER)
    contact_name = text(_("联系人"), 64, help_text=_("未成年、急危重和跨省患者必填。"))
    contact_relation = text(_("与患者关系"), 32)
    contact_phone = PhoneField(label=_("联系人电话"), required=False)
    contact_is_guardian = forms.BooleanField(label=_("联系人是监护人"), required=False)
    birth_time = forms.TimeField(
        label=_("出生时间"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("新生儿填写。"),
    )
    home_province = ProvinceField(
        label=_("户籍或常住省"), required=False, help_text=_("不填时取现住址所在省。")
    )
    insurance_region = fields.RegionField(
        label=_("参保地"), required=False, help_text=_("跨省转诊必填。")
    )
    insurance_filing_number = text(_("异地就医备案号"), 40)
    ethnicity = text(_("民族"), 32)
    nationality = text(_("国籍"), 32)
    marital_status = choice(_("婚姻"), enums.MaritalStatus.choices)
    occupation = text(_("职业"), 64)

    priority = fields.ClosedChoiceField(
        label=_("紧急程度"),
        choices=enums.Priority.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    green_channel = choice(
        _("绿色通道"),
        enums.GreenChannel.choices,
        help_text=_("急危重且属于五大绿色通道时必填。"),
    )
    encounter_class = choice(_("病人类型"), enums.EncounterClass.choices)
    encounter_class_other = text(_("其他病人类型"), 80, help_text=OTHER)
    origin_department = DepartmentField(label=_("转出科室"), required=False)
    main_diagnosis = text(
        _("主要诊断"),
        128,
        help_text=_("填写名称、拼音首字母或编码，从列表中选择。"),
        widget=forms.TextInput(attrs={"list": "common-diagnoses"}),
    )
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
    other_diagnoses = fields.DiagnosisLinesField(
        label=_("其他诊断"),
        help_text=_("每行一个，按顺位，编码在前，例如 E11.9 2型糖尿病。没有时填写“无”。"),
    )
    diagnosis_basis = LongTextField(label=_("诊断依据"), max_length=1000, required=False, rows=2)
    tcm_diagnosis = text(_("中医诊断"), 200)
    summary = LongTextField(label=_("病情摘要"), max_length=4000, required=False, rows=4)
    past_history = LongTextField(label=_("既往史"), max_length=1000, required=False, rows=2)
    allergies = text(_("过敏史"), 200, help_text=_("没有时填写“无已知”。"))
    infection_status = choice(
        _("感染防控"), enums.InfectionStatus.choices, help_text=_("传染病诊断必填。")
    )
    infection_note = text(_("感染说明"), 200, help_text=_("确诊或疑似时必填：病原和隔离要求。"))
    temperature = fields.MeasureField(label=_("体温 ℃"), low=25, high=45, places=1)
    pulse = fields.MeasureField(label=_("脉搏 次/分"), low=0, high=300)
    respiration = fields.MeasureField(label=_("呼吸 次/分"), low=0, high=120)
    systolic = fields.MeasureField(label=_("收缩压 mmHg"), low=0, high=320)
    diastolic = fields.MeasureField(label=_("舒张压 mmHg"), low=0, high=250)
    oxygen_saturation = fields.MeasureField(label=_("血氧饱和度 %"), low=0, high=100)
    consciousness = choice(_("意识"), enums.Consciousness.choices)
    vital_signs_at = fields.MomentField(
        label=_("测量时间"), required=False, validators=[fields.not_yet_to_come]
    )
    vital_signs = text(_("其他体征"), 200)
    key_results = fields.ResultLinesField(
        label=_("检查检验结果"),
        help_text=_("每行一项，例如 2026-01-03 头颅CT：左侧低密度影 互认。可互认的写“互认”。"),
    )
    treatment_so_far = LongTextField(
        label=_("治疗经过"),
        max_length=4000,
        required=False,
        help_text=_("住院患者、下转和跨省必填。"),
    )
    medicines = LongTextField(
        label=_("用药"), max_length=2000, required=False, rows=2, help_text=_("下转和跨省必填。")
    )
    down_condition = text(_("下转条件说明"), 400, help_text=_("下转必填：为什么病情已稳定。"))
    care_instructions = LongTextField(
        label=_("康复护理用药指导"),
        max_length=2000,
        required=False,
        rows=2,
        help_text=_("下转必填。"),
    )
    follow_up_plan = LongTextField(
        label=_("后续计划"), max_length=1000, required=False, rows=2, help_text=_("下转必填。")
    )
    follow_up_on = fields.DateField(label=_("随访日期"), required=False, help_text=_("下转必填。"))

    destination = HospitalField(label=_("接收机构"), required=False)
    destination_department = DepartmentField(label=_("接收科室"), required=False, grouped=True)
    wanted_from = fields.DateField(label=_("期望转入日期"), required=False)
    wanted_until = fields.DateField(label=_("最迟转入日期"), required=False)
    transport_mode = choice(
        _("转运方式"), enums.TransportMode.choices, help_text=_("上转和平转必填。")
    )
    escort = text(_("随行医护"), 128, help_text=_("救护车转运必填，没有时填写“无”。"))
    equipment = text(_("随行设备"), 200, help_text=_("救护车转运必填，没有时填写“无”。"))
    oxygen = choice(_("吸氧"), enums.Oxygen.choices, help_text=_("救护车转运必填。"))
    pool = NetworkField(
        label=_("转诊中心（接收池）"),
        required=False,
        help_text=_("不指定接收机构时，由医联体成员认领。"),
    )
    external_name = text(_("系统外机构"), 128, help_text=_("转往未接入的机构时填写全称。"))
    external_province = ProvinceField(label=_("系统外机构所在省"), required=False)
    parent = fields.ParentField(
        label=_("上一单"), required=False, help_text=_("承接上转的下转单填写上转单号。")
    )
    wanted_specialty = text(_("期望专科"), 64)
    wanted_expert = text(_("期望医师"), 64)
    origin_coordinator = text(_("转出方转诊专员"), 80, help_text=_("跨省必填，不填时取在岗专员。"))
    destination_coordinator = text(
        _("接收方转诊专员"), 80, help_text=_("跨省必填，不填时取在岗专员。")
    )
    agreed_with = text(_("电话同意人"), 80, help_text=_("补录时填写对方同意接收的人。"))
    agreed_at = fields.MomentField(
        label=_("电话同意时间"), required=False, validators=[fields.not_yet_to_come]
    )
    actual_arrival_at = fields.MomentField(
        label=_("实际到达时间"), required=False, validators=[fields.not_yet_to_come]
    )

    consent_method = choice(_("知情同意"), enums.ConsentMethod.choices)
    consent_given_by = text(_("同意人"), 64, help_text=_("签字或口头同意的人的姓名。"))
    consent_relation = choice(_("同意人与患者关系"), enums.Relation.choices)
    consent_relation_other = text(_("其他关系"), 40, help_text=OTHER)
    consent_given_at = fields.MomentField(
        label=_("同意时间"), required=False, validators=[fields.not_yet_to_come]
    )
    consent_waiver = text(_("急救免签理由"), 200, help_text=_("选择急救免签时必填。"))
    patient_choice = text(
        _("患者/家属意愿"), 200, help_text=_("记录患者或家属对去向的选择，例如“同意转往”。")
    )

    def __init__(self, data=None, *, user, hospital, referral=None, named=None, **options):
        self.base_fields = fields.SharedFields(self.base_fields)
        super().__init__(data, label_suffix="", **options)
        self.user, self.hospital, self.referral = user, hospital, referral
        self.named = named
        self.initial = {
            "priority": enums.Priority.ROUTINE,
            "id_type": enums.IdType.RESIDENT,
            "wanted_from": timezone.localdate(),
            "wanted_until": timezone.localdate() + WANTED_WITHIN,
        } | self.initial
        for name in ("residence", "insurance_region", "parent"):
            self.fields[name].user = user
        if named is None or self.data.get("pool"):
            self.fields["pool"].queryset = networks(user)
        if named is None:
            self._offer(user, hospital)
        else:
            self._take(named)

    def _offer(self, user, hospital):
        """What a page lets one choose from."""
        for name in ("home_province", "external_province"):
            self.fields[name].queryset = provinces(user)
        self.fields["origin_department"].queryset = departments_of(user, hospital)
        self.fields["destination"].queryset = destinations(user, hospital)
        elsewhere = departments_elsewhere(user, hospital)
        self.fields["destination_department"].queryset = elsewhere

    def _take(self, named):
        """What a filing by its ids and codes alone may mean."""
        for name in ("home_province", "external_province"):
            self.fields[name].found = named.provinces
        for name in ("residence", "insurance_region"):
            self.fields[name].found = named.regions
        self.fields["origin_department"].found = named.own
        self.fields["destination"].found = named.destinations
        self.fields["destination_department"].found = named.elsewhere

    def _clean_fields(self):
        """Answers sent by name need no page that they are read out of; most of them are empty."""
        if self.named is None:
            return super()._clean_fields()
        for name, field in self.fields.items():
            try:
                value = field.widget.value_from_datadict(self.data, self.files, name)
                said = value is not None and value != ""
                cleaned = field.clean(value) if said or name not in UNSAID else UNSAID[name]
                self.cleaned_data[name] = cleaned
                if hook := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = hook()
            except ValidationError as error:
                self.add_error(name, error)

    def clean_priority(self):
        return self.cleaned_data["priority"] or enums.Priority.ROUTINE

    def clean_id_type(self):
        return self.cleaned_data["id_type"] or enums.IdType.RESIDENT

    def clean_id_number(self):
        return "".join(fields.narrow(self.cleaned_data["id_number"]).split()).upper()

    def clean(self):
        check_department(self, department="destination_department")
        check_diagnoses(self)
        self._check_one_way()
        self._check_parent()
        self._check_order("wanted_from", "wanted_until", _("最迟日期不能早于期望日期。"))
        self._check_order("diastolic", "systolic", _("收缩压不能低于舒张压。"))
        for name, chosen in BESIDE_OTHER.items():
            if self.cleaned_data.get(chosen) != "other":
                self.cleaned_data[name] = ""
        others = self.cleaned_data.get("other_diagnoses")
        self.cleaned_data["no_other_diagnoses"] = others == NOTHING
        self.cleaned_data["other_diagnoses"] = others or []
        kind, number = self.cleaned_data.get("id_type"), self.cleaned_data.get("id_number")
        if kind == enums.IdType.UNKNOWN and number:
            self.add_error("id_number", _("身份不明的患者没有证件号码，请改选证件类型。"))
        elif number and kind in NUMBERED | {enums.IdType.MOTHER}:
            self._read_number(kind, number)
        return self.cleaned_data

    def _check_one_way(self):
        """A hospital, a pool, or a place outside: one of the three."""
        ways = ("destination", "pool", "external_name")
        chosen = [name for name in ways if self.cleaned_data.get(name)]
        for name in chosen[1:]:
            self.add_error(name, _("接收机构、转诊中心和系统外机构只能选其一。"))

    def _check_parent(self):
        parent, number = self.cleaned_data.get("parent"), self.cleaned_data.get("id_number")
        if parent and parent.patient.id_hash != match_hash(number or ""):
            self.add_error("parent", _("上一单不是同一患者的转诊单。"))

    def _check_order(self, first, last, message):
        low, high = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if low is not None and high is not None and high < low:
            self.add_error(last, message)

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


for _name in requirements.NEEDED & set(FilingForm.base_fields):
    FilingForm.base_fields[_name].expected = True
for _name in set(requirements.ALWAYS) & set(FilingForm.base_fields) - {"home_province"}:
    FilingForm.base_fields[_name].widget.attrs["data-needed"] = ""


# What an answer that nobody gave is cleaned to; lists are made anew, and a box is never silent.
UNSAID = {
    _name: _field.clean("")
    for _name, _field in FilingForm.base_fields.items()
    if not (_field.required or isinstance(_field, fields.LinesField | forms.BooleanField))
}


class FilingPageForm(FilingForm):
    """The form of the page, which also asks about open referrals of the same person."""

    files = FilesField()
    files_kind = kind_field()
    files_kind_other = kind_other_field()
    still_new = forms.BooleanField(label=_("已知晓，仍要新建"), required=False)

    def clean(self):
        super().clean()
        check_kind(self)
        number = self.cleaned_data.get("id_number")
        if number and "id_number" not in self.errors:
            self._look_for_duplicates(number)
            if self.duplicates and not self.cleaned_data.get("still_new"):
                self.add_error("still_new", _("该患者近期已有未结束的转诊单，请核对。"))
        return self.cleaned_data

    def _look_for_duplicates(self, number):
        """A warning only: who has asked too often files without it and is told so."""
        try:
            self.duplicates = look_up(
                id_number=number, origin=self.hospital, by=self.user, besides=self.referral
            )
        except TooMany as refusal:
            self.unchecked = refusal.message
