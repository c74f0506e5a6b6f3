"""Each wall of inspections, by name, and who sees them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hospitals.models import InspectionFinding, InspectionRound, InspectionScore
from tests.factories import hospitals
from tests.factories import inspections as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return hospitals.network(hospitals.hospital("牵头医院"), hospitals.hospital("成员医院"))


@pytest.fixture
def member(network):
    return network.members.get(role="member").hospital


def refused(row, **values):
    """The name of the constraint that keeps these values out."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)
    return error.value.__cause__.diag.constraint_name


def test_walls_of_checklists_and_rounds(network, member):
    first, second = make.item(network), make.item(network, "1.2")
    one = make.planned(network, member)
    other = make.planned(network, member, half=2)

    assert refused(second, number="1.1") == "checklist_item_once_per_edition"
    assert refused(first, max_score=0) == "checklist_item_has_a_score"
    assert refused(other, half=1) == "inspection_once_per_half"
    assert refused(other, half=3) == "inspection_of_a_real_half"
    assert refused(one, state="done") == "inspection_done_on_a_day"


def test_walls_of_scores_and_findings(network, member):
    scores = {"1.1": (3, 10), "1.2": (4, 10)}
    row = make.scored(network, member, scores, found=["1.1", "1.2"])
    (first, second), (one, other) = row.scores.order_by("score"), row.findings.order_by("item")
    somebody, else_ = (hospitals.member("hospital_admin", member) for _who in range(2))
    closed = {"state": "closed", "closed_on": make.DAY, "closed_by": somebody}
    verified = closed | {"state": "verified", "verified_on": make.DAY}

    assert refused(second, item=first.item) == "score_once_per_item"
    assert refused(first, score=11) == "score_within_the_most"
    assert refused(other, item=one.item) == "finding_once_per_item"
    assert refused(one, state="closed") == "finding_closed_by_somebody"
    early = verified | {"verified_on": make.DAY - dt.timedelta(days=1), "verified_by": else_}
    assert refused(one, **early) == "finding_verified_by_somebody"
    assert refused(one, **verified, verified_by=somebody) == "finding_verified_by_another"


def test_members_see_their_own_and_the_lead_sees_all(network, member):
    other = hospitals.hospital()
    hospitals.join(network, other)
    for place in (member, other):
        make.scored(network, place, {"1.1": (3, 10)}, found=["1.1"])
    for role, place, count in (
        ("hospital_admin", member, 1),
        ("network_admin", network.lead, 2),
        ("hospital_admin", network.lead, 0),
        ("network_admin", hospitals.hospital(), 0),
    ):
        user = hospitals.member(role, place)
        for model in (InspectionRound, InspectionScore, InspectionFinding):
            assert model.objects.visible_to(user).count() == count


def test_what_is_late(network, member):
    long_ago = timezone.localdate() - dt.timedelta(days=400)
    late = make.planned(network, member, year=2024, due_on=long_ago)
    row = make.scored(network, member, {"1.1": (3, 10)}, found=["1.1"], day=long_ago)
    finding = row.findings.get()

    assert (late.is_late, row.is_late, finding.is_late) == (True, False, True)
    assert list(InspectionRound.objects.late()) == [late]
    assert list(InspectionFinding.objects.late()) == [finding]
    told = InspectionRound.objects.with_totals().get(pk=row.pk)
    assert (told.points, told.most, told.found, told.percent) == (3, 10, 1, 30.0)
