"""A world that the people who walk have nothing to do with; every text in it carries a marker."""

import datetime as dt
import uuid

from django.apps import apps
from django.db import models
from django.utils import timezone

from experts.models import BatchFile
from hospitals.models import (
    AbstractFile,
    AgreementFile,
    CalendarDay,
    Campus,
    Claim,
    ClaimProposal,
    ClinicalCode,
    CooperationProject,
    DutyShift,
    ImportBatch,
    ImportProblem,
    Milestone,
    MilestoneFile,
    Population,
    Region,
)
from portal.core import documents, notices
from portal.metrics.models import ComputeRun, IndicatorValue, Target
from portal.models import (
    AuditEvent,
    ExportJob,
    ImportMapping,
    ImportRun,
    ReferenceVersion,
    SavedView,
    SignInAttempt,
)
from portal.roles import Role
from referrals.actions import attachments, filing, messages
from referrals.models import (
    GreenMilestone,
    GreenTarget,
    PrintJob,
    ReasonCode,
    ReferralEvent,
    ReferralMessage,
    ServiceEvent,
    TimerRule,
)
from tests.factories import care, experts, files, hospitals, inspections
from tests.factories import referrals as make
from tests.factories import service_requests as services
from tests.house.test_model_graph import FLOORS

MARK = "金丝雀"
# Published to everybody who may open the page: divisions, runs without rows, targets, reasons,
# what newspapers printed.
COMMON = {Region, ComputeRun, Target, ReasonCode, Claim, ClaimProposal, ClinicalCode}
COMMON |= {Population}
# Rows that the database lets nobody change; their texts are marked when they are made.
UNCHANGEABLE = {AuditEvent, Claim, ReferralEvent, ReferralMessage, ServiceEvent}
# What every sign-in and every change of any place leaves behind, also of the walker's own.
UNWATCHED = {SignInAttempt, ReferenceVersion}
# Texts that code reads: changing them would break the row instead of marking it.
CODES = {"password", "key", "kind", "code", "disease_code", "reason_code", "language", "sha256"}
CODES |= {"id_hash", "number", "url", "pinyin", "fingerprint", "encoding", "code_system"}
CODES |= {
    "normalised",
    "technique_key",
    "media_type",
    "blocked_for",
    "main_diagnosis_code",
    "typed",
    "grain",
    "leftover",
}
TOLD = ("patient_name", "contact_name", "main_diagnosis", "summary", "allergies", "vital_signs")
SIDE_LINES = (("draft", ()), ("received", ("submit_for_review", "approve", "receive")))


def own_models():
    return [model for label in FLOORS for model in apps.get_app_config(label).get_models()]


class Foreign(make.World):
    """The two hospitals of the test world, with one row of everything, marked."""

    def __init__(self):
        super().__init__()
        self.build_network()
        self.build_settings()
        self.build_figures()
        self.referrals = {state: self.referral(line) for state, line in SIDE_LINES}
        self.referrals["completed"] = self.referral(make.MAIN_LINE)
        services.answered(self, note=MARK)
        care.one_of_each(self, mark=MARK)
        SavedView.objects.create(kind="referrals", name="视图", owner=self.clinician)
        told = {"kind": "experts", "sha256": "0" * 64, "file_name": "模拟.csv"}
        ImportRun.objects.create(owner=self.clinician, **told)
        ImportMapping.objects.remember(self.clinician, "experts", {MARK: "name"})
        ExportJob.objects.create(kind="referrals", owner=self.clinician, expires_at=timezone.now())
        PrintJob.objects.create(
            referral=self.referrals["received"],
            referral_version=1,
            in_full=True,
            requested_by=self.clinician,
            expires_at=timezone.now() + dt.timedelta(days=1),
        )
        self.attach_document(self.referrals["received"])
        messages.say(referral=self.referrals["received"], text=f"{MARK}请问", by=self.clinician)
        filing.keep_typed(hospital=self.county, typed={"summary": MARK}, by=self.clinician)
        for message_id in notices.claim_due():
            notices.deliver(message_id)
        self.build_green()
        self.referrals["unplaced"] = self.referral((*SIDE_LINES[1][1], "close_unplaced"))
        mark_texts()
        self.before = rows()

    def referral(self, line):
        told = make.content(self)
        row = make.draft(self, **{name: MARK + told[name] for name in TOLD})
        for verb in line:
            row = make.move(self, row, verb, note=f"{MARK}{verb}")
        return row

    def attach_document(self, referral):
        attachments.attach(
            referral=referral,
            content=files.pdf(),
            name="模拟病历.pdf",
            kind="summary",
            by=self.clinician,
        )
        documents.inspect_waiting()

    def build_network(self):
        hospitals.accreditation(self.centre, issuer="模拟机构")
        hospitals.slot(self.unit, label="专家门诊")
        network = self.centre.led_networks.get()
        hospitals.route(network, self.county, self.centre, note="模拟说明")
        self.build_experts()
        row = hospitals.handed_in(self.county, "2026-01-01", {"outpatients": 271828}, note="模拟")
        row.volumes.update(reason="模拟说明")
        self.build_governance(network)
        Campus.objects.create(hospital=self.county, name="东院区", address="某路一号")
        relation = hospitals.relation(self.centre, self.county)
        project = CooperationProject.objects.create(
            relation=relation, name="模拟项目", stage="opened"
        )
        step = Milestone.objects.create(project=project, kind="opening", evidence="模拟文件")
        hospitals.paper(MilestoneFile, step)

    def build_governance(self, network):
        hospitals.former_name(self.county, since_text="模拟原文")
        hospitals.plan(self.county)
        signed = hospitals.agreement(network, self.county, signed_text="模拟原文")
        hospitals.paper(AgreementFile, signed)
        hospitals.policy(network, section="模拟分类", document_number="模拟文号")
        hospitals.bed_count(self.county, source="模拟来源")
        hospitals.bed_target(self.county, source="模拟来源")
        hospitals.equipment(self.county, note="模拟说明")
        hospitals.cluster(self.county, specialties="模拟专科")
        row = inspections.scored(network, self.county, {"1.1": (3, 10)}, found=["1.1"])
        row.findings.update(responsible="模拟科室", measure="模拟措施", note="模拟意见")
        committee = hospitals.committee(network, duty="模拟职责")
        hospitals.seat(committee, post="模拟职务", hospital=self.county)

    def build_experts(self):
        person = experts.expert(self.county, title="主任医师", licence_number="模拟证号")
        batch = experts.batch(self.county, self.centre, document_number="模拟文号", note="模拟")
        row = experts.posting(person, self.centre, batch=batch, post="学科带头人")
        experts.planned(row)
        experts.session(person, self.unit)
        technology = experts.technology(
            self.centre, brought_by=person, posting=row, specialty="骨科", name_english="Canary"
        )
        experts.one_of_each(technology, by=self.clinician)
        experts.evidence(technology)
        hospitals.paper(BatchFile, batch)
        experts.milestone(experts.mentorship(person, experts.local(self.centre)))
        away = experts.stay(experts.local(self.centre), department="外科")
        experts.certificate(away.trainee, stay=away)
        experts.award(self.centre, holder=person, issuer="模拟机构")
        experts.recruitment(self.centre, note="模拟说明")
        experts.activity(self.centre, person, topic="查房", referral_number="模拟")
        experts.campaign(self.centre, 7, team="医疗队")
        experts.director(self.unit, person, "dispatched")

    def build_settings(self):
        ClaimProposal.objects.create(claim=hospitals.claim(), proposed="1", reason="模拟")
        network = self.centre.led_networks.get()
        TimerRule.objects.create(network=network, kind="received", priority="urgent", minutes=50)
        CalendarDay.objects.create(hospital=self.county, day="2026-10-08", name="校庆")
        DutyShift.objects.create(
            hospital=self.county, begins="00:00", ends="00:00", person="值班员", phone="0773-5"
        )

    def build_green(self):
        target = {"kind": "stroke", "code": "dnt", "minutes": 45, "since": dt.date(2026, 1, 1)}
        GreenTarget.objects.create(hospital=self.centre, note="模拟办法", **target)
        case = make.draft(self, green_channel="stroke")
        GreenMilestone.objects.create(referral=case, code="onset", at=timezone.now(), note="模拟")

    def build_figures(self):
        region = self.county.region
        batch = ImportBatch.objects.create(
            sender_region=region, source_system="hqms", file_name="流向.csv", state="current"
        )
        ImportProblem.objects.create(batch=batch, row=1, rule="unknown_code", hint="请核对")
        month = dt.date(2026, 1, 1)
        Population.objects.create(region=region, year=2020, count=271827)
        ClinicalCode.objects.create(table="drg", edition="1.1", code="FM11", name="模拟组")
        AbstractFile.objects.create(
            batch=batch, hospital=self.county, month=month, path="模拟", sha256="0", rows=1
        )
        run = ComputeRun.objects.create(job="flows", period=month, state="done")
        IndicatorValue.objects.create(
            run=run,
            code="F01",
            layer="measured",
            grain="month",
            period=month,
            region=region,
            disease_system="ALL",
            disease_code="ALL",
            numerator=271828,
            denominator=314159,
            as_of=timezone.now(),
        )

    def pk_of(self, model):
        """A row of this model that belongs to this world."""
        if model._meta.label == "referrals.Referral":
            return self.referrals["received"].pk
        assert self.before[model], f"make a row of {model.__name__} in build_network or beside it"
        return next(iter(self.before[model]))

    def canaries(self):
        """What no stranger may ever read: the marker, ids and numbers."""
        found = {MARK, make.ID_NUMBER, "13800001111", "271828"}
        found |= {row.number for row in self.referrals.values()}
        for model, kept in self.before.items():
            if model not in COMMON:
                found |= {str(pk) for pk in kept if isinstance(pk, uuid.UUID)}
        return found

    def changes(self):
        """What became different in this world, and which new rows point into it."""
        now, mine = rows(), {pk for kept in self.before.values() for pk in kept}
        mine -= set(self.before[Region])
        for model, kept in self.before.items():
            yield from (f"{model.__name__} {pk}" for pk in kept if now[model].get(pk) != kept[pk])
            yield from (
                f"new {model.__name__} {pk}"
                for pk in set(now[model]) - set(kept)
                if model is not AuditEvent and points_into(now[model][pk], mine)
            )


def points_into(values, ids):
    return any(isinstance(value, uuid.UUID) and value in ids for value in values.values())


def rows():
    """Every row of the house, by model and key."""
    return {
        model: {row["pk"]: row for row in model.objects.values("pk", *fields(model))}
        for model in own_models()
        if model not in UNWATCHED
    }


def fields(model):
    return [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]


def texts(model):
    """The fields of free text."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in CODES
    ]


def mark_texts():
    for model in set(own_models()) - COMMON - UNCHANGEABLE:
        for row in model.objects.all():
            marked = {
                field.attname: f"{MARK}{value}"[: field.max_length]
                for field in texts(model)
                if (value := getattr(row, field.attname))
            }
            model.objects.filter(pk=row.pk).update(**marked)


def insider(foreign):
    """Somebody who holds every role on both sides of this world."""
    person = hospitals.member(Role.HOSPITAL_ADMIN, foreign.county)
    for place in (foreign.county, foreign.centre):
        for role in set(Role) - {Role.HOSPITAL_ADMIN, Role.COMMISSION_VIEWER}:
            hospitals.holds(person, role, place)
    hospitals.holds(person, Role.COMMISSION_VIEWER, foreign.county.region.parent.parent)
    return person
