"""A referral as the API answers it: one row of a list, the summary, or the whole record.

What may be read when is the rule of the pages (Referral.is_open_to, requirements.IN_SUMMARY): the
fields that are withheld are null, and `record` says which of the two it is.
"""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.core.schema import Shown
from referrals import masking
from referrals.actions.records import SUMMARY, WHOLE
from referrals.api.shown import Moving, Place
from referrals.requirements import ASKED, IN_SUMMARY

# Of the patient everybody reads these, masked where they identify.
MASKED = frozenset(
    {"patient_name", "sex", "id_type", "id_number", "phone", "residence", "insurance"}
)
# Null for who may read the summary only.
WITHHELD = frozenset(item.field for item in ASKED) - IN_SUMMARY - MASKED | {"consent"}


def text(source=None, **options):
    """A field that is null where it is withheld."""
    return serializers.CharField(source=source, allow_null=True, **options)


def moment():
    return serializers.DateTimeField(allow_null=True)


def day(source=None):
    return serializers.DateField(source=source, allow_null=True)


def number():
    return serializers.IntegerField(allow_null=True)


class Division(Shown):
    """A division by its code and its name with those above it."""

    code = serializers.CharField()
    name = serializers.CharField(source="full_name")


class ReferralSummary(Shown):
    """One row of a list. The patient is masked."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    priority = serializers.CharField()
    direction = serializers.CharField()
    cross_level = serializers.CharField()
    planned_relay = serializers.BooleanField()
    patient_name = serializers.CharField(source="patient.masked_name")
    sex = serializers.CharField(source="patient.sex")
    main_diagnosis_code = serializers.CharField()
    main_diagnosis = serializers.CharField()
    origin = Place()
    destination = Place(allow_null=True)
    assignee = serializers.CharField(source="assignee.display_name", default=None)
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    is_synthetic = serializers.BooleanField()


class Offer(Shown):
    """One destination that was asked, and its answer."""

    seq = serializers.IntegerField()
    hospital = Place(allow_null=True)
    external_name = serializers.CharField()
    state = serializers.CharField()
    expected_on = serializers.DateField(allow_null=True)
    position = serializers.IntegerField(allow_null=True)
    opened_at = serializers.DateTimeField()
    first_seen_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason_code = serializers.CharField()
    reason_label = serializers.CharField()
    comment = serializers.CharField()


class OtherDiagnosis(Shown):
    """A diagnosis beside the main one; rank 2 is the next important."""

    rank = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class KeyResultShown(Shown):
    """One result that travels with the patient."""

    rank = serializers.IntegerField()
    done_on = serializers.DateField(allow_null=True)
    name = serializers.CharField()
    finding = serializers.CharField()
    may_be_recognised = serializers.BooleanField()


class ConsentShown(Shown):
    """The consent as it was recorded last; the name of who gave it is masked."""

    method = serializers.CharField()
    given_by = serializers.SerializerMethodField()
    relation = serializers.CharField()
    relation_other = serializers.CharField()
    given_at = serializers.DateTimeField(allow_null=True)
    waiver_reason = serializers.CharField()
    withdrawn_at = moment()
    withdrawn_reason = serializers.CharField()

    def get_given_by(self, consent) -> str:
        return masking.name(consent.given_by)


class ContentFields(ReferralSummary):
    """What the author wrote about the need."""

    parent = text("parent.number", default=None)
    pool = Place(allow_null=True)
    external_name = serializers.CharField()
    external_province = serializers.CharField(source="external_province.code", default=None)
    origin_department = Place(allow_null=True)
    destination_department = Place(allow_null=True)
    green_channel = serializers.CharField()
    encounter_class = serializers.CharField()
    encounter_class_other = serializers.CharField()
    reason = serializers.CharField()
    purpose = serializers.CharField()
    not_local_reason = serializers.CharField()
    no_other_diagnoses = serializers.BooleanField()
    other_diagnoses = OtherDiagnosis(many=True)
    diagnosis_basis = text()
    tcm_diagnosis = text()
    summary = serializers.CharField()
    past_history = text()
    allergies = serializers.CharField()
    infection_status = serializers.CharField()
    infection_note = serializers.CharField()
    temperature = serializers.DecimalField(max_digits=3, decimal_places=1, allow_null=True)
    pulse = number()
    respiration = number()
    systolic = number()
    diastolic = number()
    oxygen_saturation = number()
    consciousness = serializers.CharField()
    vital_signs_at = moment()
    vital_signs = serializers.CharField()
    vital_signs_words = serializers.CharField()
    key_results = KeyResultShown(many=True)
    treatment_so_far = text()
    medicines = text()
    care_instructions = text()
    down_condition = serializers.CharField()
    follow_up_plan = text()
    follow_up_on = day()
    wanted_specialty = serializers.CharField()
    wanted_expert = serializers.CharField()
    wanted_from = day()
    wanted_until = day()
    transport_mode = serializers.CharField()
    escort = serializers.CharField()
    equipment = serializers.CharField()
    oxygen = serializers.CharField()
    origin_coordinator = serializers.CharField()
    destination_coordinator = serializers.CharField()
    insurance_filing_number = text()
    consent_method = serializers.CharField()
    patient_choice = serializers.CharField()
    agreed_with = serializers.CharField()
    agreed_at = moment()
    actual_arrival_at = moment()
    filler_number = serializers.CharField()


class PersonFields(Moving, ContentFields):
    """The patient: what identifies is masked, or hidden from who is on neither side."""

    age = serializers.SerializerMethodField()
    birth_time = serializers.TimeField(source="patient.birth_time", allow_null=True)
    id_type = serializers.CharField(source="patient.id_type")
    phone = serializers.SerializerMethodField()
    residence = Division(source="patient.residence", allow_null=True)
    home_province = text("patient.home_province.code", default=None)
    insurance = serializers.CharField(source="patient.insurance")
    insurance_other = text("patient.insurance_other")
    insurance_region = text("patient.insurance_region.code", default=None)
    contact_name = serializers.SerializerMethodField()
    contact_relation = text("patient.contact_relation")
    contact_phone = serializers.SerializerMethodField()
    contact_is_guardian = serializers.BooleanField(
        source="patient.contact_is_guardian", allow_null=True
    )
    ethnicity = text("patient.ethnicity")
    nationality = text("patient.nationality")
    marital_status = text("patient.marital_status")
    occupation = text("patient.occupation")

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_age(self, referral):
        """As number and unit: day, month or year."""
        age = referral.patient.age
        return {"number": age[0], "unit": age[1]} if age else None

    def get_phone(self, referral) -> str:
        return referral.patient.masked_phone if self.is_involved else masking.HIDDEN

    def get_contact_name(self, referral) -> str | None:
        return masking.name(referral.patient.contact_name)

    def get_contact_phone(self, referral) -> str | None:
        return referral.patient.masked_contact_phone if self.is_involved else masking.HIDDEN


class ReferralDetail(PersonFields):
    """One referral: the whole record or its summary, the identity masked in both."""

    transition = "api:referral-transition"
    chain_id = serializers.UUIDField()
    record = serializers.SerializerMethodField()
    is_retrospective = serializers.BooleanField()
    is_advice = serializers.BooleanField()
    author = serializers.CharField(source="author.display_name")
    author_title = serializers.CharField(source="author.title")
    consent = serializers.SerializerMethodField()
    decided_at = moment()
    scheduled_for = moment()
    arrived_at = moment()
    admitted_at = moment()
    admission_kind = serializers.CharField()
    encounter_number = serializers.CharField()
    treated_at = moment()
    discharge_mode = serializers.CharField()
    discharge_other = serializers.CharField()
    receiving_organisation = serializers.CharField()
    final_diagnosis = serializers.CharField()
    diagnosis_match = serializers.CharField()
    treatment_result = serializers.CharField()
    cost_fen = number()
    replied_at = moment()
    closed_at = moment()
    offers = Offer(source="asked", many=True)

    def to_representation(self, referral):
        self.is_whole = referral.is_open_to(self.context["request"].user)
        shown = super().to_representation(referral)
        return shown if self.is_whole else shown | dict.fromkeys(WITHHELD & set(shown))

    def get_record(self, referral) -> str:
        """whole or summary."""
        return WHOLE if self.is_whole else SUMMARY

    @extend_schema_field(ConsentShown(allow_null=True))
    def get_consent(self, referral):
        consents = list(referral.consents.all()) if self.is_whole else []
        return ConsentShown(consents[-1]).data if consents else None
