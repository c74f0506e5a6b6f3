import duckdb
import pytest

from hospitals.models import AbstractFile, Hospital, ImportBatch
from portal.demo import flows, stay_world, stays
from portal.demo.flow_world import Origin
from portal.periods import Month
from tests.factories.hospitals import region

MARCH = Month(2024, 3)
KAILI = Origin("522601", "522600", "520000", "522622", "520103", 1_000_000)


@pytest.fixture
def provinces(db, settings, tmp_path):
    """Two provinces of a few counties; capitals where the parameters have them."""
    settings.FACTS_DIR = tmp_path
    for code, cities in (("450000", ("4501", "4503")), ("520000", ("5201", "5203"))):
        province = region(code=code)
        for city in cities:
            above = region(code=f"{city}00", level="city", parent=province)
            for county in ("02", "03"):
                region(code=f"{city}{county}", level="county", parent=above)


def columns(rows, what):
    names = ", ".join(f"'{row.location}'" for row in rows)
    return duckdb.sql(f"SELECT {what} FROM read_parquet([{names}])").fetchall()


def test_files_hold_about_as_many_stays_and_say_that_they_are_invented(provinces):
    made = stays.synthesize(rows=3000, first=MARCH, months=2, say=lambda _line: None)

    rows = AbstractFile.objects.current()
    assert abs(made - 3000) < 150
    assert sum(row.rows for row in rows) == made
    assert [(row.is_synthetic, row.batch.is_synthetic) for row in rows] == [(True, True)] * 4
    assert set(Hospital.objects.values_list("is_synthetic", flat=True)) == {True}
    months = "min(discharge_date)::VARCHAR, max(discharge_date)::VARCHAR"
    assert columns(rows, months) == [("2024-03-01", "2024-04-30")]
    faults = "count(*) FILTER (admit_date > discharge_date OR los_days < 1 OR cost_fen <= 0)"
    assert columns(rows, faults) == [(0,)]


def test_same_seed_gives_the_same_files_and_another_size_replaces_them(provinces):
    for size in (500, 500, 900):
        stays.synthesize(rows=size, first=MARCH, months=1, say=lambda _line: None)

    assert AbstractFile.objects.current().count() == 2
    assert AbstractFile.objects.count() == 4
    assert (
        sorted(ImportBatch.objects.values_list("state", flat=True))
        == ["current"] * 2 + ["replaced"] * 2
    )


def test_outflow_falls_after_the_openings():
    def left(month):
        means = stay_world.expected("450000", [KAILI], {"450000": "450103"}, month)
        return sum(mean for *_cell, disease, mean in means if disease == "F")

    assert 0 < left(Month(2025, 3)) < left(Month(2023, 3))


def test_codes_of_organisations_check_themselves():
    assert stays.organisation_code("450312")[:8] == "MN450312"
    assert len({stays.organisation_code(f"45030{n}") for n in range(9)}) == 9
    assert set(flows.CAPITALS) == set(stay_world.VERSIONS)
