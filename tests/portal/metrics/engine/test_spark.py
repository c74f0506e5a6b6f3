"""Every query gives on Spark's executors what it gives here; skipped without Java and pyspark."""

import datetime as dt
import os
import random
import shutil
from math import isclose

import pytest

from portal.metrics import plans
from portal.metrics.engine import duck, spark
from tests.factories import stays as make

NAMES = sorted(path.stem for path in duck.CUBES.glob("*.sql"))

ASKED = {
    "returns": {
        "first": dt.date(2024, 2, 1),
        "next": dt.date(2024, 3, 1),
        "until": dt.date(2024, 4, 1),
    },
    "inflow": {"by_chapter": True},
    "case_mix_of_wards": {"k": 3},
    "catchment": {"k": 3},
    "relevance": {"k": 3},
    "outflow_cases": {"often": 3},
}


@pytest.mark.parametrize("name", NAMES)
def test_every_query_can_be_said_in_sparks_words(name):
    assert "$" not in spark.translated(name)


def some_stays(count):
    chance = random.Random(7)
    return [
        make.stay(
            number,
            chance.choice([make.H1, make.H1, make.H2, make.H3]),
            chance.choice([None, *range(1, 40)]),
            chance.choice([*(row[0] for row in make.DIVISIONS), make.UNKNOWN]),
            chance.randrange(90),
            chance.randrange(40),
            chance.choice(make.GROUPS),
            chance.choice(make.OPERATIONS),
            chance.choice([1, 1, 1, 2, 3, 4, 5, 9]),
            chance.choice([1, 1, 2, None]),
            chance.randrange(5_000_000),
            chance.randrange(5),
            chance.choice([None, make.H2, make.H3]),
            chance.choice(["内科", "外科"]),
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def session():
    pyspark = pytest.importorskip("pyspark.sql", reason="NOT CHECKED ON SPARK: no pyspark here")
    if not shutil.which("java"):
        pytest.skip("NOT CHECKED ON SPARK: no Java on this machine")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    building = pyspark.SparkSession.builder.master("local-cluster[2,1,1024]")
    for name, value in (
        ("spark.ui.enabled", "false"),
        # Few rows: planning them again and compiling code for them takes most of the time.
        ("spark.sql.shuffle.partitions", "2"),
        ("spark.sql.adaptive.enabled", "false"),
        ("spark.sql.codegen.wholeStage", "false"),
        ("spark.sql.codegen.factoryMode", "NO_CODEGEN"),
        ("spark.sql.session.timeZone", "UTC"),
        ("spark.driver.host", "127.0.0.1"),
    ):
        building = building.config(name, value)
    made = building.getOrCreate()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def engines(session, tmp_path_factory):
    """Both engines with the cubes of the same stays."""
    folder = tmp_path_factory.mktemp("stays")
    source = make.write(some_stays(400), folder / "stays.parquet")
    copy = spark.plain(source, folder / "plain.parquet")
    here = duck.Engine({"stays": [source]}, make.RELATIONS)
    there = spark.SparkEngine(session, {"stays": [copy]}, make.RELATIONS)
    for name in plans.EVERY_CUBE:
        here.connection.execute(f"CREATE TABLE {name} AS {duck.text(name)}", ASKED.get(name, {}))
        there.keep(name, ASKED.get(name))
    yield here, there
    here.connection.close()


def rows_of(columns):
    rows = [tuple(map(_plain, row)) for row in zip(*columns.values(), strict=True)]
    return sorted(rows, key=lambda row: [(one is None, str(one)) for one in row if not _rough(one)])


def _plain(value):
    return value if value is None or isinstance(value, int | float | bool) else str(value)


def _rough(value):
    return isinstance(value, float)


@pytest.mark.parametrize("name", NAMES)
def test_same_answer_on_real_executors(engines, name):
    here, there = (rows_of(engine.query(name, ASKED.get(name))) for engine in engines)

    assert len(here) == len(there)
    for mine, theirs in zip(here, there, strict=True):
        for one, other in zip(mine, theirs, strict=True):
            same = isclose(one, other, rel_tol=1e-12) if _rough(one) else str(one) == str(other)
            assert same, (mine, theirs)
