"""What was put into the files comes back from the importer, to the row."""

import pytest

from hospitals.abstracts import files as store
from hospitals.readers.abstracts import columns, heads, source
from hospitals.readers.abstracts.cells import Terms
from hospitals.readers.abstracts.codes import Place, Tables
from hospitals.readers.abstracts.reading import Job, Reader
from portal.demo import dirt
from tests.factories.abstracts import ORG

HERE = "00000000-0000-0000-0000-000000000001"
PLACE = Place(dirt.COUNTY, "county", "450000")
TABLES = Tables(
    hospitals={ORG: HERE},
    places={dirt.COUNTY: PLACE, dirt.RETIRED: PLACE},
    diagnoses=frozenset(dirt.DIAGNOSES),
    procedures={},
)
NAMES = {"广西壮族自治区桂林市临桂区": dirt.COUNTY, "临桂区": dirt.COUNTY}
FILES = {one.name: one for one in dirt.files(ORG, rows=400, share=0.2)}


def opened(one, folder):
    path = folder / "sent"
    path.write_bytes(one.content)
    return source.opened(path, folder)


def read(one, folder):
    given = opened(one, folder)
    mapping = columns.guess(given.header).mapping
    terms = Terms(key="ab" * 32, today="2026-03-01", sender=ORG)
    job = Job(given, mapping, terms, TABLES, folder, folder / "facts", NAMES, ())
    with store.connect(spill=folder) as connection:
        result = Reader(connection, job, lambda _stage, _percent: None).read()
    return given.encoding, result


@pytest.mark.parametrize("name", [name for name, one in FILES.items() if not one.as_a_whole])
def test_exact_counts_come_back(name, tmp_path):
    one = FILES[name]

    encoding, result = read(one, tmp_path)

    assert (encoding, result.counts) == (one.encoding, dict(one.counts))
    assert (tmp_path / "facts").exists() is not one.is_refused


def test_swapped_heads_are_named(tmp_path):
    given = opened(FILES["swapped.csv"], tmp_path)

    with store.connect(spill=tmp_path) as connection:
        pair = heads.swapped(connection, given, columns.guess(given.header).mapping)

    assert set(pair) == {"dx_main", "dept_out"}


def test_what_is_in_no_encoding_is_refused(tmp_path):
    with pytest.raises(source.Unreadable):
        opened(FILES["broken.csv"], tmp_path)


def test_share_is_about_that_of_the_rows_and_the_same_seed_the_same_file():
    again = {one.name: one for one in dirt.files(ORG, rows=400, share=0.2)}

    assert {name: one.content for name, one in again.items()} == {
        name: one.content for name, one in FILES.items()
    }
    assert 50 <= sum(FILES["warned.csv"].counts.values()) <= 90
