"""Every family of case abstracts equals its naive twin on random small worlds."""

import datetime as dt
import tempfile
from math import isclose
from pathlib import Path

import pytest
from hypothesis import given, settings

from portal.metrics.engine.duck import Engine, text
from tests.factories import stays as make
from tests.oracles import abstracts as oracle

PLACES = oracle.Map(make.RELATIONS)
FEW = settings(max_examples=15, deadline=None)
FEBRUARY, MARCH = dt.date(2024, 2, 1), dt.date(2024, 3, 1)
SPAN = {"first": FEBRUARY, "next": MARCH, "until": MARCH + dt.timedelta(days=31)}


def computed(stays, cubes, query, keys, values, parameters=None):
    """{key: values} of a query over cubes of a file of these stays.

    Beside returns, which follows a month into those after it, a cube is of that month alone.
    """
    own = [stay for stay in stays if FEBRUARY <= stay["discharge_date"] < MARCH]
    with tempfile.TemporaryDirectory() as folder:
        source = make.write(stays, Path(folder) / "stays.parquet")
        month = make.write(own if "returns" in cubes else stays, Path(folder) / "month.parquet")
        with Engine(relations=make.RELATIONS) as engine:
            for name in cubes:
                given = SPAN if name == "returns" else {}
                engine.read({"stays": [source if given else month]})
                engine.connection.execute(f"CREATE TABLE {name} AS {text(name)}", given)
            told = engine.query(query, parameters)
    rows = [dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True)]
    return {tuple(_key(row, keys)): tuple(row[name] for name in values) for row in rows}


def _key(row, names):
    """A name may be two columns of which one is null: hospital|region."""
    for name in names:
        yield next((row[part] for part in name.split("|") if row[part] is not None), None)


def alike(one, other):
    """Counts exactly, measures to twelve digits."""
    assert one.keys() == other.keys()
    for key, values in one.items():
        for mine, twin in zip(values, other[key], strict=True):
            is_same = (
                isclose(mine, twin, rel_tol=1e-12) if isinstance(twin, float) else mine == twin
            )
            assert is_same, (key, mine, twin)


@FEW
@given(stays=make.stays())
def test_sent_on(stays):
    keys = ("code", "hospital", "counterpart_hospital", "item")
    found = computed(stays, ["endings"], "sent_on", keys, ("numerator",))

    assert found == oracle.sent_on(stays)


@FEW
@given(stays=make.stays())
def test_discharges(stays):
    values = ("numerator", "denominator")
    found = computed(stays, ["endings"], "discharges", ("code", "hospital"), values)

    assert found == oracle.discharges(stays)


@FEW
@given(stays=make.stays())
def test_surgery(stays):
    values = ("numerator", "denominator", "unplaced")
    found = computed(stays, ["endings", "operations"], "surgery", ("code", "hospital"), values)

    assert found == oracle.surgery(stays)


@FEW
@given(stays=make.stays())
def test_case_mix(stays):
    keys = ("code", "hospital", "drg_version")
    values = ("numerator", "denominator", "measure", "unplaced")

    alike(computed(stays, ["work"], "case_mix", keys, values), oracle.case_mix(stays))


@FEW
@given(stays=make.stays(at_most=80))
def test_case_mix_of_wards(stays):
    keys, values = (
        ("code", "hospital", "drg_version", "item"),
        ("numerator", "denominator", "measure"),
    )
    found = computed(stays, ["wards"], "case_mix_of_wards", keys, values, {"k": 3})

    alike(found, oracle.case_mix_of_wards(stays, 3))


@FEW
@given(stays=make.stays(at_most=80))
def test_efficiency(stays):
    keys, values = ("code", "hospital", "drg_version"), ("numerator", "denominator", "measure")

    alike(computed(stays, ["work"], "efficiency", keys, values), oracle.efficiency(stays))


@FEW
@given(stays=make.stays(at_most=80))
def test_readmissions(stays):
    values = ("numerator", "denominator", "unplaced")
    cubes = ["endings", "returns"]
    found = computed(stays, cubes, "readmissions", ("code", "hospital"), values)

    assert found == oracle.readmissions(stays, FEBRUARY, MARCH)


@pytest.mark.parametrize("by_chapter", [True, False])
@FEW
@given(stays=make.stays())
def test_inflow(stays, by_chapter):
    keys = ("code", "hospital|region", "disease_code")
    values, asked = ("numerator", "denominator", "unplaced"), {"by_chapter": by_chapter}
    found = computed(stays, ["origins"], "inflow", keys, values, asked)

    assert found == oracle.inflow(stays, PLACES, by_chapter=by_chapter)


@FEW
@given(stays=make.stays(at_most=80))
def test_catchment(stays):
    keys, values = ("code", "hospital", "counterpart", "item"), ("numerator", "denominator")
    values = (*values, "measure")

    found = computed(stays, ["origins"], "catchment", keys, values, {"k": 3})

    alike(found, oracle.catchment(stays, PLACES, 3))


@FEW
@given(stays=make.stays(at_most=80))
def test_relevance(stays):
    keys, values = ("code", "region", "counterpart_hospital"), ("numerator", "denominator")

    found = computed(stays, ["origins"], "relevance", keys, values, {"k": 3})

    assert found == oracle.relevance(stays, PLACES, 3)


@FEW
@given(stays=make.stays(at_most=80))
def test_outflow_cases(stays):
    keys = ("code", "region", "drg_version", "item", "disease_code")
    values = ("numerator", "denominator", "measure", "unplaced")

    found = computed(
        stays, ["leavers", "origins", "work"], "outflow_cases", keys, values, {"often": 3}
    )

    alike(found, oracle.outflow_cases(stays, PLACES, 3))


@FEW
@given(stays=make.stays(at_most=80))
def test_repeat_outflow(stays):
    values = ("numerator", "denominator", "unplaced")
    found = computed(stays, ["leavers"], "repeat_outflow", ("code", "region"), values)

    assert found == oracle.repeat_outflow(stays, PLACES)
