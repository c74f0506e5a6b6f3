import datetime as dt

import pytest
import time_machine

from hospitals.actions import projects
from hospitals.models import CooperationProject
from portal.errors import Incomplete, NotAllowed
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
STEP = {
    "kind": "opening",
    "campus_name": "",
    "planned_on": None,
    "actual_on": dt.date(2024, 3, 28),
    "actual_text": "",
    "evidence": "",
}


@pytest.fixture
def project():
    relation = hospitals.relation(hospitals.hospital(), hospitals.hospital())
    return CooperationProject.objects.create(relation=relation, name="项目", stage="approved")


@pytest.fixture
def by(project):
    return hospitals.member("hospital_admin", project.relation.project)


def test_a_milestone_is_recorded_once_and_advances_the_stage(project, by):
    projects.record_milestone(project=project, details=STEP, by=by)
    projects.record_milestone(project=project, details=STEP | {"evidence": "公告"}, by=by)

    row = project.milestones.get()
    project.refresh_from_db()
    assert (row.evidence, row.version, project.stage) == ("公告", 2, "opened")


def test_a_late_or_planned_milestone_does_not_move_the_stage(project, by):
    projects.record_milestone(project=project, details=STEP, by=by)
    planned = {"kind": "acceptance", "actual_on": None, "planned_on": dt.date(2030, 1, 1)}

    projects.record_milestone(project=project, details=STEP | {"kind": "approval"}, by=by)
    projects.record_milestone(project=project, details=STEP | planned, by=by)
    projects.record_milestone(project=project, details=STEP | {"kind": "plate"}, by=by)

    project.refresh_from_db()
    assert project.stage == "opened"
    assert [row.kind for row in project.steps()] == ["approval", "plate", "opening", "acceptance"]


def test_a_milestone_needs_some_date_and_none_in_the_future(project, by):
    with pytest.raises(Incomplete) as nothing:
        projects.record_milestone(project=project, details=STEP | {"actual_on": None}, by=by)
    march = time_machine.travel(dt.datetime(2024, 3, 1, tzinfo=dt.UTC))
    with march, pytest.raises(Incomplete) as future:
        projects.record_milestone(project=project, details=STEP, by=by)

    assert list(nothing.value.errors) == ["planned_on"]
    assert list(future.value.errors) == ["actual_on"]


def test_a_planned_project_without_relation_is_nobodys_to_change(by):
    plan = CooperationProject.objects.create(
        name="计划", region=hospitals.region(), stage="applying"
    )

    with pytest.raises(NotAllowed):
        projects.record_milestone(project=plan, details=STEP, by=by)


def test_revise_keeps_what_is_told_of_the_project(project, by):
    told = {"name": "正名", "batch_number": 2, "initial_beds": 600, "target_beds": 1800}

    row = projects.revise(project=project, details=told, by=by, version=project.version)

    assert (row.name, row.batch_number, row.target_beds, row.stage) == (
        "正名",
        2,
        1800,
        project.stage,
    )
    stranger = hospitals.member("hospital_admin", hospitals.hospital())
    with pytest.raises(NotAllowed):
        projects.revise(project=project, details=told, by=stranger)
