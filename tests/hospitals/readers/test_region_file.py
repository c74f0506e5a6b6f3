import pytest

from hospitals.readers.region_file import read_regions
from hospitals.readers.table import read

ITALIAN = """code,name,level,parent
09,Toscana,province,
051,Arezzo,city,09
051001,Anghiari,county,051
"""


def rules(text):
    divisions, problems = read_regions(read(text.encode()))
    assert divisions == []
    return [(problem.row, problem.column, problem.rule) for problem in problems]


def test_codes_keep_their_zeros_and_mean_nothing():
    divisions, problems = read_regions(read(ITALIAN.encode()))

    assert problems == []
    assert [(row.code, row.level, row.parent) for row in divisions] == [
        ("09", "province", None),
        ("051", "city", "09"),
        ("051001", "county", "051"),
    ]


def test_missing_column():
    assert rules("code,name\n1,x\n") == [(1, "level,parent", "missing_column")]


@pytest.mark.parametrize(
    "line, problem",
    [
        (",Anghiari,county,051", ("code", "code_length")),
        ("0510010000000,Anghiari,county,051", ("code", "code_length")),
        ("051,Arezzo,city,09", ("code", "code_twice")),
        ("051002,,county,051", ("name", "name_length")),
        ("051002,Arezzo,comune,051", ("level", "unknown_level")),
        ("10,Umbria,province,09", ("parent", "province_with_parent")),
        ("052002,Asciano,county,052", ("parent", "unknown_parent")),
        ("051002,Arezzo,county,09", ("parent", "wrong_parent_level")),
    ],
)
def test_each_problem_names_its_row_and_column(line, problem):
    assert rules(f"{ITALIAN}\n{line}\n") == [(6, *problem)]
