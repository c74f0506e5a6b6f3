import pytest

from hospitals.actions import regions
from hospitals.models import FlowReturn, ImportBatch, Region
from portal.demo import flows
from portal.metrics.models import IndicatorValue, Target

pytestmark = pytest.mark.django_db


def test_loading_twice_adds_nothing_and_all_is_marked_synthetic(monkeypatch):
    regions.load_national()
    monkeypatch.setattr(flows, "YEARS", (2023,))
    monkeypatch.setattr(flows, "MONTHS", (1, 2))
    said = []

    flows.load(said.append)
    rows, figures = FlowReturn.objects.count(), IndicatorValue.objects.count()
    flows.load(said.append)

    assert (FlowReturn.objects.count(), IndicatorValue.objects.count()) == (rows, figures)
    assert set(ImportBatch.objects.values_list("is_synthetic", "state")) == {(True, "current")}
    assert set(IndicatorValue.objects.values_list("is_synthetic")) == {(True,)}
    assert Target.objects.count() == 3
    assert said[-1] == "0 runs, 0 figures"


def test_every_county_of_both_provinces_is_there():
    regions.load_national()
    guilin = Region.objects.current().get(code="450300")

    origins = flows.origins(Region.objects.current().get(code="450000"))

    assert sum(origin.people for origin in origins if origin.city == "450300") in range(
        4931137 - 20, 4931137 + 20
    )
    assert {origin.code for origin in origins if origin.city == "450300"} == set(
        guilin.children.current().values_list("code", flat=True)
    )
