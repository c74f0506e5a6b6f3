import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from hospitals.models import CalendarDay, Membership
from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import AuditEvent, OutboxMessage
from referrals.actions import service_requests
from referrals.models import ServiceRequest
from tests.factories import hospitals
from tests.factories import referrals as make
from tests.factories import service_requests as services


def test_request_to_acknowledged_keeps_who_and_when(world):
    service = services.at_state(world, "acknowledged")

    events = list(service.events.values_list("seq", "action", "side", "from_state", "to_state"))
    assert events == [
        (1, "request", "origin", "", "requested"),
        (2, "receive", "destination", "requested", "received"),
        (3, "start", "destination", "received", "in_progress"),
        (4, "report", "destination", "in_progress", "reported"),
        (5, "acknowledge", "origin", "reported", "acknowledged"),
    ]
    assert (service.reporter, service.conclusion) == (world.head, "建议手术治疗。")
    assert (service.version, service.due_at) == (5, None)
    audited = AuditEvent.objects.filter(verb__startswith="service.").order_by("at")
    assert [event.verb for event in audited] == [
        f"service.{verb}" for verb in ("request", *services.LINE)
    ]


@pytest.mark.parametrize(
    ("kind", "priority", "hours"),
    [("consultation", "urgent", 4), ("imaging", "urgent", 2), ("pathology", "emergency", 0.5)],
)
def test_report_is_due_by_kind_and_priority(world, kind, priority, hours):
    service = services.ask(world, kind=kind, priority=priority)

    assert service.due_at - service.requested_at == dt.timedelta(hours=hours)


FRIDAY = dt.datetime(2026, 3, 6, 2, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("whose", "due_in", "took"), [("nobody", 4, 2), ("centre", 5, 1), ("county", 4, 2)]
)
def test_routine_is_measured_in_workdays_of_those_who_answer(world, whose, due_in, took):
    """Over a weekend; the Monday after it is a holiday of one of the two, or of none."""
    if whose != "nobody":
        CalendarDay.objects.create(day=dt.date(2026, 3, 9), hospital=getattr(world, whose))
    with time_machine.travel(FRIDAY, tick=False) as clock:
        service = services.ask(world)
        due_at = service.due_at
        service = services.move(world, service, "receive")
        clock.shift(dt.timedelta(days=4))
        service = services.move(world, service, "report")

    assert due_at == FRIDAY + dt.timedelta(days=due_in)
    assert (service.took, service.was_late) == (dt.timedelta(days=took), False)


def test_late_is_what_took_more_workdays_than_the_target(world):
    with time_machine.travel(FRIDAY, tick=False) as clock:
        service = services.move(world, services.ask(world), "receive")
        clock.shift(dt.timedelta(days=4, minutes=1))
        service = services.move(world, service, "report")

    assert (service.took, service.was_late) == (dt.timedelta(days=2, minutes=1), True)


def test_patient_is_copied_from_the_referral(world):
    referral = make.at_state(world, "submitted")

    service = services.ask(world, referral=referral, patient_name="别人")

    assert service.patient.pk != referral.patient.pk
    assert service.patient.name == referral.patient.name
    assert service.patient.id_hash == referral.patient.id_hash
    assert service.patient.hospital == world.county


def test_nobody_asks_their_own_hospital_or_for_another(world):
    with pytest.raises(Incomplete):
        services.ask(world, destination=world.county)
    with pytest.raises(NotAllowed):
        service_requests.request(
            origin=world.centre, content=services.content(world), by=world.clinician
        )


@pytest.mark.parametrize("verb", services.ACTORS)
def test_move_from_a_final_state_is_refused(world, verb):
    service = services.at_state(world, "cancelled")

    with pytest.raises(Refusal) as refusal:
        services.move(world, service, verb)

    assert refusal.value.code == "illegal_move"


@pytest.mark.parametrize(("verb", "actor"), [("receive", "clinician"), ("cancel", "head")])
def test_the_wrong_side_is_refused(world, verb, actor):
    service = services.ask(world)

    with pytest.raises(NotAllowed):
        service_requests.ACTIONS[verb](
            service=service, by=getattr(world, actor), details=services.DETAILS.get(verb)
        )


def test_nobody_answers_their_own_question(world):
    service = services.ask(world)
    Membership.objects.create(
        user=world.clinician,
        role="department_head",
        hospital=world.centre,
        since=hospitals.LONG_AGO,
    )

    with pytest.raises(NotAllowed) as refusal:
        service_requests.receive(
            service=service, by=type(world.clinician).objects.get(pk=world.clinician.pk)
        )

    assert refusal.value.code == "two_hats"


def test_stale_version_and_future_are_refused(world):
    service = services.ask(world)

    with pytest.raises(Stale):
        service_requests.receive(service=service, by=world.receiver, version=9)
    with pytest.raises(Refusal) as refusal:
        service_requests.receive(
            service=service, by=world.receiver, at=timezone.now() + dt.timedelta(hours=1)
        )

    assert refusal.value.code == "future"


@pytest.mark.parametrize(
    ("verb", "details", "missing"),
    [
        ("report", {"report": "所见"}, {"conclusion"}),
        ("decline", {}, {"reason_code"}),
        ("decline", {"reason_code": "other"}, {"note"}),
        ("cancel", {}, {"note"}),
    ],
)
def test_what_is_missing_is_named(world, verb, details, missing):
    service = services.at_state(world, "received")

    with pytest.raises(Incomplete) as refusal:
        service_requests.ACTIONS[verb](
            service=service, by=getattr(world, services.ACTORS[verb]), details=details
        )

    assert set(refusal.value.errors) == missing


def test_consultation_becomes_a_referral_with_its_data(world):
    service = services.answered(world)

    made = service_requests.convert(service=service, by=world.clinician, version=service.version)

    service.refresh_from_db()
    assert service.converted_to == made
    assert (made.state, made.origin, made.destination) == ("draft", world.county, world.centre)
    assert (made.main_diagnosis, made.summary) == ("胸痛待查", "胸痛两小时。")
    assert made.patient.id_hash == service.patient.id_hash
    assert "建议手术治疗。" in made.treatment_so_far
    with pytest.raises(Refusal) as refusal:
        service_requests.convert(service=service, by=world.clinician)
    assert refusal.value.code == "already_converted"


def test_only_an_answered_consultation_is_converted(world):
    waiting = services.ask(world)
    image = services.at_state(world, "reported", kind="imaging", materials="CT 三张")

    for service in (waiting, image):
        with pytest.raises(Refusal) as refusal:
            service_requests.convert(service=service, by=world.clinician)
        assert refusal.value.code == "not_convertible"
    with pytest.raises(NotAllowed):
        service_requests.convert(service=services.answered(world), by=world.head)


def test_late_report_is_told_once(world):
    service = services.ask(world, priority="emergency")
    later = service.due_at + dt.timedelta(minutes=1)

    found = [service_requests.sweep(now=later) for _ in range(2)]

    service.refresh_from_db()
    assert found == [1, 0]
    assert service.breached_at == service.due_at
    owed = OutboxMessage.objects.get(kind="service.late")
    told = {world.receiver, world.head, world.clinician}
    assert set(owed.recipient_ids) == {str(person.pk) for person in told}


def test_report_that_came_late_stays_late(world):
    service = services.ask(world, at=timezone.now() - dt.timedelta(days=9))
    due = service.due_at
    for verb in services.LINE[:3]:
        service = services.move(world, service, verb)

    assert (service.breached_at, service.due_at) == (due, None)


def test_reveal_is_audited_and_for_the_two_sides_only(world, stranger):
    service = services.ask(world)

    patient = service_requests.reveal(service=service, reason="treatment", by=world.head)

    assert patient.name == "覃测试"
    assert AuditEvent.objects.get(verb="service.reveal").detail == {"reason": "treatment"}
    with pytest.raises(NotAllowed):
        service_requests.reveal(service=service, reason="treatment", by=stranger)


@pytest.mark.django_db(transaction=True)
def test_two_people_answer_at_once_and_one_wins():
    world = make.World()
    service, outcomes = services.ask(world), []

    def answer(verb, person):
        try:
            services_moved = service_requests.ACTIONS[verb](
                service=service, by=person, details=services.DETAILS.get(verb, {}), version=1
            )
            outcomes.append(services_moved.state)
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    racers = [
        threading.Thread(target=answer, args=("receive", world.receiver)),
        threading.Thread(target=answer, args=("decline", world.head)),
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    final = ServiceRequest.objects.get().state
    assert sorted(outcomes) == sorted([final, "stale"])
    assert service.events.count() == 2
