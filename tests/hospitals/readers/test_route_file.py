import datetime as dt
from typing import NamedTuple

import pytest

from hospitals.readers import route_file, table

TODAY = dt.date(2026, 3, 1)
WORDS = {"上转": "up", "下转": "down", "up": "up", "down": "down"}


class Place(NamedTuple):
    pk: int
    name: str


COUNTY, CENTRE = Place(1, "县"), Place(2, "心")
HEADER = "转出机构,接收机构,方向,专科,开始,结束,说明"


def read(*lines, header=HEADER):
    return route_file.read(
        "\n".join([header, *lines]).encode(),
        hospitals={"县": COUNTY, "心": CENTRE},
        directions=WORDS,
        members={1},
        today=TODAY,
    )


def test_full_row_and_short_row():
    found = read("县,心,上转,骨科,2026/2/1,2027-01-31,协议", "县,心,down,,,,", ",,,,,,")

    assert found.problems == []
    assert found.rows == [
        {
            "origin": COUNTY,
            "destination": CENTRE,
            "direction": "up",
            "specialty": "骨科",
            "since": dt.date(2026, 2, 1),
            "until": dt.date(2027, 1, 31),
            "note": "协议",
        },
        {
            "origin": COUNTY,
            "destination": CENTRE,
            "direction": "down",
            "specialty": "",
            "since": TODAY,
            "until": None,
            "note": "",
        },
    ]


@pytest.mark.parametrize(
    "line, column, rule",
    [
        ("谁,心,上转,,,,", "转出机构", "unknown"),
        ("县,谁,上转,,,,", "接收机构", "unknown"),
        ("县,县,上转,,,,", "接收机构", "self"),
        ("心,县,上转,,,,", "转出机构", "no_member"),
        ("县,心,横转,,,,", "方向", "unknown"),
        ("县,心,上转,,昨天,,", "开始", "date"),
        ("县,心,上转,,2026-02-30,,", "开始", "date"),
        ("县,心,上转,,2026-02-01,2026-01-01,", "结束", "order"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(line, column, rule):
    found = read("县,心,上转,,,,", line)

    assert [(one.row, one.column, one.rule) for one in found.problems] == [(3, column, rule)]
    assert len(found.rows) == 1


def test_same_route_twice_is_told_with_its_first_row():
    found = read("县,心,上转,,,,", "县,心,up,,,,")

    (problem,) = found.problems
    assert (problem.row, problem.rule, problem.hint) == (3, "twice", "与第 2 行重复。")


def test_english_columns_are_read_alike():
    found = read("县,心,up", header="origin,destination,direction")

    assert (len(found.rows), found.problems) == (1, [])


def test_missing_column_and_too_many_rows_are_refused_as_a_whole():
    with pytest.raises(table.Unreadable, match="接收机构"):
        read("县", header="转出机构,方向")
    with pytest.raises(table.Unreadable):
        read(*["县,心,上转,,,,"] * (route_file.MOST + 1))
