import pytest

from hospitals.readers import flow_return, table
from hospitals.readers.flow_cells import Place, Places
from tests.factories.flows import HEADER, cell, file

PLACES = Places(
    "GB/T 2260",
    {
        "450312": Place("linggui"),
        "450322": Place("linggui", is_retired=True),
        "450000": Place("guangxi"),
        "440000": Place("guangdong", may_send=False),
        "441900": Place("dongguan", may_send=False),
    },
    {"H01": Place("linggui", hospital_id="h1")},
)


def read(*rows, header=HEADER, source="hqms"):
    return flow_return.read(table.read(file(*rows, header=header)), PLACES, source)


def rules(reading):
    return [(problem.row, problem.column, problem.rule) for problem in reading.problems]


def test_clean_row():
    reading = read(cell("450312", "440000", 12))

    assert reading.problems == []
    assert [tuple(row)[1:] for row in reading.rows] == [
        ("linggui", "450312", "guangdong", None, "440000", "ALL", "ALL", 12, *[None] * 5, 0, "all")
    ]


@pytest.mark.parametrize(
    "text, stays, below", [("0", 0, None), ("<5", None, 5), ("＜ 10", None, 10), ("007", 7, None)]
)
def test_counts(text, stays, below):
    (row,) = read(cell("450312", "440000", text)).rows

    assert (row.stays, row.suppressed_below) == (stays, below)


@pytest.mark.parametrize(
    "text", ["", '"1,234"', "1.5", "1.2万", "-3", "<1", "<500", "12a", "１２", "99999999999"]
)
def test_count_that_is_none_is_refused(text):
    reading = read(cell("450312", "440000", text))

    assert (reading.rows, reading.error_count) == ([], 1)
    assert reading.problems[0][:2] == (2, "n_stays")


@pytest.mark.parametrize(
    "row, problem",
    [
        (cell("450312", "440000", 1, period="2024-13"), (2, "period", "period")),
        (cell("450312", "440000", 1, period="1024"), (2, "period", "period")),
        (cell("45031", "440000", 1), (2, "origin_code", "code_length")),
        (cell("459999", "440000", 1), (2, "origin_code", "unknown_code")),
        (cell("440000", "440000", 1), (2, "origin_code", "foreign_origin")),
        (cell("450312", "", 1), (2, "", "missing")),
        (cell("450312", "440000", 1, disease="MDD,F"), (2, "disease_system", "disease_system")),
        (cell("450312", "440000", 1, disease="MDC,"), (2, "disease_code", "disease_code")),
        (cell("合计", "440000", 1), (2, "", "total_row")),
        (cell("450312", "（空）", 1), (2, "", "total_row")),
        (cell("Totale", "440000", 1), (2, "", "total_row")),
        ("2024-03,450312,440000", (2, "", "width")),
    ],
)
def test_broken_rows(row, problem):
    assert rules(read(row)) == [problem]


def test_every_problem_of_every_row_is_found():
    reading = read(cell("x", "y", "z"), cell("450312", "440000", 1), cell("450312", "440000", 2))

    assert rules(reading) == [
        (2, "origin_code", "unknown_code"),
        (2, "dest_code", "unknown_code"),
        (2, "n_stays", "count"),
        (4, "", "duplicate"),
    ]


def test_retired_code_goes_to_the_present_region_and_is_kept():
    reading = read(cell("450322", "440000", 3), cell("450322", "450000", 4))

    assert [(row.origin_id, row.origin_code) for row in reading.rows] == [("linggui", "450322")] * 2
    assert rules(reading) == [(2, "origin_code", "retired_code")]
    assert (reading.error_count, reading.warning_count) == (0, 1)


def test_short_codes_and_the_unknown_province():
    reading = read(cell("45", "44", 3), cell("45", "990000", 4))

    assert [row.destination_id for row in reading.rows] == ["guangdong", None]


def test_hospital_as_destination():
    reading = read(
        "2024-03,450312,H01,ALL,ALL,9", header=HEADER.replace("dest_code", "dest_org_code")
    )

    assert reading.rows[0][3:6] == ("linggui", "h1", "H01")


@pytest.mark.parametrize(
    "first, second",
    [("dest_code", "n_stays"), ("period", "origin_code"), ("disease_system", "disease_code")],
)
def test_swapped_headers_are_named_as_a_pair(first, second):
    header = HEADER.replace(first, "@").replace(second, first).replace("@", second)
    rows = [cell("450312", "441900", number, disease="MDC,F") for number in range(3)]

    reading = read(*rows, header=header)

    assert [problem.rule for problem in reading.problems] == ["swapped_headers"]
    assert set(reading.problems[0].column.split(" ↔ ")) == {first, second}


@pytest.mark.parametrize(
    "header, rule",
    [
        (HEADER.replace("n_stays", "patients"), "missing_column"),
        (f"{HEADER},n_stays", "repeated_column"),
    ],
)
def test_header_problems_stop_the_reading(header, rule):
    reading = read(cell("450312", "440000", 1) + ",1" * header.count(",n"), header=header)

    assert rule in [problem.rule for problem in reading.problems]
    assert reading.rows == []


def test_unused_column_is_a_warning():
    reading = read(cell("450312", "440000", 5) + ",3", header=f"{HEADER},remarks")

    assert (rules(reading), len(reading.rows)) == ([(1, "remarks", "ignored_column")], 1)


SPLIT = f"{HEADER},sex,age_band"


def split(*strata):
    """Rows of one cell, each with its sex and age band."""
    return read(*(cell("450312", "440000", 5) + f",{one}" for one in strata), header=SPLIT)


def test_rows_by_sex_and_age_are_kept_as_they_are():
    reading = split("1,0-59", "女,0-59", "1,60+", "2,60+")

    assert reading.problems == []
    assert [row[-2:] for row in reading.rows] == [
        (1, "0-59"),
        (2, "0-59"),
        (1, "60+"),
        (2, "60+"),
    ]
    assert split(",").rows[0][-2:] == split("0,all").rows[0][-2:] == (0, "all")


@pytest.mark.parametrize(
    "strata, problem",
    [
        (("1,0-59", "1,0-59"), (3, "", "duplicate")),
        (("0,all", "1,0-59"), (3, "", "split")),
        (("1,0-59", "1,all"), (3, "", "split")),
        (("1,0-59", "1,50+"), (3, "", "bands")),
        (("1,60-59",), (2, "", "bands")),
        (("3,all",), (2, "sex", "sex")),
        (("1,old",), (2, "age_band", "age_band")),
    ],
)
def test_rows_that_would_count_somebody_twice_are_refused(strata, problem):
    assert rules(split(*strata)) == [problem]


TOTALS = f"{HEADER},n_persons,cost_total,los_total,rw_total"


def test_totals_of_a_cell_are_kept_in_their_smallest_unit():
    lines = (
        cell("450312", "440000", 5) + ",4,52500.5,41,6.0301",
        cell("450312", "441900", 5) + ",,,,",
    )
    told, silent = read(*lines, header=TOTALS).rows

    assert tuple(told)[-6:-2] == (4, 5_250_050, 41, 60_301)
    assert tuple(silent)[-6:-2] == (None, None, None, None)


@pytest.mark.parametrize(
    "stays, totals, rule",
    [
        (5, "6,,,", "persons"),
        (5, ",,4,", "bed_days"),
        (5, ",1.234,,", "number"),
        (5, ",1e5,,", "number"),
        (5, ",,,-1", "number"),
        (5, ",9999999999999,,", "number"),
        ("<5", ",900,,", "suppressed"),
    ],
)
def test_totals_that_do_not_fit_are_refused(stays, totals, rule):
    reading = read(cell("450312", "440000", stays) + f",{totals}", header=TOTALS)

    assert [problem.rule for problem in reading.problems] == [rule]


def test_chinese_headers():
    header = "期间,来源地代码,去向代码,病种体系,病种代码,住院人次"

    assert len(read(cell("450312", "440000", 5), header=header).rows) == 1


@pytest.mark.parametrize(
    "parts, found",
    [
        ([4, 6], []),
        (["<5", 6], []),
        ([5, 6], [(2, "n_stays", "parts_exceed_whole")]),
        ([4, 5], [(2, "n_stays", "parts_below_whole")]),
    ],
)
def test_parts_and_whole(parts, found):
    rows = [
        cell("450312", "440000", count, disease=f"MDC,{code}")
        for code, count in zip("FR", parts, strict=True)
    ]

    assert rules(read(cell("450312", "440000", 10), *rows)) == found


def test_one_grain_and_one_source_per_file():
    header = f"{HEADER},source_system"
    rows = [
        cell("450312", "440000", 1) + ",hqms",
        cell("450312", "450000", 1, period="2024") + ",hqms",
        cell("450312", "450312", 1) + ",hospital_upload",
        cell("450312", "441900", 1) + ",hearsay",
    ]

    assert [rule for _, _, rule in rules(read(*rows, header=header, source=""))] == [
        "grain",
        "source",
        "source_system",
    ]


def test_problems_are_all_counted_and_a_thousand_kept():
    reading = read(*[cell("450312", "440000", "x")] * 1200)

    assert (reading.error_count, len(reading.problems)) == (1200, 1000)


def test_header_without_rows_is_an_error():
    assert rules(read()) == [(2, "", "empty")]
