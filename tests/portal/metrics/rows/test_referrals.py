"""As many rows as the figure counts, or takes a share of."""

import pytest

from portal.metrics import compute, lineage
from portal.metrics.models import IndicatorValue, Job
from portal.metrics.rows import referrals
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db


def figures(world, *codes):
    rows = IndicatorValue.objects.filter(code__in=codes, disclosure="shown")
    return rows.filter(hospital__in=[world.county, world.centre])


def test_counts_of_a_hospital_have_a_row_each(world):
    treated = make.at_state(world, "completed")
    make.at_state(world, "declined")
    make.at_state(world, "submitted")
    month = treated.submitted_at.date().replace(day=1)
    for job in (Job.REFERRALS, Job.TRANSFERS):
        assert compute.compute(job, month).error == ""

    for value in figures(world, "R01", "R02", "R02P", "R03", "R09"):
        count = lineage.samples(value, world.receiver)[0].count
        assert count == (value.denominator or value.numerator), value.code


def test_green_channels_rest_on_their_referrals_alone(world):
    month = make.at_state(world, "completed").arrived_at.date().replace(day=1)
    value = IndicatorValue(code="G01", hospital=world.centre, period=month, grain="month")

    assert referrals.behind(value, world.receiver).count() == 0


def test_commission_reads_why_it_sees_no_referral(world):
    assert "卫健委只看数值" in str(referrals.REFERRALS.unseen)
