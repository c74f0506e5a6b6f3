"""Only one consortium is made here; which hospitals the demo has is the base's business."""

import pytest

from hospitals.models import InspectionFinding, InspectionRound, InspectionScore
from portal.demo import inspections
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


def test_every_member_has_three_rounds_all_marked():
    network = hospitals.network(hospitals.hospital(), hospitals.hospital())
    hospitals.member("network_admin", network.lead)
    for row in network.members.all():
        hospitals.member("hospital_admin", row.hospital)

    assert inspections.load({}) == 6
    assert inspections.load({}) == 6

    done = InspectionRound.objects.inspected()
    assert done.count() >= 4
    assert InspectionScore.objects.count() == done.count() * len(inspections.ITEMS)
    assert not InspectionRound.objects.filter(is_synthetic=False).exists()
    assert not InspectionFinding.objects.filter(is_synthetic=False).exists()
