"""Files of abstracts: typed, sorted, named by their content, and never half there."""

import datetime as dt

import duckdb
import pytest

from hospitals.abstracts import files, schema

MONTH = dt.date(2026, 1, 1)
HERE = "00000000-0000-0000-0000-000000000001"
THERE = "00000000-0000-0000-0000-000000000002"


def stay(hospital, key, day):
    cells = {name: "NULL" for name in schema.NAMES}
    cells |= {"hospital": f"'{hospital}'", "stay_key": key, "discharge_date": f"'2026-01-{day}'"}
    return "SELECT " + ", ".join(f"{value} AS {name}" for name, value in cells.items())


ROWS = " UNION ALL ".join([stay(THERE, 1, "05"), stay(HERE, 2, "09"), stay(HERE, 3, "02")])


@pytest.fixture
def stored(tmp_path):
    with files.connect() as connection:
        return files.write(connection, ROWS, MONTH, tmp_path)


def test_file_is_sorted_and_has_the_columns_of_the_schema(stored, tmp_path):
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT stay_key FROM '{tmp_path / stored.path}'").fetchall()
        told = connection.execute(f"DESCRIBE SELECT * FROM '{tmp_path / stored.path}'").fetchall()

    assert found == [(3,), (2,), (1,)]
    assert tuple((name, kind) for name, kind, *_rest in told) == schema.COLUMNS


def test_same_rows_are_the_same_file(stored, tmp_path):
    with files.connect() as connection:
        again = files.write(connection, ROWS, MONTH, tmp_path)

    assert again == stored
    assert stored.rows == 3
    assert stored.path == f"abstracts/2026-01/{stored.sha256}.parquet"


def test_fault_is_found(stored, tmp_path):
    path = tmp_path / stored.path
    assert files.fault(tmp_path, stored.path, stored.sha256) is None

    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert files.fault(tmp_path, stored.path, stored.sha256) == "altered"

    path.unlink()
    assert files.fault(tmp_path, stored.path, stored.sha256) == "missing"


def test_failed_write_leaves_no_named_file(tmp_path):
    with files.connect() as connection, pytest.raises(duckdb.Error):
        files.write(connection, ROWS.replace("'2026-01-05'", "'no day'"), MONTH, tmp_path)

    assert list(tmp_path.glob("abstracts/2026-01/*")) == []


def test_orphans_are_what_no_ledger_names(stored, tmp_path):
    half = tmp_path / "abstracts" / ".incoming" / "half.parquet"
    half.write_bytes(b"PAR1")

    assert list(files.orphans(tmp_path, {stored.path}, -1)) == [half]
    assert list(files.orphans(tmp_path, {stored.path}, 3600)) == []


def test_stays_of_one_person_on_the_same_days_are_counted(tmp_path):
    rows = " UNION ALL ".join(
        f"SELECT * REPLACE ({person} AS person_key) FROM ({stay(HERE, key, '05')})"
        for key, person in enumerate(("7", "7", "7", "8", "NULL", "NULL"))
    )
    with files.connect() as connection:
        path = files.write(connection, rows, MONTH, tmp_path).path

    assert files.doubles(tmp_path, [path]) == {path: 2}
    assert files.doubles(tmp_path, []) == {}
