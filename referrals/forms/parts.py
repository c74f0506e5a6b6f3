"""The filing page in four parts, in the order in which people fill them in.

What everybody needs stands open. What only some need lies in groups that are folded: a group opens
by itself when it holds something, when one of its answers is missing, and, with scripts, when an
answer above it asks for it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MORE = _("更多")


@dataclass(frozen=True)
class Group:
    """Fields under one heading that opens and closes. when: field=values that ask for them."""

    title: str
    names: tuple[str, ...]
    when: str = ""


@dataclass(frozen=True)
class Part:
    code: str
    title: str
    names: tuple[str, ...]
    groups: tuple[Group, ...] = ()

    @property
    def all_names(self):
        return self.names + tuple(name for group in self.groups for name in group.names)


PARTS = (
    Part(
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
        ),
        (
            Group(
                _("联系人（未成年、急危重和跨省必填）"),
                ("contact_name", "contact_relation", "contact_phone", "contact_is_guardian"),
                "priority=emergency",
            ),
            Group(
                MORE,
                (
                    "birth_time",
                    "home_province",
                    "insurance_other",
                    "insurance_region",
                    "insurance_filing_number",
                    "ethnicity",
                    "nationality",
                    "marital_status",
                    "occupation",
                ),
                "insurance=other",
            ),
        ),
    ),
    Part(
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
            "allergies",
            "summary",
        ),
        (
            Group(
                _("绿色通道与生命体征（急危重和紧急必填）"),
                (
                    "green_channel",
                    "consciousness",
                    "temperature",
                    "pulse",
                    "respiration",
                    "oxygen_saturation",
                    "systolic",
                    "diastolic",
                    "vital_signs_at",
                    "vital_signs",
                ),
                "priority=emergency urgent",
            ),
            Group(
                _("检查与治疗（住院、下转和跨省必填）"),
                ("key_results", "treatment_so_far", "medicines", "other_diagnoses"),
                "encounter_class=inpatient",
            ),
            Group(
                _("下转安排（下转必填）"),
                ("down_condition", "care_instructions", "follow_up_plan", "follow_up_on"),
                "reason=rehabilitation continued_care",
            ),
            Group(
                MORE,
                (
                    "encounter_class_other",
                    "infection_status",
                    "infection_note",
                    "past_history",
                    "diagnosis_basis",
                    "tcm_diagnosis",
                ),
                "encounter_class=other",
            ),
        ),
    ),
    Part(
        "destination",
        _("接收与转运"),
        (
            "destination",
            "destination_department",
            "wanted_from",
            "wanted_until",
            "transport_mode",
        ),
        (
            Group(
                _("救护车随行（救护车转运必填）"),
                ("escort", "equipment", "oxygen"),
                "transport_mode=ambulance",
            ),
            Group(
                _("转诊中心或系统外机构（不指定接收机构时）"),
                ("pool", "external_name", "external_province"),
            ),
            Group(
                _("补录（电话已同意、患者已到对方医院）"),
                ("agreed_with", "agreed_at", "actual_arrival_at"),
            ),
            Group(
                MORE,
                (
                    "parent",
                    "wanted_specialty",
                    "wanted_expert",
                    "origin_coordinator",
                    "destination_coordinator",
                ),
            ),
        ),
    ),
    Part(
        "consent",
        _("知情同意"),
        (
            "consent_method",
            "consent_given_by",
            "consent_relation",
            "consent_given_at",
            "patient_choice",
        ),
        (
            Group(
                _("急救免签或其他关系"),
                ("consent_waiver", "consent_relation_other"),
                "consent_method=emergency",
            ),
        ),
    ),
)


@dataclass(frozen=True)
class BoundGroup:
    """The fields of one group; is_open: something in it is filled in, wrong or asked for."""

    title: str
    when: str
    fields: list
    is_open: bool


@dataclass(frozen=True)
class BoundPart:
    """One part with the fields of one form."""

    code: str
    title: str
    fields: list
    groups: list


def parts_of(form, asked=()):
    """The bound fields of a form, part by part; asked: names that are still needed."""
    return [_bound(form, part, frozenset(asked)) for part in PARTS]


def _bound(form, part, asked):
    fields = [form[name] for name in part.names if name in form.fields]
    groups = [_bound_group(form, group, asked) for group in part.groups]
    return BoundPart(part.code, part.title, fields, groups)


def _bound_group(form, group, asked):
    fields = [form[name] for name in group.names if name in form.fields]
    is_open = any(field.errors or field.value() or field.name in asked for field in fields)
    return BoundGroup(group.title, group.when, fields, is_open)
