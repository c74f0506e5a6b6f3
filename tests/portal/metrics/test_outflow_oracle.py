"""The SQL of outflow equals its naive twin on random small worlds."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hospitals.models import FlowReturn, ImportBatch
from portal.metrics import compute
from portal.metrics.models import IndicatorValue, Job
from tests.factories import flows
from tests.oracles import balance, mix, outflow

MARCH, YEAR = dt.date(2024, 3, 1), dt.date(2024, 1, 1)
ORIGINS = ["A11", "A12", "A13", "A21", "A9", "A1", "A"]
DESTINATIONS = [*ORIGINS, "B", "B1", "B11", None]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(ORIGINS),
        st.sampled_from(DESTINATIONS),
        st.sampled_from(["hqms", "insurer_settlement"]),
        st.sampled_from(["F", "R"]),
        st.one_of(st.none(), st.integers(0, 40)),
    ),
    max_size=25,
    unique_by=lambda row: row[:4],
)


@pytest.fixture
def world(db):
    made = flows.world()
    # A county directly under its province, as 省直辖县 are.
    made["A13"] = flows.region("A13", "county", made["A1"])
    return made | {"A9": flows.region("A9", "county", made["A"])}


def store(world, rows):
    batch = ImportBatch.objects.create(
        sender_region=world["A"],
        source_system="hqms",
        file_name="x",
        sha256="0" * 64,
        state="current",
        first_month=MARCH,
        last_month=MARCH,
    )
    FlowReturn.objects.bulk_create(
        FlowReturn(
            batch=batch,
            month=MARCH,
            origin=world[origin],
            origin_code=origin,
            destination=world.get(destination),
            destination_code=destination or "990000",
            source_system=source,
            disease_system="ALL" if disease == "ALL" else "MDC",
            disease_code=disease,
            stays=stays,
            suppressed_below=None if stays is not None else 5,
            cost_fen=cost(stays),
        )
        for origin, destination, source, disease, stays in rows
    )


def cost(stays):
    """Not every row tells what its stays cost."""
    return None if stays is None or stays % 3 == 0 else 10_007 * stays


def told(world, rows):
    names = ("origin", "destination", "source", "disease", "stays", "cost")
    return [
        dict(zip(names, (world[row[0]], world.get(row[1]), *row[2:], cost(row[4])), strict=True))
        for row in rows
    ]


def store_anew(world, rows):
    FlowReturn.objects.all().delete()
    ImportBatch.objects.all().delete()
    store(world, rows)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS)
def test_equals_the_oracle(world, rows):
    store_anew(world, rows)

    run = compute.compute(Job.FLOWS, MARCH)

    computed = {
        (v.code, v.region.code, v.source_system, v.disease_code): [v.numerator, v.denominator or 0]
        for v in IndicatorValue.objects.select_related("region")
    }
    assert run.error == ""
    assert computed == outflow.figures(told(world, rows))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS)
def test_balance_equals_the_oracle(world, rows):
    store_anew(world, rows)

    run = compute.compute(Job.BALANCE, MARCH)

    computed = {
        (v.code, v.region.code, v.source_system, v.disease_code): [v.numerator, v.denominator or 0]
        for v in IndicatorValue.objects.filter(run=run).select_related("region")
    }
    assert run.error == ""
    assert computed == balance.figures(told(world, rows))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS)
def test_mix_equals_the_oracle(world, rows):
    rows = [row for row in rows if row[2] == "hqms"]
    store_anew(world, rows)

    run = compute.compute(Job.MIX, YEAR)

    computed = {
        (v.code, v.region.code, v.disease_code, v.counterpart.code if v.counterpart else ""): v
        for v in IndicatorValue.objects.filter(run=run).select_related(
            "region", "counterpart_region"
        )
        if v.code != "D04"
    }
    wanted = mix.figures(told(world, rows))
    assert run.error == ""
    assert {key: (v.numerator, v.denominator) for key, v in computed.items()} == {
        key: row[:2] for key, row in wanted.items()
    }
    for key, (_n, _d, measure) in wanted.items():
        assert computed[key].measure == (
            None if measure is None else pytest.approx(measure, rel=1e-12, abs=1e-12)
        )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS)
def test_cities_equal_the_oracle(world, rows):
    rows = [(*row[:2], "hqms", "ALL", row[4]) for row in rows if row[2:4] == ("hqms", "F")]
    store_anew(world, rows)

    run = compute.compute(Job.MIX, YEAR)

    found = IndicatorValue.objects.filter(run=run, code="F17C")
    names = "region__code", "counterpart_region__code", "numerator", "denominator"
    computed = {tuple(row[:2]): tuple(row[2:]) for row in found.values_list(*names)}
    assert computed == mix.cities(told(world, rows))


def test_cities_hide_the_small_one_and_its_complement(world):
    """Of the 60 who went to province B, 57 are told of B1: the others would be three."""
    world |= {"B2": flows.region("B2", "city", world["B"])}
    gone = {"B1": 57, "B2": 3, "A21": 40, "A11": 500}
    flows.send(world["A"], *[flows.cell("A11", code, out) for code, out in gone.items()])
    compute.compute_stale()

    rows = IndicatorValue.objects.filter(code="F17C", region=world["A1"])
    assert dict(rows.values_list("counterpart_region__code", "disclosure")) == {
        "B1": "complement",
        "B2": "small",
        "A2": "shown",
    }


def test_year_has_its_own_return_or_the_sum_of_its_months(world):
    send = flows.send
    send(world["A"], flows.cell("A11", "B", 7), flows.cell("A11", "B", 9, period="2024-04"))
    compute.compute(Job.MIX, YEAR)
    months = IndicatorValue.objects.get(code="F17", region=world["A11"]).numerator
    send(world["A"], flows.cell("A11", "B", 40, period="2024"))
    compute.compute(Job.MIX, YEAR)

    assert (months, IndicatorValue.objects.get(code="F17", region=world["A11"]).numerator) == (
        16,
        40,
    )


def test_funnel_marks_the_county_that_is_unlike_its_sisters(world):
    world["A14"] = flows.region("A14", "county", world["A1"])
    counties = {"A11": 100, "A12": 110, "A13": 90, "A14": 400}
    flows.send(
        world["A"],
        *[flows.cell(code, "B", out) for code, out in counties.items()],
        *[flows.cell(code, code, 1000 - out) for code, out in counties.items()],
    )
    compute.compute(Job.MIX, YEAR)

    flags = IndicatorValue.objects.filter(code="F23", region__level="county")
    assert dict(flags.values_list("region__code", "measure")) == {
        "A11": -2.0,
        "A12": -2.0,
        "A13": -2.0,
        "A14": 2.0,
    }


def test_destinations_hide_the_small_one_and_its_complement(world):
    world |= {code: flows.region(code, "province") for code in ("C", "D")}
    gone = {"B": 3, "C": 40, "D": 60}
    flows.send(world["A"], *[flows.cell("A11", code, out) for code, out in gone.items()])
    compute.compute(Job.MIX, YEAR)

    rows = IndicatorValue.objects.filter(code="F17", region=world["A11"])
    assert dict(rows.values_list("counterpart_region__code", "disclosure")) == {
        "B": "small",
        "C": "complement",
        "D": "shown",
    }
    assert IndicatorValue.objects.get(code="F18", region=world["A11"]).shown.value is None


def test_sources_are_compared_and_never_added(world):
    flows.send(world["A"], flows.cell("A11", "B", 40), flows.cell("A11", "A11", 60))
    flows.send(world["A"], flows.cell("A11", "B", 25), source="insurer_settlement", name="b.csv")
    compute.compute(Job.MIX, YEAR)

    rows = IndicatorValue.objects.filter(code="D04", region=world["A"])
    assert set(rows.values_list("source_system", "item", "numerator", "denominator")) == {
        ("hqms", "insurer", 100, 25),
        ("insurer_settlement", "", 25, 100),
    }
