import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from hospitals.actions import claims
from hospitals.models import Claim, ClaimProposal
from portal.errors import NotAllowed, Refusal, Stale
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    place = hospitals.hospital("模拟市医院")
    return hospitals.member("network_admin", place), hospitals.member("network_admin", place)


@pytest.fixture
def claim():
    claims.load()
    return Claim.objects.get(code="S1-038")


def propose(claim, by, **changed):
    details = {"proposed": "12", "unit": "", "reason": "模拟"} | changed
    return claims.propose(claim=claim, details=details, by=by)


def test_load_adds_each_figure_once_and_ties_it_to_its_hospital():
    place = hospitals.hospital("桂林市人民医院")

    assert (claims.load(), claims.load()) == (203, 0)

    assert Claim.objects.filter(hospital=place).count() == 8
    assert ClaimProposal.objects.count() == 7
    suspect = Claim.objects.get(code="S1-051")
    assert (suspect.printed, suspect.reading.proposed) == ("29063", "290.63")


@pytest.mark.parametrize(
    "statement", ["UPDATE hospitals_claim SET printed='1'", "DELETE FROM hospitals_claim"]
)
def test_database_lets_nobody_change_a_printed_figure(claim, statement):
    ClaimProposal.objects.all().delete()

    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Claim.objects.get(code="S1-051").printed == "29063"


def test_a_reading_is_decided_by_somebody_else(claim, people):
    proposer, other = people
    row = propose(claim, proposer)

    with pytest.raises(NotAllowed, match="自己"):
        claims.decide(proposal=row, details={"state": "verified"}, by=proposer)
    done = claims.decide(proposal=row, details={"state": "verified"}, by=other, version=1)

    assert (done.state, done.decided_by, done.version) == ("verified", other, 2)
    assert Claim.objects.with_proposals().get(pk=claim.pk).reading == done


def test_a_disputed_reading_stands_no_more(claim, people):
    row = propose(claim, people[0])
    details = {"state": "disputed", "decision_note": "依据不足"}

    claims.decide(proposal=row, details=details, by=people[1])

    assert Claim.objects.with_proposals().get(pk=claim.pk).reading is None
    with pytest.raises(Refusal, match="存疑"):
        claims.decide(proposal=row, details={"state": "verified"}, by=people[1])


def test_one_proposal_waits_at_a_time_and_can_be_taken_back(claim, people):
    row = propose(claim, people[0])

    with pytest.raises(Refusal, match="等待核定"):
        propose(claim, people[1])
    with pytest.raises(NotAllowed, match="提出人"):
        claims.withdraw(proposal=row, by=people[1])
    with pytest.raises(Stale):
        claims.withdraw(proposal=row, by=people[0], version=7)
    assert claims.withdraw(proposal=row, by=people[0], version=1).state == "withdrawn"
    assert propose(claim, people[1]).state == "proposed"


def test_who_may_not(claim):
    clerk = hospitals.member("referring_clinician", hospitals.hospital("模拟县医院"))

    with pytest.raises(NotAllowed):
        propose(claim, clerk)
    row = ClaimProposal.objects.first()
    with pytest.raises(NotAllowed):
        claims.decide(proposal=row, details={"state": "verified"}, by=clerk)
    assert list(Claim.objects.visible_to(clerk)) == []


@pytest.mark.parametrize(
    "changed", [{"state": "verified"}, {"state": "proposed", "decided": True}, {"own": True}]
)
def test_database_refuses_a_decision_without_another_person(claim, people, changed):
    row = propose(claim, people[0])
    decided = {"decided_at": timezone.now(), "state": changed.get("state", "verified")}
    if changed.get("decided"):
        decided["decided_by"] = people[1]
    if changed.get("own"):
        decided["decided_by"] = people[0]

    with pytest.raises(IntegrityError, match="claim_proposal_decided_by"), transaction.atomic():
        ClaimProposal.objects.filter(pk=row.pk).update(**decided)


def test_a_reading_of_a_hospital_is_decided_above_it(commission_of):
    region = hospitals.county("县")
    lead, place = hospitals.hospital(), hospitals.hospital("桂林市人民医院", region=region)
    hospitals.network(lead, place)
    hospitals.network(place)
    claims.load()
    claim = Claim.objects.filter(hospital=place).first()
    told = {
        "own": hospitals.member("network_admin", place),
        "lead": hospitals.member("network_admin", lead),
        "elsewhere": hospitals.member("network_admin", hospitals.hospital()),
        "county": commission_of(region),
        "province": commission_of(region.parent.parent),
        "other": commission_of(hospitals.region("别省")),
    }

    may = {name for name, person in told.items() if claim.may_be_decided_by(person)}

    assert may == {"lead", "county", "province"}
    row = propose(claim, told["own"])
    with pytest.raises(NotAllowed, match="这家机构"):
        claims.decide(proposal=row, details={"state": "verified"}, by=told["other"])
    done = claims.decide(proposal=row, details={"state": "verified"}, by=told["county"])
    assert done.decided_by == told["county"]
