"""What the 转诊单 says: three parts, each a list of lines; the page and the PDF print the same.

The lines are the fields of WS 445.16 that we keep, in its order; the label of a line is the
field's own name. What is empty is left out, but for what people write in by hand.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from referrals import masking
from referrals.enums import CatchUpKind, ReplyKind
from referrals.models import ArrivalCode, Referral, ReferralEvent
from referrals.paper import marks
from referrals.requirements import IN_SUMMARY

KEY = (
    "priority",
    "green_channel",
    "direction",
    "cross_level",
    "encounter_class",
    "encounter_class_other",
    "planned_relay",
    "is_retrospective",
)
PERSON = (
    "home_province",
    "insurance",
    "insurance_other",
    "insurance_region",
    "nationality",
    "ethnicity",
    "marital_status",
    "occupation",
)
NEED = (
    "reason",
    "purpose",
    "not_local_reason",
    "wanted_specialty",
    "wanted_expert",
    "summary",
    "past_history",
    "diagnosis_basis",
    "tcm_diagnosis",
    "allergies",
    "infection_status",
    "infection_note",
)
TREATMENT = (
    "treatment_so_far",
    "medicines",
    "down_condition",
    "care_instructions",
    "follow_up_plan",
    "follow_up_on",
)
TRAVEL = (
    "wanted_from",
    "wanted_until",
    "transport_mode",
    "escort",
    "equipment",
    "oxygen",
    "agreed_with",
    "agreed_at",
    "actual_arrival_at",
    "scheduled_for",
)
COORDINATORS = ("origin_coordinator", "destination_coordinator", "filler_number")
JOURNEY = ("vehicle", "driver", "escort", "phone", "handover", "vital_signs", "departed_at")
JOURNEY += ("expected_at",)
GOVERNANCE = ("patient_choice", "insurance_filing_number")
# What else everybody reads who may read the summary only (requirements.IN_SUMMARY).
ALSO_IN_SUMMARY = {"direction", "cross_level", "planned_relay", "is_retrospective", "scheduled_for"}
ALSO_IN_SUMMARY |= {"filler_number"}
OUTCOME = (
    "arrived_at",
    "admitted_at",
    "encounter_number",
    "admission_kind",
    "final_diagnosis",
    "diagnosis_match",
    "treatment_result",
    "discharge_mode",
    "discharge_other",
    "receiving_organisation",
)
REPLY = ("findings", "treatment", "medicines", "plan")
# Longer than this, or of several lines, a value takes the whole width.
WIDE_FROM = 18


@dataclass(frozen=True)
class Line:
    """One label and its value; blank ones leave room for handwriting."""

    label: str
    value: str = ""
    blank: bool = False

    @property
    def is_wide(self) -> bool:
        return self.blank or len(self.value) > WIDE_FROM or "\n" in self.value


@dataclass(frozen=True)
class Part:
    """One of the three parts of the sheet: for whom it is, what it says, who signs."""

    code: str
    title: str
    lines: list[Line]
    signatures: list[str]

    @property
    def rows(self) -> list[list[Line]]:
        """The lines as rows of a table: two short ones side by side, or a wide one alone."""
        rows: list[list[Line]] = []
        for line in self.lines:
            beside = rows and len(rows[-1]) == 1 and not rows[-1][0].is_wide
            if beside and not line.is_wide:
                rows[-1].append(line)
            else:
                rows.append([line])
        return rows


@dataclass(frozen=True)
class Slip:
    """The whole sheet of one referral as it stood at one version."""

    referral: Referral
    in_full: bool
    printed_by: str
    printed_at: datetime
    parts: list[Part] = field(default_factory=list)

    @property
    def code(self) -> str:
        return marks.verification_code(self.referral.number, self.referral.version)

    @property
    def is_draft(self) -> bool:
        """Nobody was asked with it: the paper must not pass for a referral."""
        return self.referral.submitted_at is None

    @property
    def target(self) -> str:
        return marks.target(self.referral)

    @property
    def qr_code(self) -> str:
        return marks.qr_code(self.target)


def slip_of(referral, *, in_full: bool, printed_by) -> Slip:
    """The sheet for this reader: the whole record in full, or its summary with a masked person."""
    shared = _Shared(
        _person(referral.patient, in_full),
        _places(referral),
        _diagnoses(referral),
        _consent(referral, in_full),
    )
    parts = [
        _stub(referral, shared, in_full),
        _out(referral, shared, in_full, printed_by),
        _back(referral, shared),
    ]
    return Slip(referral, in_full, printed_by.display_name, timezone.now(), parts)


@dataclass(frozen=True)
class _Shared:
    """What several parts say."""

    person: list[Line]
    places: list[Line]
    diagnoses: list[Line]
    consent: list[Line]


def _stub(referral, shared, in_full):
    lines = [
        Line(_("转诊链号"), str(referral.chain_id)[-12:]),
        *_parent(referral),
        *_content(referral, KEY, in_full),
        *shared.person,
        *shared.places,
        *shared.diagnoses,
        *_content(referral, ("reason", "purpose"), in_full),
        *shared.consent,
        *_content(referral, GOVERNANCE, in_full),
    ]
    signers = [_("经办医师签名"), _("审核人签名"), _("机构盖章"), _("日期")]
    return Part("stub", _("存根（转出机构留存）"), lines, signers)


def _out(referral, shared, in_full, reader):
    lines = [
        *_content(referral, KEY, in_full),
        *shared.person,
        *_address(referral.patient, in_full),
        *shared.places,
        *shared.diagnoses,
        *_content(referral, NEED, in_full),
        *_vital_signs(referral),
        *_results(referral),
        *_content(referral, (*TREATMENT, *TRAVEL), in_full),
        *(_arrival_code(referral, reader) if in_full else []),
        *_journey(referral),
        *_content(referral, COORDINATORS, in_full),
        *shared.consent,
        *_content(referral, GOVERNANCE, in_full),
    ]
    return Part("out", _("转出（交接收机构）"), lines, _signers())


def _back(referral, shared):
    lines = [*shared.person, *shared.places[:1], *_lines(referral, OUTCOME), *_replies(referral)]
    return Part("back", _("回转（交转出机构）"), lines, _signers())


def _signers():
    return [_("经办医师签名"), _("机构盖章"), _("日期")]


def _diagnoses(referral):
    main = _joined(referral.main_diagnosis, referral.main_diagnosis_code)
    others = "；".join(str(diagnosis) for diagnosis in referral.other_diagnoses.all())
    lines = [Line(_("主要诊断"), main or "—")]
    return [*lines, Line(_("其他诊断"), others)] if others else lines


def _arrival_code(referral, reader):
    """For the patient to show at the desk: only the origin, which hands it out, prints it."""
    codes = ArrivalCode.objects.visible_to(reader).valid().filter(referral=referral)
    return [Line(_("到诊码"), code.code) for code in codes]


def _vital_signs(referral):
    words = referral.vital_signs_words
    return [Line(_("生命体征"), words)] if words else []


def _results(referral):
    """One line each; what the other hospital may take over without repeating it says so."""
    texts = []
    for result in referral.key_results.all():
        mark = _("（可互认）") if result.may_be_recognised else ""
        texts.append(_joined(result.done_on, result.name, result.finding) + mark)
    return [Line(_("检查检验结果"), "\n".join(texts))] if texts else []


def _consent(referral, in_full):
    """The one in force: by whom, how, when, or why nobody could be asked."""
    consent = referral.consents.last() if in_full else None
    if consent is None:
        return _lines(referral, ("consent_method",))
    names = ("method", "relation", "relation_other", "given_at", "waiver_reason")
    given_by = [Line(_("同意人"), consent.given_by)] if consent.given_by else []
    return [*_lines(consent, names), *given_by]


def _person(patient, in_full):
    name = patient.name if in_full else masking.name(patient.name)
    number = patient.id_number if in_full else masking.HIDDEN
    phone = patient.phone if in_full else masking.HIDDEN
    lines = [Line(_("姓名"), name), *_lines(patient, ("sex",))]
    if patient.birth_date:
        lines += _lines(patient, ("birth_date",)) if in_full else []
        lines.append(Line(_("年龄"), _age(patient)))
    if patient.id_number or patient.id_type == "unknown":
        lines.append(Line(patient.get_id_type_display(), number if patient.id_number else "—"))
    return [*lines, Line(_("联系电话"), phone if patient.phone else "—")]


def _address(patient, in_full):
    """Where the patient lives, how insured, and who can be asked: for the receiving side."""
    lines = []
    if patient.residence:
        lines.append(Line(_("现住址区划"), patient.residence.full_name))
    if not in_full:
        return [*lines, *_lines(patient, ("insurance",))]
    lines += _lines(patient, ("address", *PERSON))
    if patient.contact_name:
        guardian = _("监护人") if patient.contact_is_guardian else ""
        who = (patient.contact_name, patient.contact_relation, guardian, patient.contact_phone)
        lines.append(Line(_("联系人"), _joined(*who)))
    return lines


def _places(referral):
    author = _joined(referral.author.display_name, referral.author.title)
    destination = referral.destination or referral.external_name or referral.pool or "—"
    lines = [
        Line(_("转出机构"), _joined(referral.origin, referral.origin_department)),
        Line(_("发起医师"), author),
        Line(_("接收机构"), _joined(destination, referral.destination_department)),
    ]
    lines += _reviewer(referral)
    return [*lines, *_lines(referral, ("submitted_at",))]


def _reviewer(referral):
    """Who let it go; or who reviewed it afterwards, when an emergency could not wait for that."""
    approved = (
        ReferralEvent.objects.filter(referral=referral, action="approve")
        .select_related("actor")
        .last()
    )
    if approved:
        return [Line(_("审核人"), _joined(approved.actor.display_name, approved.actor.title))]
    later = referral.catch_ups.filter(kind=CatchUpKind.REVIEW, done_at__isnull=False)
    return [
        Line(
            _("事后审核人"),
            _joined(task.done_by.display_name, task.done_by.title, task.get_outcome_display()),
        )
        for task in later.select_related("done_by")
    ]


def _parent(referral):
    return [Line(_("上一单"), referral.parent.number)] if referral.parent else []


def _journey(referral):
    transport = referral.transport
    return _lines(transport, JOURNEY) if transport else []


def _replies(referral):
    written = [line for reply in referral.replies.all() for line in _reply(reply)]
    by_hand = (_("检查与诊断"), _("治疗经过"), _("后续计划"))
    return written or [Line(label, blank=True) for label in by_hand]


def _reply(reply):
    """A letter; the final one says whether the patient should go down, and why or why not."""
    is_final = reply.kind == ReplyKind.FINAL
    advised = [Line(_("建议下转"), _("是") if reply.down_referral else _("否"))] if is_final else []
    return [*_lines(reply, REPLY), *advised, *_lines(reply, ("down_reason",))]


def _content(referral, names, in_full):
    """Lines of the referral's own fields, narrowed to the summary where that is all one reads."""
    shown = IN_SUMMARY | ALSO_IN_SUMMARY
    return _lines(referral, [name for name in names if in_full or name in shown])


def _lines(row, names):
    """The fields of a row that hold something; a field that the row does not have is left out."""
    known = {item.name: item for item in row._meta.get_fields() if hasattr(item, "verbose_name")}
    found = [(known[name].verbose_name, _text(row, known[name])) for name in names if name in known]
    return [Line(str(label), value) for label, value in found if value]


def _text(row, item):
    value = getattr(row, item.name)
    if value in (None, "", [], False):
        return ""
    if item.choices:
        return str(getattr(row, f"get_{item.name}_display")())
    if value is True:
        return _("是")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return "；".join(str(entry) for entry in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _age(patient):
    number, unit = patient.age
    words = {"day": _("%(n)d 天"), "month": _("%(n)d 个月"), "year": _("%(n)d 岁")}
    return words[unit] % {"n": number}


def _joined(*texts):
    return " ".join(str(text) for text in texts if text)
