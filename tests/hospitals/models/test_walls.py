"""What the database itself refuses: plain SQL, with no form, model or action before it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hospitals.models import (
    AbstractFile,
    CalendarDay,
    ClaimProposal,
    ClinicalCode,
    DutyShift,
    FlowReturn,
    ImportBatch,
    Population,
)
from tests.factories import hospitals, portal
from tests.factories.sql import refused

pytestmark = pytest.mark.django_db
EARLY, DAY = dt.date(1990, 1, 1), dt.date(2026, 1, 1)


def test_membership_runs_forward_and_is_held_once():
    place = hospitals.hospital()
    first = hospitals.member("hospital_admin", place).memberships.get()
    second = hospitals.member("hospital_admin", place).memberships.get()

    assert refused(first, since=DAY, until=EARLY) == "membership_dates_in_order"
    assert refused(second, user_id=first.user_id) == "membership_once"


def test_one_committee_of_a_name_per_network():
    network = hospitals.network(hospitals.hospital())
    hospitals.committee(network, name="甲")
    other = hospitals.committee(network, name="乙")

    assert refused(other, name="甲") == "committee_once_per_network"


@pytest.mark.parametrize("own", [True, False])
def test_a_day_is_marked_once_for_a_hospital_and_for_the_nation(own):
    place = hospitals.hospital() if own else None
    CalendarDay.objects.create(hospital=place, day="2027-01-01", name="元旦")
    row = CalendarDay.objects.create(hospital=place, day="2027-01-02", name="调休")

    assert refused(row, day=dt.date(2027, 1, 1)) == "calendar_day_once"


def test_duty_ends_after_it_begins():
    told = {"begins": "08:00", "ends": "20:00", "person": "值班员", "since": DAY}
    row = DutyShift.objects.create(hospital=hospitals.hospital(), **told)

    assert refused(row, until=EARLY) == "duty_dates_in_order"


def test_a_printed_figure_has_one_open_reading_decided_by_another():
    claim, user = hospitals.claim(), portal.user()
    told = {"claim": claim, "proposed": "1", "reason": "漏印小数点", "created_by": user}
    first = ClaimProposal.objects.create(**told)
    second = ClaimProposal.objects.create(**told, state="withdrawn")

    assert refused(second, state="proposed") == "claim_one_open_proposal"
    assert refused(first, state="verified") == "claim_proposal_decided_by_somebody"
    decided = {"decided_by_id": user.pk, "decided_at": timezone.now()}
    assert refused(first, state="verified", **decided) == "claim_proposal_decided_by_another"


def test_the_period_of_a_printed_figure_runs_forward():
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        hospitals.claim(since=DAY, until=EARLY)

    assert caught.value.__cause__.diag.constraint_name == "claim_days_in_order"


@pytest.fixture
def batch():
    return ImportBatch.objects.create(
        sender_region=hospitals.region(),
        source_system="hqms",
        file_name="a.csv",
        sha256="a" * 64,
        state="current",
    )


def test_a_file_of_flows_counts_once(batch):
    told = {"sender_region": batch.sender_region, "source_system": "hqms", "file_name": "b.csv"}
    told["state"] = "current"
    other = ImportBatch.objects.create(**told, sha256="b" * 64)

    assert refused(other, sha256="a" * 64) == "same_file_once"


def test_a_flow_is_a_count_or_a_bound_and_one_cell_is_in_force_once(batch):
    place = hospitals.region()
    told = {"batch": batch, "month": DAY, "origin_code": "45", "destination_code": "43"}
    told |= {"origin": place, "destination": place}
    told |= {"disease_code": "ALL", "disease_system": "ALL", "source_system": "hqms"}
    first = FlowReturn.objects.create(**told, grain="month", stays=7)
    second = FlowReturn.objects.create(**told, grain="year", stays=7)

    assert refused(first, suppressed_below=5) == "flow_count_or_bound"
    assert refused(second, grain="month") == "flow_cell_once_in_force"
    for beyond in ({"persons": 8}, {"bed_days": 6}, {"cost_fen": -1}, {"weight_e4": -1}):
        assert refused(first, **beyond) == "flow_totals_fit_the_count"
    hidden = {"stays": None, "suppressed_below": 5, "cost_fen": 9}
    assert refused(first, **hidden) == "flow_totals_of_a_count"


def test_a_file_of_abstracts_is_one_months_of_one_place(batch):
    place, other = hospitals.hospital(), hospitals.hospital()
    told = {"batch": batch, "month": DAY, "path": "a", "sha256": "a" * 64, "rows": 1}
    first = AbstractFile.objects.create(hospital=place, **told)
    second = AbstractFile.objects.create(hospital=other, **told)
    third = AbstractFile.objects.create(region=place.region, **told)
    fourth = AbstractFile.objects.create(region=other.region, **told)

    assert refused(first, region_id=place.region_id) == "abstracts_of_hospital_or_region"
    assert refused(second, hospital_id=place.pk) == "abstracts_of_hospital_once"
    assert refused(fourth, region_id=third.region_id) == "abstracts_of_region_once"
    replaced = {"hospital_id": place.pk, "replaced_by_id": batch.pk}
    assert refused(second, **replaced) == "abstracts_once_per_batch"


def test_a_code_is_once_in_its_edition_and_has_one_of_four_levels():
    first = ClinicalCode.objects.create(table="procedure", edition="3.0", code="A", name="甲")
    second = ClinicalCode.objects.create(table="procedure", edition="3.0", code="B", name="乙")

    assert refused(second, code="A") == "clinical_code_once"
    assert refused(first, level=5) == "clinical_code_level"


def test_people_are_counted_once():
    region = hospitals.region()
    Population.objects.create(region=region, year=2020, count=1)
    second = Population.objects.create(region=region, year=2021, count=1)

    assert refused(second, year=2020) == "population_once"
