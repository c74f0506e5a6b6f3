import datetime as dt

import pytest
from django.utils import timezone

from referrals.actions import transfers
from referrals.forms.moves import FORMS
from referrals.states import MOVES
from tests.factories import hospitals
from tests.factories import referrals as make


def typed(world, verb, **changes):
    """The details of a move as a browser sends them."""
    values = make.details(world, verb) | changes
    plain = {}
    for name, value in values.items():
        if isinstance(value, dt.datetime):
            value = timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
        plain[name] = str(getattr(value, "pk", value))
    return plain


def form(world, referral, verb, **changes):
    user = getattr(world, make.ACTORS[verb])
    return FORMS[verb](typed(world, verb, **changes), referral=referral, user=user)


def test_every_verb_has_its_form():
    assert list(FORMS) == [verb for verb, move in MOVES.items() if move.who and verb != "create"]


def test_forms_carry_a_referral_along_the_main_line(world):
    referral = make.draft(world)
    for verb in make.MAIN_LINE:
        filled = form(world, referral, verb)
        assert filled.errors == {}, verb
        referral = transfers.ACTIONS[verb](
            referral=referral,
            by=getattr(world, make.ACTORS[verb]),
            details=filled.cleaned_data,
            version=referral.version,
        )
    assert referral.state == "completed"


def test_booking_names_the_last_day_of_the_promise(world):
    referral = make.at_state(world, "accepted", priority="routine")
    day = referral.offers.get().valid_until.isoformat()

    shown = form(world, referral, "schedule").fields["scheduled_for"].help_text
    early = form(world, make.at_state(world, "submitted"), "schedule").fields["scheduled_for"]

    assert shown == f"接收有效期至 {day}，不能晚于这一天。"
    assert early.help_text == "接收有效期至 未填，不能晚于这一天。"


@pytest.mark.parametrize(
    "state, verb, changes, wrong",
    [
        ("pending_review", "return", {"note": " "}, ["note"]),
        ("received", "request_info", {"note": ""}, ["note"]),
        ("info_requested", "supply_info", {"note": ""}, ["note"]),
        ("received", "accept", {"department": ""}, ["department"]),
        ("received", "accept", {"admission_kind": "tent"}, ["admission_kind"]),
        ("received", "accept", {"valid_until": "2020-01-01"}, ["valid_until"]),
        ("received", "decline", {"reason_code": ""}, ["reason_code"]),
        ("received", "decline", {"reason_code": "improved"}, ["reason_code"]),
        ("received", "decline", {"reason_code": "other"}, ["note"]),
        ("submitted", "cancel", {"reason_code": "no_bed"}, ["reason_code"]),
        ("declined", "redirect", {"destination": ""}, ["destination"]),
        ("accepted", "schedule", {"scheduled_for": "明天"}, ["scheduled_for"]),
        ("accepted", "depart", {"handover": ""}, ["handover"]),
        ("accepted", "depart", {"phone": "1"}, ["phone"]),
        ("accepted", "arrive", {"identity_checked": ""}, ["identity_checked"]),
        ("accepted", "arrive", {"note": ""}, ["note"]),
        ("arrived", "admit", {"encounter_number": ""}, ["encounter_number"]),
        ("admitted", "finish_treatment", {"discharge_mode": "2"}, ["receiving_organisation"]),
        ("treated", "reply", {"plan": ""}, ["plan"]),
        ("treated", "reply", {"down_referral": "on"}, ["down_reason"]),
    ],
)
def test_what_a_move_lacks_is_said_beside_its_field(world, state, verb, changes, wrong):
    referral = make.at_state(world, state)

    assert list(form(world, referral, verb, **changes).errors) == wrong


def test_emergency_departs_with_vital_signs(world):
    referral = make.at_state(world, "scheduled", priority="emergency")

    assert list(form(world, referral, "depart").errors) == ["vital_signs", "vital_signs_at"]


def test_departments_on_offer_are_those_of_the_destination(world):
    referral = make.at_state(world, "received")
    foreign = hospitals.department(hospitals.hospital("别处医院"), "外科")
    offered = FORMS["accept"](referral=referral, user=world.receiver)

    assert list(offered.fields["department"].queryset) == [world.unit]
    assert list(form(world, referral, "accept", department=world.ward).errors) == ["department"]
    assert list(form(world, referral, "accept", department=foreign).errors) == ["department"]


def test_redirect_offers_every_other_hospital_and_its_departments(world):
    third = hospitals.hospital("模拟三院", region=world.centre.region)
    hospitals.network(world.centre, third, world.county)
    icu = hospitals.department(third, "重症医学科")
    referral = make.at_state(world, "declined")
    offered = FORMS["redirect"](referral=referral, user=world.coordinator)

    assert set(offered.fields["destination"].queryset) == {world.centre, third}
    assert [group for group, _options in offered.fields["department"].choices] == [
        "",
        "模拟三院",
        "模拟中心医院",
    ]
    assert list(form(world, referral, "redirect", department=icu).errors) == ["department"]


def test_suggested_return_needs_an_answer(world):
    referral = make.at_state(world, "treated")
    referral = make.move(world, referral, "reply", down_referral=True, down_reason="病情稳定")

    assert list(form(world, referral, "acknowledge").errors) == ["note"]
