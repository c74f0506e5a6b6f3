import datetime as dt

import pytest

from experts.actions import training
from experts.models import TrainingStay
from portal.errors import NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from tests.factories import experts as make

pytestmark = pytest.mark.django_db
SINCE = dt.date(2024, 1, 1)


def away(sending, **more):
    told = {"at_hospital": sending.source, "subject": "介入", "since": SINCE}
    return told | more


def sent(sending, *people, by=None, **more):
    people = people or [make.local(sending.project)]
    told = away(sending, **more)
    by = by or sending.receiver
    return training.send(hospital=sending.project, trainees=people, details=told, by=by)


def test_a_team_goes_together_or_not_at_all(sending):
    team = [make.local(sending.project) for _number in range(3)]
    rows = sent(sending, *team, is_whole_team=True)

    with pytest.raises(Refusal) as refused:
        sent(sending, make.local(sending.project), team[0])
    with pytest.raises(Refusal) as foreign:
        sent(sending, sending.expert())

    assert {row.trainee for row in rows} == set(team)
    assert (refused.value.code, foreign.value.code) == ("stay_one_at_a_time", "other_home")
    assert TrainingStay.objects.count() == 3
    event = AuditEvent.objects.filter(verb="stay.send").latest("pk")
    assert set(event.hospital_ids) == {str(sending.project.pk), str(sending.source.pk)}


def test_only_the_home_hospital_writes(sending):
    with pytest.raises(NotAllowed):
        sent(sending, by=sending.sender)


@pytest.mark.parametrize(
    "until, ends",
    [(None, dt.date(2024, 5, 1)), (dt.date(2024, 6, 30), dt.date(2024, 5, 1)), (SINCE, SINCE)],
)
def test_return_ends_the_stay_and_independence_follows(sending, until, ends):
    [row] = sent(sending, until=until)
    told = {"returned_on": dt.date(2024, 5, 1), "independent_on": None}
    back = training.come_back(stay=row, details=told, by=sending.receiver, version=1)
    told["independent_on"] = dt.date(2024, 8, 1)
    alone = training.come_back(stay=row, details=told, by=sending.receiver, version=2)

    assert (back.phase, back.until, alone.phase) == ("returned", ends, "independent")
    with pytest.raises(Stale):
        training.come_back(stay=row, details=told, by=sending.receiver, version=1)


def test_return_before_it_began_is_refused_in_words(sending):
    [row] = sent(sending)
    told = {"returned_on": dt.date(2023, 5, 1), "independent_on": None}

    with pytest.raises(Refusal) as refused:
        training.come_back(stay=row, details=told, by=sending.receiver)

    assert refused.value.code == "stay_back_after_it_began"


def test_certificate_of_a_stay_is_the_trainees(sending):
    [row] = sent(sending)
    told = {"kind": "completion", "number": "7", "issuer": "总院", "issued_on": SINCE}
    told |= {"expires_on": None, "stay": row}
    kept = training.certify(holder=row.trainee, details=told, by=sending.receiver)

    with pytest.raises(Refusal) as refused:
        training.certify(
            holder=make.local(sending.project), details=told | {"number": "8"}, by=sending.receiver
        )
    later = training.revise_certificate(
        certificate=kept, details=told | {"issuer": "省院"}, by=sending.receiver, version=1
    )

    assert (refused.value.code, later.issuer) == ("other_trainee", "省院")
    event = AuditEvent.objects.get(verb="certificate.revise")
    assert event.detail["changed"] == {"issuer": ["总院", "省院"]}


def test_title_is_of_the_house_or_of_its_people(sending):
    told = {"title": "漓江学者", "level": "city", "issuer": "", "granted_on": SINCE}
    own = training.grant(
        hospital=sending.project, details=told | {"holder": None}, by=sending.receiver
    )

    with pytest.raises(Refusal) as refused:
        training.revise_award(
            award=own, details=told | {"holder": sending.expert()}, by=sending.receiver
        )
    person = make.local(sending.project)
    row = training.revise_award(
        award=own, details=told | {"holder": person}, by=sending.receiver, version=1
    )

    assert (refused.value.code, row.holder) == ("other_hospital", person)


def test_groups_are_recorded_and_revised(sending):
    told = {"name": "博士计划", "joined_on": SINCE, "people": 3, "doctors": 3}
    row = training.recruit(hospital=sending.project, details=told, by=sending.receiver)
    more = training.revise_recruitment(
        recruitment=row, details=told | {"people": 5}, by=sending.receiver, version=1
    )

    assert (more.people, more.version) == (5, 2)
