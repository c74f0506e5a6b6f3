"""The database itself refuses what must not be, whoever writes."""

import datetime as dt

import pytest
from django.db import IntegrityError

from hospitals.models import (
    BedPool,
    Campus,
    CooperationProject,
    Department,
    HospitalRelation,
    Membership,
    Milestone,
    Network,
    NetworkMembership,
    Region,
)
from tests.factories import hospitals, portal

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 1, 1)
BEFORE = dt.date(2023, 1, 1)


def refused(act):
    with pytest.raises(IntegrityError) as caught:
        act()
    return caught.value.__cause__.diag.constraint_name


def test_region_code_once_per_start():
    hospitals.region(code="45")

    assert refused(lambda: hospitals.region(code="45")) == "region_code_once_per_start"


def test_region_below_province_has_parent():
    name = "region_below_province_has_parent"

    assert refused(lambda: Region.objects.create(code="1", name="x", level="city")) == name


def test_region_dates_in_order():
    made = {"code": "1", "name": "x", "level": "province", "valid_from": DAY, "valid_to": BEFORE}

    assert refused(lambda: Region.objects.create(**made)) == "region_dates_in_order"


def test_hospital_name_once():
    hospitals.hospital("甲院")

    assert refused(lambda: hospitals.hospital("甲院")) == "hospitals_hospital_name_key"


def test_hospital_org_code_once_but_many_without():
    hospitals.hospital(org_code="")
    hospitals.hospital(org_code="")
    hospitals.hospital(org_code="12450300")

    assert refused(lambda: hospitals.hospital(org_code="12450300")) == "org_code_once"


def test_hospital_dates_in_order():
    dates = {"opened_on": DAY, "closed_on": BEFORE}

    assert refused(lambda: hospitals.hospital(**dates)) == "hospital_dates_in_order"


def test_campus_and_department_once():
    hospital = hospitals.hospital()
    Campus.objects.create(hospital=hospital, name="东院区")
    again = {"hospital": hospital, "name": "东院区"}

    assert refused(lambda: Campus.objects.create(**again)) == "campus_once_per_hospital"


def test_department_once_also_without_campus():
    hospital = hospitals.hospital()
    hospitals.department(hospital, "内科")
    again = {"hospital": hospital, "name": "内科"}

    assert refused(lambda: Department.objects.create(**again)) == "department_once_per_campus"


@pytest.mark.parametrize("taken", [{"occupied_beds": 6}, {"occupied_beds": 3, "held_beds": 3}])
def test_no_more_taken_than_open(taken):
    department = hospitals.department(hospitals.hospital())
    beds = {"department": department, "open_beds": 5} | taken

    assert refused(lambda: BedPool.objects.create(**beds)) == "no_more_taken_than_open"


def test_excess_that_was_recorded_is_kept():
    department = hospitals.department(hospitals.hospital())
    beds = {"open_beds": 5, "occupied_beds": 3, "held_beds": 3, "excess_beds": 1}

    assert BedPool.objects.create(department=department, **beds).free_beds == 0


def test_network_dates_in_order():
    lead = hospitals.hospital()
    made = {"name": "盟", "kind": "close", "lead": lead, "since": DAY, "until": BEFORE}

    assert refused(lambda: Network.objects.create(**made)) == "network_dates_in_order"


def test_network_member_does_not_overlap_but_may_return():
    lead, other = hospitals.hospital(), hospitals.hospital()
    network = hospitals.network(lead)
    row = {"network": network, "hospital": other, "role": "member"}
    NetworkMembership.objects.create(**row, since=BEFORE, until=DAY)
    NetworkMembership.objects.create(**row, since=DAY + dt.timedelta(days=1))

    overlap = refused(lambda: NetworkMembership.objects.create(**row, since=DAY))

    assert overlap == "network_member_no_overlap"


@pytest.mark.parametrize("host", ["source", "project"])
def test_relation_host_is_a_third(host):
    two = {"source": hospitals.hospital(), "project": hospitals.hospital()}
    made = two | {"host": two[host], "since": DAY}

    assert refused(lambda: HospitalRelation.objects.create(**made)) == "relation_host_is_a_third"


def test_relation_source_not_project():
    one = hospitals.hospital()

    assert refused(lambda: hospitals.relation(one, one)) == "relation_source_not_project"


def test_relation_one_source_per_project():
    project = hospitals.hospital()
    hospitals.relation(hospitals.hospital(), project)
    second = refused(lambda: hospitals.relation(hospitals.hospital(), project))

    assert second == "relation_one_source_per_project"


def test_approved_project_has_relation():
    made = {"name": "计划", "region": hospitals.region(), "stage": "approved"}

    refusal = refused(lambda: CooperationProject.objects.create(**made))

    assert refusal == "approved_project_has_relation"


def test_milestone_once_per_campus():
    project = CooperationProject.objects.create(
        name="计划", region=hospitals.region(), stage="applying"
    )
    row = {"project": project, "kind": "agreement"}
    Milestone.objects.create(**row)

    assert refused(lambda: Milestone.objects.create(**row)) == "milestone_once_per_campus"


def test_membership_is_at_a_hospital_or_for_a_region():
    user = portal.user()
    neither = refused(lambda: Membership.objects.create(user=user, role="auditor"))

    assert neither == "membership_hospital_or_region"


@pytest.mark.parametrize("since, refused_as", [(2024, "relation_no_ring"), (2031, None)])
def test_relation_closes_no_ring_on_days_that_they_share(since, refused_as):
    """Tried past every action: what ended may be turned round, what lasts may not."""
    first, second, third = (hospitals.hospital() for _number in range(3))
    hospitals.relation(first, second)
    HospitalRelation.objects.create(
        source=second, project=third, since=BEFORE, until=dt.date(2030, 12, 31)
    )
    ring = {"source": third, "project": first, "since": dt.date(since, 1, 1)}

    if refused_as is None:
        assert HospitalRelation.objects.create(**ring).pk
    else:
        assert refused(lambda: HospitalRelation.objects.create(**ring)) == refused_as


def test_relation_is_not_changed_into_a_ring():
    first, second = hospitals.hospital(), hospitals.hospital()
    hospitals.relation(first, second)
    other = hospitals.relation(second, hospitals.hospital())

    change = HospitalRelation.objects.filter(pk=other.pk)

    assert refused(lambda: change.update(project=first)) == "relation_no_ring"
