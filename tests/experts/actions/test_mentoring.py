import datetime as dt

import pytest

from experts.actions import mentoring
from portal.errors import NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import experts as make
from tests.factories import hospitals

DAY = dt.date(2024, 3, 1)
TERMS = {"kind": "master", "technique": "TEER", "since": DAY, "until": None}


@pytest.fixture
def pair(sending):
    details = {"apprentice": make.local(sending.project)} | TERMS
    return mentoring.pair(mentor=sending.expert(), details=details, by=sending.receiver)


def reach(pair, stage, by, **changed):
    told = {"technique": "TEER", "stage": stage, "reached_on": DAY, "witness": pair.mentor}
    return mentoring.reach(mentorship=pair, details=told | changed, by=by)


def refused(act, **named):
    with pytest.raises(Refusal) as refusal:
        act(**named)
    return refusal.value.code


def test_pair_belongs_to_the_hospital_of_the_apprentice(sending, pair):
    revised = mentoring.revise(
        mentorship=pair,
        details={"until": DAY, "apprentice": make.local(sending.project)},
        by=sending.receiver,
    )

    assert (pair.hospital, revised.until) == (sending.project, DAY)
    assert revised.apprentice == pair.apprentice
    events = AuditEvent.objects.touching([sending.project.pk])
    assert {"mentorship.pair", "mentorship.revise"} <= set(events.values_list("verb", flat=True))


def test_stages_come_in_their_order(sending, pair):
    by = {"by": sending.receiver}
    early = dt.date(2024, 2, 1)
    skipped = refused(reach, pair=pair, stage=2, **by)
    reach(pair, 1, **by)

    assert [
        skipped,
        refused(reach, pair=pair, stage=3, **by),
        refused(reach, pair=pair, stage=2, reached_on=early, **by),
        refused(reach, pair=pair, stage=1, technique="ｔｅｅｒ", **by),
    ] == ["no_stage_before", "no_stage_before", "out_of_order", "milestone_once_per_stage"]
    for stage in (2, 3, 4):
        assert reach(pair, stage, **by).stage == stage


def test_correcting_keeps_the_order(sending, pair):
    by = {"by": sending.receiver}
    first, _second = reach(pair, 1, **by), reach(pair, 2, **by)
    told = {"witness": pair.mentor, "stage": 4, "technique": "X"}
    late = told | {"reached_on": DAY + dt.timedelta(days=1)}

    assert refused(mentoring.correct, milestone=first, details=late, **by) == "out_of_order"
    early = told | {"reached_on": DAY - dt.timedelta(days=1)}
    done = mentoring.correct(milestone=first, details=early, **by)
    assert (done.reached_on, done.stage, done.technique) == (early["reached_on"], 1, "TEER")


def test_director_is_of_a_department_of_the_hospital(sending):
    elsewhere = hospitals.department(sending.source, "外科")
    details = {"side": "local", "person": make.local(sending.project), "since": DAY, "until": None}
    by = {"hospital": sending.project, "by": sending.receiver}
    row = mentoring.appoint(details=details | {"department": sending.unit}, **by)

    other = refused(mentoring.appoint, details=details | {"department": elsewhere}, **by)
    ended = mentoring.revise_director(
        director=row, details={"since": DAY, "until": DAY}, by=sending.receiver
    )

    assert (other, ended.until) == ("other_hospital", DAY)


def test_source_hospital_reads_and_does_not_write(sending, pair):
    for act in (
        lambda: reach(pair, 1, by=sending.sender),
        lambda: mentoring.revise(mentorship=pair, details={"until": DAY}, by=sending.sender),
    ):
        with pytest.raises(NotAllowed):
            act()
