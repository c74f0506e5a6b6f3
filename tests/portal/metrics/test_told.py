import pytest
from django.db import transaction

from portal.metrics import catalogue, compute, told
from portal.metrics.models import IndicatorValue
from tests.factories import flows
from tests.factories.flows import cell, send

pytestmark = pytest.mark.django_db


def test_each_figure_that_says_something_else_is_found_twice():
    send(flows.world()["A"], cell("A11", "B", 7))
    compute.compute_stale()
    rows = IndicatorValue.objects.all()
    count = rows.count()

    with transaction.atomic():
        told.keep()
        assert told.differing() == (0, count)
        IndicatorValue.objects.filter(pk=rows.first().pk).update(low=0.123)
        assert told.differing() == (2, count)
        IndicatorValue.objects.filter(pk=rows.last().pk).delete()
        assert told.differing() == (3, count)
        assert [sum(row[at] for row in told.otherwise()) for at in (3, 4)] == [2, 1]
        assert all(row[0] in catalogue.BY_CODE for row in told.otherwise())
