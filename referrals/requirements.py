"""The data set of a referral: every field, its FHIR path, and when it must be filled in.

One table drives the marks on pages, the check before a referral leaves its author, the API and
docs/referral-data-set.md. Source of most: WS 445.16-2014 转诊（院）记录.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

UP, DOWN, LATERAL, PROVINCE = "up", "down", "lateral", "province"
COLUMNS = (UP, DOWN, LATERAL, PROVINCE)
# Across a province more is asked of those who go up or aside; who comes home is not asked again.
ALSO_ASKED_ACROSS = frozenset({UP, LATERAL})
MANDATORY, CONDITIONAL, OPTIONAL, UNUSED = "M", "C", "O", "-"
ADULT = 18
# Diagnoses of the five green channels, by the beginning of their code.
CHANNEL_CODES = {
    "stroke": ("I60", "I61", "I62", "I63", "I64", "G45"),
    "chest_pain": ("I20", "I21", "I22", "I26", "I71"),
    "trauma": ("S", "T0", "T10", "T11", "T12", "T13", "T14", "T79"),
    "maternal": ("O",),
    "neonatal": ("P",),
}
INFECTIOUS_CODES = ("A", "B", "J09", "J10", "J11", "U07")

Values = Mapping[str, Any]


def _(text: str) -> str:
    """Mark a Chinese label for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Condition:
    """When a conditional field is needed; the label completes the sentence 'needed if'."""

    label: str
    holds: Callable[[Values], bool]


def _emergency(values: Values) -> bool:
    return values.get("priority") == "emergency"


def _is_minor(values: Values) -> bool:
    age = values.get("age")
    return age is not None and age < ADULT


def channel_of(code: str) -> str:
    """The green channel that a diagnosis belongs to; empty for none."""
    found = (name for name, starts in CHANNEL_CODES.items() if code.startswith(starts))
    return next(found, "")


def _main_code(values: Values) -> str:
    return values.get("main_diagnosis_code") or ""


CONDITIONS = {
    "after_up": Condition(_("承接本院此前的上转"), lambda values: bool(values.get("after_up"))),
    "channel": Condition(
        _("急危重且诊断属于五大绿色通道"),
        lambda values: _emergency(values) and bool(channel_of(_main_code(values))),
    ),
    "minor_or_emergency": Condition(
        _("未成年人或急危重"), lambda values: _is_minor(values) or _emergency(values)
    ),
    "other_class": Condition(
        _("病人类型为其他"), lambda values: values.get("encounter_class") == "other"
    ),
    "other_insurance": Condition(
        _("医保类型为其他保险"), lambda values: values.get("insurance") == "other"
    ),
    "other_relation": Condition(
        _("同意人与患者关系为其他"), lambda values: values.get("consent_relation") == "other"
    ),
    "insured": Condition(_("非自费"), lambda values: values.get("insurance") != "self_pay"),
    "external": Condition(
        _("转往系统外机构"),
        lambda values: bool(values.get("external_name") or values.get("external_province")),
    ),
    "urgent": Condition(
        _("急危重或紧急"), lambda values: values.get("priority") in {"emergency", "urgent"}
    ),
    "inpatient": Condition(
        _("住院患者"), lambda values: values.get("encounter_class") == "inpatient"
    ),
    "infectious": Condition(
        _("诊断属于传染病"), lambda values: _main_code(values).startswith(INFECTIOUS_CODES)
    ),
    "infected": Condition(
        _("确诊或疑似感染"),
        lambda values: values.get("infection_status") in {"confirmed", "suspected"},
    ),
    "ambulance": Condition(
        _("救护车转运"), lambda values: values.get("transport_mode") == "ambulance"
    ),
    "consented": Condition(
        _("非急救免签"), lambda values: values.get("consent_method") in {"written", "oral"}
    ),
    "waived": Condition(_("急救免签"), lambda values: values.get("consent_method") == "emergency"),
    "unidentified": Condition(
        _("急危重患者身份不明"),
        lambda values: _emergency(values) and values.get("id_type") == "unknown",
    ),
    "elsewhere": Condition(
        _("转往转诊中心或系统外机构"),
        lambda values: bool(
            values.get("pool") or values.get("external_name") or values.get("external_province")
        ),
    ),
    "redirected": Condition(_("改派时"), lambda values: bool(values.get("submitted_at"))),
    "policy": Condition(_("本院规定须审核"), lambda values: False),
}


@dataclass(frozen=True)
class Item:
    """One field: its number in the data set, and its need going up, down, aside, across.

    when: the condition of a C. unless: conditions of which each lifts any need. moment: the move
    that asks for it, or "system" for what nobody types; empty for the filing form.
    """

    number: int
    field: str
    label: str
    need: str
    fhir: str
    when: str = ""
    unless: str = ""
    moment: str = ""

    def marks(self, direction: str, cross_level: str) -> set[str]:
        found = {self.need[COLUMNS.index(direction)]}
        if cross_level == PROVINCE and direction in ALSO_ASKED_ACROSS:
            found.add(self.need[COLUMNS.index(PROVINCE)])
        return found

    def is_needed(self, values: Values, direction: str) -> bool:
        if any(CONDITIONS[name].holds(values) for name in self.unless.split()):
            return False
        marks = self.marks(direction, values.get("cross_level") or "")
        if MANDATORY in marks:
            return True
        return CONDITIONAL in marks and CONDITIONS[self.when].holds(values)


_SYSTEM = "system"
ITEMS = (
    Item(1, "number", _("转诊单号"), "MMMM", "ServiceRequest.identifier (PLAC)", moment=_SYSTEM),
    Item(2, "filler_number", _("接收方编号"), "OOOO", "Task.identifier (FILL)", moment="accept"),
    Item(3, "chain_id", _("转诊链号"), "MMMM", "ServiceRequest.requisition", moment=_SYSTEM),
    Item(4, "parent", _("上一单"), "OCOO", "ServiceRequest.basedOn, replaces", when="after_up"),
    Item(5, "direction", _("方向"), "MMMM", "ServiceRequest.category", moment=_SYSTEM),
    Item(6, "cross_level", _("跨区域"), "MMMM", "ServiceRequest.extension", moment=_SYSTEM),
    Item(7, "encounter_class", _("病人类型"), "MMMM", "Encounter.class"),
    Item(
        7, "encounter_class_other", _("其他病人类型"), "CCCC", "Encounter.type", when="other_class"
    ),
    Item(8, "priority", _("紧急程度"), "MMMM", "ServiceRequest.priority"),
    Item(9, "green_channel", _("绿色通道"), "C-CC", "ServiceRequest.code", when="channel"),
    Item(10, "planned_relay", _("接力转诊"), "---M", "ServiceRequest.extension", moment=_SYSTEM),
    Item(11, "patient_name", _("姓名"), "MMMM", "Patient.name"),
    Item(12, "sex", _("性别"), "MMMM", "Patient.gender"),
    Item(13, "birth_date", _("出生日期"), "MMMM", "Patient.birthDate", unless="unidentified"),
    Item(13, "birth_time", _("出生时间"), "OOOO", "Patient.birthDate.extension"),
    Item(14, "id_type", _("证件类型"), "MMMM", "Patient.identifier.type"),
    Item(14, "id_number", _("证件号码"), "MMMM", "Patient.identifier.value", unless="unidentified"),
    Item(15, "phone", _("联系电话"), "MMMM", "Patient.telecom", unless="unidentified"),
    Item(
        16,
        "contact_name",
        _("联系人"),
        "COOM",
        "Patient.contact.name",
        when="minor_or_emergency",
        unless="unidentified",
    ),
    Item(
        16,
        "contact_relation",
        _("与患者关系"),
        "COOM",
        "Patient.contact.relationship",
        when="minor_or_emergency",
        unless="unidentified",
    ),
    Item(
        16,
        "contact_phone",
        _("联系人电话"),
        "COOM",
        "Patient.contact.telecom",
        when="minor_or_emergency",
        unless="unidentified",
    ),
    Item(16, "contact_is_guardian", _("联系人是监护人"), "OOOO", "Patient.contact.relationship"),
    Item(
        17, "residence", _("现住址区划"), "MMMM", "Patient.address.district", unless="unidentified"
    ),
    Item(17, "address", _("详细住址"), "MMMM", "Patient.address.text", unless="unidentified"),
    Item(
        18,
        "home_province",
        _("户籍或常住省"),
        "MMMM",
        "Patient.address.state",
        unless="unidentified",
    ),
    Item(19, "insurance", _("医保类型"), "OOOM", "Coverage.type"),
    Item(
        19, "insurance_other", _("其他保险"), "CCCC", "Coverage.type.text", when="other_insurance"
    ),
    Item(19, "insurance_region", _("参保地"), "OOOC", "Coverage.payor", when="insured"),
    Item(20, "ethnicity", _("民族"), "OOOO", "Patient.extension"),
    Item(20, "nationality", _("国籍"), "OOOO", "Patient.extension"),
    Item(20, "marital_status", _("婚姻"), "OOOO", "Patient.maritalStatus"),
    Item(20, "occupation", _("职业"), "OOOO", "Patient.extension"),
    Item(21, "allergies", _("过敏史"), "MMMM", "AllergyIntolerance"),
    Item(22, "origin", _("转出机构"), "MMMM", "Task.requester", moment=_SYSTEM),
    Item(22, "origin_department", _("转出科室"), "MMMM", "ServiceRequest.requester"),
    Item(23, "author", _("发起医师"), "MMMM", "PractitionerRole", moment=_SYSTEM),
    Item(24, "reviewer", _("审核人"), "COCM", "Provenance.agent", when="policy", moment="approve"),
    Item(25, "origin_coordinator", _("转出方转诊专员"), "OOOM", "Task.requester"),
    Item(25, "destination_coordinator", _("接收方转诊专员"), "OOOM", "Task.owner"),
    Item(26, "destination", _("接收机构"), "MMMM", "ServiceRequest.performer", unless="elsewhere"),
    Item(
        26,
        "destination_department",
        _("接收科室"),
        "MMMM",
        "Task.owner",
        unless="elsewhere redirected",
    ),
    Item(
        27,
        "external_name",
        _("系统外机构"),
        "CCCC",
        "ServiceRequest.performer.display",
        when="external",
    ),
    Item(
        27,
        "external_province",
        _("系统外机构所在省"),
        "CCCC",
        "ServiceRequest.performer.extension",
        when="external",
    ),
    Item(28, "wanted_specialty", _("期望专科"), "OOOO", "ServiceRequest.performerType"),
    Item(28, "wanted_expert", _("期望医师"), "OOOO", "ServiceRequest.performer"),
    Item(29, "reason", _("转诊原因"), "MMMM", "ServiceRequest.reasonCode"),
    Item(30, "purpose", _("转诊目的"), "MMMM", "ServiceRequest.code"),
    Item(31, "main_diagnosis", _("主要诊断"), "MMMM", "Condition.code.text"),
    Item(31, "main_diagnosis_code", _("主要诊断编码"), "MMMM", "Condition.code.coding"),
    Item(32, "other_diagnoses", _("其他诊断"), "OMOO", "Condition"),
    Item(33, "diagnosis_basis", _("诊断依据"), "OOOO", "Condition.evidence"),
    Item(34, "tcm_diagnosis", _("中医诊断"), "OOOO", "Condition"),
    Item(35, "summary", _("病情摘要"), "MMMM", "DocumentReference (HSDC00.05)"),
    Item(35, "past_history", _("既往史"), "OOOO", "Condition"),
    Item(36, "vital_signs", _("生命体征"), "COCC", "Observation", when="urgent"),
    Item(36, "consciousness", _("意识"), "COCC", "Observation", when="urgent"),
    Item(
        36, "vital_signs_at", _("测量时间"), "COCC", "Observation.effectiveDateTime", when="urgent"
    ),
    Item(37, "key_results", _("检查检验结果"), "OOOM", "DiagnosticReport, Observation"),
    Item(38, "treatment_so_far", _("治疗经过"), "CMCM", "Procedure", when="inpatient"),
    Item(39, "medicines", _("用药"), "OMOM", "MedicationStatement"),
    Item(40, "infection_status", _("感染防控"), "CCCC", "Condition", when="infectious"),
    Item(40, "infection_note", _("感染说明"), "CCCC", "Condition.note", when="infected"),
    Item(41, "not_local_reason", _("不能本地解决的原因"), "M-MM", "ServiceRequest.reasonCode"),
    Item(42, "wanted_from", _("期望转入日期"), "MMMM", "ServiceRequest.occurrencePeriod.start"),
    Item(42, "wanted_until", _("最迟转入日期"), "MMMM", "ServiceRequest.occurrencePeriod.end"),
    Item(43, "transport_mode", _("转运方式"), "MOMM", "Task (transport)"),
    Item(44, "escort", _("随行医护"), "C-CC", "Task.input", when="ambulance"),
    Item(44, "equipment", _("随行设备"), "C-CC", "Task.input", when="ambulance"),
    Item(44, "oxygen", _("吸氧"), "C-CC", "Task.input", when="ambulance"),
    Item(
        45,
        "vehicle",
        _("车辆、司机、电话"),
        "C-CC",
        "Task.input",
        when="ambulance",
        moment="depart",
    ),
    Item(
        46,
        "departed_at",
        _("转出时间"),
        "CCCC",
        "Task.executionPeriod",
        when="ambulance",
        moment="depart",
    ),
    Item(47, "consent_method", _("知情同意"), "MMMM", "Consent.policyRule"),
    Item(47, "consent_given_by", _("同意人"), "CCCC", "Consent.performer", when="consented"),
    Item(
        47, "consent_relation", _("同意人与患者关系"), "CCCC", "Consent.performer", when="consented"
    ),
    Item(
        47,
        "consent_relation_other",
        _("其他关系"),
        "CCCC",
        "Consent.performer",
        when="other_relation",
    ),
    Item(47, "consent_given_at", _("同意时间"), "CCCC", "Consent.dateTime", when="consented"),
    Item(47, "consent_waiver", _("急救免签理由"), "CCCC", "Consent.provision", when="waived"),
    Item(
        48,
        "patient_choice",
        _("患者/家属意愿"),
        "MMMM",
        "ServiceRequest.note",
        unless="unidentified",
    ),
    Item(49, "attachments", _("附件（病历摘要）"), "OOOM", "DocumentReference"),
    Item(50, "insurance_filing_number", _("异地就医备案号"), "---O", "Coverage.extension"),
    Item(51, "first_seen_at", _("签收人和时间"), "MMMM", "Provenance", moment="receive"),
    Item(52, "decided_at", _("决定、原因、说明"), "MMMM", "Task.statusReason", moment="accept"),
    Item(
        53, "scheduled_for", _("预约时间或床位"), "MOMM", "Appointment, Location", moment="schedule"
    ),
    Item(54, "arrived_at", _("到诊时间"), "MMMM", "Appointment.status", moment="arrive"),
    Item(
        55,
        "admitted_at",
        _("收治科室、类型、住院号"),
        "MMMM",
        "Encounter.hospitalization",
        moment="admit",
    ),
    Item(
        56,
        "discharge_mode",
        _("出院诊断、离院方式、拟接收机构"),
        "MMMM",
        "Encounter.hospitalization.dischargeDisposition",
        moment="finish_treatment",
    ),
    Item(57, "reply", _("回执"), "MMMM", "Task.output → DocumentReference", moment="reply"),
    Item(58, "follow_up_plan", _("后续计划"), "OMOO", "CarePlan"),
    Item(58, "follow_up_on", _("随访日期"), "OMOO", "CarePlan.activity"),
    Item(
        59, "care_instructions", _("康复护理用药指导"), "-M-O", "ServiceRequest.patientInstruction"
    ),
    Item(60, "down_condition", _("下转条件说明"), "-M--", "ServiceRequest.reasonCode"),
)
# Lines 44 and 45 when an ambulance leaves: the car, and who is in it.
IN_AMBULANCE = ("vehicle", "driver", "phone", "escort")
# What the filing form asks for; the rest is known already or belongs to a later move.
ASKED = tuple(item for item in ITEMS if not item.moment)
# Everything that may be asked for before a referral leaves: nothing of it is merely optional.
NEEDED = frozenset(item.field for item in ASKED if set(item.need) & {MANDATORY, CONDITIONAL})
# What is asked for in every direction.
ALWAYS = tuple(item.field for item in ASKED if item.need == MANDATORY * len(COLUMNS))


# What the asked side reads in order to decide; the rest of the record opens with its acceptance.
IN_SUMMARY = frozenset(
    {
        *("priority", "green_channel", "encounter_class", "encounter_class_other"),
        *("origin_department", "destination", "destination_department", "pool"),
        *("external_name", "external_province", "parent", "wanted_specialty", "wanted_expert"),
        *("origin_coordinator", "destination_coordinator", "reason", "purpose"),
        *("main_diagnosis", "main_diagnosis_code", "other_diagnoses", "summary", "allergies"),
        *("temperature", "pulse", "respiration", "systolic", "diastolic", "oxygen_saturation"),
        *("consciousness", "vital_signs", "vital_signs_at", "key_results"),
        *("infection_status", "infection_note", "not_local_reason", "down_condition"),
        *("wanted_from", "wanted_until", "transport_mode", "escort", "equipment", "oxygen"),
        *("consent_method", "patient_choice", "agreed_with", "agreed_at", "actual_arrival_at"),
    }
)


def of_ambulance(direction: str) -> tuple[str, ...]:
    """What must be known of an ambulance before it leaves; nothing when patients are taken home."""
    return () if direction == DOWN else IN_AMBULANCE


def needed(values: Values, direction: str) -> list[str]:
    """The names of the fields that must be filled in before the referral leaves its author."""
    return [item.field for item in ASKED if item.is_needed(values, direction)]


def missing(values: Values, direction: str) -> list[str]:
    """The names of required fields that are empty, in form order."""
    return [name for name in needed(values, direction) if not values.get(name)]
