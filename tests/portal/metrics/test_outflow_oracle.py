"""The SQL of outflow equals its naive twin on random small worlds."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hospitals.models import FlowReturn, ImportBatch
from portal.metrics import compute
from portal.metrics.models import IndicatorValue, Job
from tests.factories import flows
from tests.oracles import outflow

MARCH = dt.date(2024, 3, 1)
ORIGINS = ["A11", "A12", "A21", "A9", "A1", "A"]
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
            disease_system="MDC",
            disease_code=disease,
            stays=stays,
            suppressed_below=None if stays is not None else 5,
        )
        for origin, destination, source, disease, stays in rows
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS)
def test_equals_the_oracle(world, rows):
    FlowReturn.objects.all().delete()
    ImportBatch.objects.all().delete()
    store(world, rows)
    names = ("origin", "destination", "source", "disease", "stays")
    told = [
        dict(zip(names, (world[row[0]], world.get(row[1]), *row[2:]), strict=True)) for row in rows
    ]

    run = compute.compute(Job.FLOWS, MARCH)

    computed = {
        (v.code, v.region.code, v.source_system, v.disease_code): [v.numerator, v.denominator or 0]
        for v in IndicatorValue.objects.select_related("region")
    }
    assert run.error == ""
    assert computed == outflow.figures(told)
