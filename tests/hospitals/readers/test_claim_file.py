import csv
import io

import pytest

from hospitals.actions import claims
from hospitals.readers import claim_file
from hospitals.readers.table import Unreadable


def lines():
    return list(csv.reader(io.StringIO(claims.RELEASED.read_text(encoding="utf-8"))))


def as_file(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def changed(column, value):
    rows = lines()[:2]
    rows[1][claim_file.COLUMNS.index(column)] = value
    return as_file(rows)


def test_first_line_is_read():
    first = claim_file.read(claims.RELEASED.read_bytes())[0]

    assert (first.claim["code"], first.claim["printed"]) == ("S0-001", "3")
    assert first.reading == {"proposed": "", "reason": "", "unit": ""}


@pytest.mark.parametrize(
    "column, value",
    [
        ("code", ""),
        ("quote", "长" * 256),
        ("qualifier", "?"),
        ("quality", "GOOD"),
        ("since", "2024-13-01"),
        ("covers", "many"),
    ],
)
def test_line_that_cannot_be_read_is_named(column, value):
    with pytest.raises(Unreadable, match="第 2 行"):
        claim_file.read(changed(column, value))


def test_other_columns_and_codes_that_come_twice_are_refused():
    rows = lines()

    with pytest.raises(Unreadable, match="第一行须为 code,source"):
        claim_file.read(as_file([["code"], ["S0-001"]]))
    with pytest.raises(Unreadable, match="同一编号"):
        claim_file.read(as_file([rows[0], rows[1], rows[1]]))
