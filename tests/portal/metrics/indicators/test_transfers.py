import datetime as dt
import random

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portal.metrics import compute
from portal.metrics.models import IndicatorValue, Job
from referrals.models import (
    FollowUpTask,
    Referral,
    ReferralEvent,
    ReferralOffer,
    ResultRecognition,
    ServiceRequest,
)
from tests.factories import referrals as make
from tests.factories import reports
from tests.factories import service_requests as services
from tests.oracles import transfers as oracle

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 6, 20, 4, 0, tzinfo=dt.UTC)
START = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(db):
    """Its referrals get histories of moments without the moves that lead to them."""
    made = make.World()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE referrals_referral DISABLE TRIGGER USER")
    return made


def told(job, period):
    run = compute.compute(job, period)
    assert run.error == ""
    rows = IndicatorValue.objects.filter(run=run)
    return {
        (
            row.code,
            row.hospital_id or row.network_id or row.region_id,
            row.counterpart_hospital_id,
            row.item,
        ): [
            row.numerator,
            row.denominator,
        ]
        for row in rows
    }


def accept(row, at):
    states = {"from_state": "received", "to_state": "accepted", "side": "destination"}
    ReferralEvent.objects.create(referral=row, seq=98, action="accept", at=at, **states)
    return True


def written(world, chance):
    """A referral with a history of moments, as the actions would have left it."""
    row = make.draft(world)
    submitted = START + DAY * chance.randrange(40)
    treated = chance.choice([None, submitted + DAY * chance.randrange(30)])
    replied = treated and chance.choice([None, treated + DAY * chance.choice([1, 2, 3])])
    changes = {
        "submitted_at": submitted,
        "decided_at": submitted,
        "arrived_at": treated,
        "treated_at": treated,
        "replied_at": replied,
        "direction": chance.choice(["up", "down", "lateral"]),
        "state": chance.choice(["completed", "treated"]) if replied else "submitted",
    }
    lost = treated is None and chance.random() < 0.5
    if lost:
        changes |= {"state": chance.choice(["cancelled", "expired", "deceased"])}
        changes |= {"closed_at": submitted + DAY * chance.randrange(30)}
    is_accepted = chance.random() < 0.5 and accept(row, submitted)
    Referral.objects.filter(pk=row.pk).update(**changes)
    followed = bool(replied) and chance.random() < 0.5
    if followed:
        about = {"done_at": NOW, "done_by": world.desk, "readmitted": False}
        FollowUpTask.objects.create(
            referral=row, seq=1, kind="phone", due_on=NOW.date(), state="done", **about
        )
    return {
        "origin": row.origin_id,
        "destination": row.destination_id,
        "direction": changes["direction"],
        "submitted": timezone.localtime(submitted),
        "arrived": treated and timezone.localtime(treated),
        "treated": treated and timezone.localtime(treated),
        "replied": replied and timezone.localtime(replied),
        "completed": changes["state"] == "completed",
        "lost": lost and is_accepted and changes["state"] != "deceased" and changes["closed_at"],
        "followed": followed,
        "wait": 30 * DAY,
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_equals_the_oracle(world, seed):
    chance = random.Random(seed)
    rows = [written(world, chance) for _ in range(14)]

    for month in (3, 4, 5):
        found = told(Job.TRANSFERS, dt.date(2026, month, 1))
        codes = {"R01", "R01S", "R08", "R09"}
        own = {key: row for key, row in found.items() if key[0] in codes}
        assert own == oracle.figures(rows, f"2026-{month:02}")


def changed(world, **fields):
    row = make.draft(world)
    Referral.objects.filter(pk=row.pk).update(**({"submitted_at": START} | fields))
    return row


def test_down_referrals_among_reported_discharges(world):
    reports.approved(world.county, "2026-03-01")
    changed(world, direction="down", encounter_class="inpatient", arrived_at=START)
    changed(world, direction="down", encounter_class="outpatient", arrived_at=START)

    found = told(Job.TRANSFERS, dt.date(2026, 3, 1))

    assert found["R05", world.county.pk, None, ""] == [1, 600]


def test_up_to_down_of_the_network_of_both(world):
    network = world.centre.led_networks.get()
    for direction in ("up", "up", "down"):
        changed(world, direction=direction)

    assert told(Job.TRANSFERS, dt.date(2026, 3, 1))["R07", network.pk, None, ""] == [2, 1]


def test_sent_down_after_treatment(world):
    treated = {"treated_at": START, "direction": "up", "admission_kind": "inpatient"}
    rows = [changed(world, **treated) for _ in range(3)]
    changed(world, direction="down", parent=rows[0])
    Referral.objects.filter(pk=rows[1].pk).update(person_hash="1" * 64)
    back = {"direction": "down", "origin": world.centre, "destination": world.county}
    changed(world, **back, person_hash="1" * 64)
    changed(world, **back, person_hash="2" * 64)

    found = told(Job.TRANSFERS_OF_QUARTER, dt.date(2026, 1, 1))

    assert found == {("R06", world.centre.pk, None, ""): [2, 3]}


def asked(world, chance):
    """One question to the centre: answered, taken back, both, or neither."""
    opened = START + DAY * chance.randrange(60)
    answered = chance.choice([None, opened + DAY * chance.randrange(40)])
    gone = chance.choice([None, opened + DAY * chance.randrange(40)])
    if answered and gone and gone < answered:
        answered = None
    row = changed(world, is_retrospective=chance.random() < 0.2)
    told_of = {"referral": row, "seq": 99, "hospital": world.centre}
    end = {"state": "withdrawn", "decided_at": gone} if gone else {}
    if answered and not gone:
        end = {"state": "declined", "decided_at": answered}
    ReferralOffer.objects.create(**told_of, opened_at=opened, **end)
    if answered:
        states = {"from_state": "received", "to_state": "declined", "side": "destination"}
        ReferralEvent.objects.create(**told_of, action="decline", at=answered, **states)
    row.refresh_from_db()
    moments = {"opened": opened, "answered": answered, "gone": gone}
    moments = {name: at and timezone.localtime(at) for name, at in moments.items()}
    return moments | {"counts": not row.is_retrospective}


@pytest.mark.parametrize("seed", [1, 2])
def test_questions_without_answer_equal_the_oracle(world, seed):
    chance = random.Random(seed)
    rows = [asked(world, chance) for _ in range(16)]

    for month in (3, 4, 5):
        found = told(Job.TRANSFERS, dt.date(2026, month, 1))
        own = {code: row[0] for (code, *_), row in found.items() if code in {"R02P", "R02W"}}
        assert own == oracle.unanswered(rows, f"2026-{month:02}")


def test_down_referrals_among_discharges_of_each_source(world):
    reports.approved(world.county, "2026-03-01")
    run = compute.compute(Job.FLOWS, dt.date(2026, 3, 1))
    about = {"grain": "month", "layer": "measured", "source_system": "hospital_upload"}
    about |= {"disease_system": "ALL", "disease_code": "ALL", "as_of": NOW, "code": "H01"}
    place = {"hospital": world.county, "period": dt.date(2026, 3, 1)}
    IndicatorValue.objects.create(run=run, numerator=580, **about, **place)
    changed(world, direction="down", encounter_class="inpatient", arrived_at=START)

    compute.compute(Job.TRANSFERS, dt.date(2026, 3, 1))

    rows = IndicatorValue.objects.filter(code="R05", disclosure="shown")
    assert set(rows.values_list("source_system", "numerator", "denominator")) == {
        ("hospital_upload", 1, 580),
        ("", 1, 600),
    }


def test_services_and_recognitions_of_the_network(world):
    network = world.centre.led_networks.get()
    for kind in ("pathology", "imaging", "consultation"):
        request = services.ask(world, kind=kind)
        ServiceRequest.objects.filter(pk=request.pk).update(reported_at=START)
    row = changed(world)
    for verdict in ("recognised", "recognised", "repeated"):
        reason = "quality" if verdict == "repeated" else ""
        about = {"item": "CT", "verdict": verdict, "reason_code": reason}
        ResultRecognition.objects.create(referral=row, **about)
    ResultRecognition.objects.update(created_at=START)

    found = told(Job.TRANSFERS, dt.date(2026, 3, 1))

    assert found["C02", network.pk, None, ""] == [4, None]
    assert found["C03", network.pk, None, ""] == [2, 4]
    assert found["C03R", network.pk, None, ""] == [2, 3]


@pytest.mark.parametrize("seed", [1, 2])
def test_remote_diagnosis_equals_the_oracle(world, seed):
    chance, network = random.Random(seed), world.centre.led_networks.get()
    asked, looked = [], []
    for number in range(8):
        kind, month = chance.choice(["pathology", "imaging", "consultation"]), chance.choice([3, 4])
        at = START.replace(month=month)
        request = services.ask(world, kind=kind)
        ServiceRequest.objects.filter(pk=request.pk).update(reported_at=at)
        asked.append({"kind": kind, "month": month})
        verdict = chance.choice(["recognised", "repeated"])
        reason = "quality" if verdict == "repeated" else ""
        about = {"item": f"CT{number}", "verdict": verdict, "reason_code": reason}
        row = ResultRecognition.objects.create(referral=changed(world), **about)
        ResultRecognition.objects.filter(pk=row.pk).update(created_at=at)
        looked.append({"verdict": verdict, "month": month})

    for month in (3, 4, 5):
        found = told(Job.TRANSFERS, dt.date(2026, month, 1))
        own = {code: row for (code, place, *_), row in found.items() if place == network.pk}
        own.pop("R07", None)
        assert own == oracle.remote(asked, looked, month)


def test_ordered_share_of_the_outflow_of_a_region(world):
    region = world.county.region
    run = compute.compute(Job.FLOWS, dt.date(2026, 3, 1))
    about = {"grain": "month", "layer": "measured", "source_system": "hqms", "as_of": NOW}
    IndicatorValue.objects.create(
        run=run,
        code="F05",
        period=dt.date(2026, 3, 1),
        region=region,
        disease_system="ALL",
        disease_code="ALL",
        numerator=40,
        **about,
    )
    changed(world, cross_level="province", arrived_at=START)
    changed(world, cross_level="city", arrived_at=START)

    assert told(Job.TRANSFERS, dt.date(2026, 3, 1))["F28", region.pk, None, ""] == [1, 40]
