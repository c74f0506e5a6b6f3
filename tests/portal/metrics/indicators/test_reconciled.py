import datetime as dt

import pytest
import time_machine
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from portal.metrics import compute
from portal.metrics.indicators import reconciled
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from referrals.models import Referral
from tests.factories import hospitals
from tests.factories import referrals as make

MARCH = dt.date(2026, 3, 1)
START = dt.datetime(2026, 3, 10, 8, tzinfo=dt.UTC)


@given(portal=st.lists(st.just("p"), max_size=30), abstracts=st.lists(st.just("a"), max_size=30))
def test_difference_is_what_is_left_when_pairs_are_struck_out(portal, abstracts):
    left, right = list(portal), list(abstracts)
    while left and right:
        left.pop()
        right.pop()
    most = max(len(portal), len(abstracts))

    wanted = (len(left + right), most) if most else None
    assert reconciled.difference(len(portal), len(abstracts)) == wanted


@pytest.fixture
def world(db):
    made = make.World()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE referrals_referral DISABLE TRIGGER USER")
    return made


def abstracts(hospital, *rows):
    """Figures of abstracts as their job left them: (mode, to whom, how many)."""
    run = ComputeRun.objects.create(job=Job.ABSTRACTS, period=MARCH, state="done")
    told = {"run": run, "grain": "month", "period": MARCH, "layer": "measured", "as_of": START}
    told |= {"hospital": hospital, "disease_system": "ALL", "disease_code": "ALL"}
    IndicatorValue.objects.create(code="H01", numerator=600, **told)
    for mode, other, count in rows:
        IndicatorValue.objects.create(
            code="R10A", item=mode, counterpart_hospital=other, numerator=count, **told
        )


@time_machine.travel("2026-05-01T08:00:00Z", tick=False)
def test_month_beside_its_abstracts(world):
    """20 to primary institutions and 5 to the centre, none of a stranger's; the portal saw two."""
    abstracts(world.county, ("3", None, 20), ("2", world.centre, 5), ("2", hospitals.hospital(), 9))
    down = {"direction": "down", "encounter_class": "inpatient", "arrived_at": START}
    for fields in (down, down, down | {"encounter_class": "outpatient"}, {"arrived_at": START}):
        row = make.draft(world)
        Referral.objects.filter(pk=row.pk).update(**fields)

    run = compute.compute(Job.RECONCILED, MARCH)

    assert run.error == ""
    (row,) = IndicatorValue.objects.filter(run=run)
    assert (row.code, row.hospital, row.numerator, row.denominator) == ("R10", world.county, 23, 25)


def test_months_without_abstracts_are_not_compared(world):
    assert reconciled.inputs("month") == {}
    abstracts(world.county)

    assert list(reconciled.inputs("month")) == [MARCH]
    assert reconciled.monthly(MARCH) == []
