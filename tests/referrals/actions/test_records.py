"""What may be read before and after the other side agreed: the same on page, API and paper."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.models import AuditEvent
from referrals.actions import records
from referrals.api.record import WITHHELD
from referrals.paper.slip import slip_of
from referrals.readers.lines import Result
from tests.factories import hospitals
from tests.factories import referrals as make

RECORD = {
    "past_history": "高血压十年。",
    "diagnosis_basis": "心电图与肌钙蛋白。",
    "tcm_diagnosis": "胸痹",
    "treatment_so_far": "已予抗凝。",
    "medicines": "阿司匹林。",
    "care_instructions": "按时服药。",
    "follow_up_plan": "一月复诊。",
    "occupation": "教师",
    "insurance_filing_number": "备案0001",
}
BRIEF = {"summary": "胸痛两小时。", "patient_choice": "同意转诊", "escort": "护士一名"}


# Every door to a record; the page of a move shows it without the person.
DOORS = ("detail", "check", "print", "review-one", "receive")
PERSON = {"occupation", "insurance_filing_number"}


def read(client, person, referral):
    """Door → what of the record this person reads behind it."""
    client.force_login(person)
    doors = {name: reverse(f"referrals:referral-{name}", args=[referral.pk]) for name in DOORS}
    return {name: told(client.get(door).content.decode(), RECORD) for name, door in doors.items()}


def told(text, words):
    return {name for name, value in words.items() if value in text}


def filed(world, state, **changes):
    more = {"key_results": [Result("心电图", "ST段抬高")], "follow_up_on": dt.date(2030, 1, 2)}
    return make.at_state(world, state, **RECORD, **more, **changes)


def test_pages_and_paper_tell_the_summary_first_and_the_whole_after_acceptance(world, client):
    whole = {name: set(RECORD) for name in DOORS} | {"receive": set(RECORD) - PERSON}
    before, after = filed(world, "received"), filed(world, "accepted")

    assert read(client, world.receiver, before) == {name: set() for name in DOORS}
    assert read(client, world.receiver, after) == whole
    assert read(client, world.clinician, before) == whole | {"receive": set()}


@pytest.mark.parametrize(
    ("state", "who", "record"),
    [
        ("received", "receiver", "summary"),
        ("declined", "receiver", "summary"),
        ("accepted", "receiver", "whole"),
        ("completed", "head", "whole"),
        ("received", "coordinator", "whole"),
        ("accepted", "lead", "summary"),
        ("accepted", "transfer_centre", "summary"),
    ],
)
def test_api_withholds_what_the_page_does_not_show(world, client, state, who, record):
    referral = filed(world, state)
    client.force_login(getattr(world, who))

    shown = client.get(reverse("api:referral-detail", args=[referral.pk])).json()

    assert shown["record"] == record
    empty = {name for name in WITHHELD & set(shown) if shown[name] is None}
    if record == "summary":
        assert empty == WITHHELD & set(shown)
    else:
        assert {name: shown[name] for name in RECORD} == RECORD
        assert shown["consent"]["given_by"] == "覃**"
    assert {name: shown[name] for name in BRIEF} == BRIEF
    assert shown["key_results"][0]["finding"] == "ST段抬高"


def test_every_look_is_kept_with_what_was_read(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)

    client.get(reverse("referrals:referral-detail", args=[referral.pk]))
    client.get(reverse("api:referral-detail", args=[referral.pk]))
    records.look(referral=referral, by=world.clinician)

    looks = AuditEvent.objects.filter(verb="referral.read").order_by("pk")
    assert [(look.actor_id, look.detail["record"]) for look in looks] == [
        (world.receiver.pk, "summary"),
        (world.receiver.pk, "summary"),
        (world.clinician.pk, "whole"),
    ]


def test_record_stays_shut_without_consent_and_opens_on_the_road(world):
    without = make.at_state(world, "accepted")
    without.consents.all().update(is_complete=False)
    hospitals.accreditation(world.centre, kind="chest_pain")
    coming = make.move(
        world,
        make.at_state(world, "submitted", priority="emergency"),
        "emergency_bypass",
    )

    assert without.is_open_to(world.receiver) is False
    assert coming.is_open_to(world.desk) is True
    assert coming.is_open_to(world.lead) is False


def test_paper_holds_the_consent_by_whom_how_and_when(world):
    referral = make.at_state(world, "accepted")
    consent = referral.consents.get()

    slip = slip_of(referral, in_full=True, printed_by=world.receiver)

    lines = {line.label: line.value for line in slip.parts[1].lines}
    assert (lines["知情同意"], lines["同意人"], lines["同意人与患者关系"]) == (
        "书面同意",
        "覃家属",
        "配偶",
    )
    assert lines["同意时间"] == f"{consent.given_at.astimezone():%Y-%m-%d %H:%M}"
