"""A file is read column by column: what is kept, what is told, what is refused."""

import csv
import datetime as dt

import duckdb
import pytest
import xlsxwriter

from hospitals.abstracts import files
from hospitals.readers.abstracts import columns, source
from hospitals.readers.abstracts.cells import Terms
from hospitals.readers.abstracts.codes import Place, Tables
from hospitals.readers.abstracts.reading import Job, Reader
from tests.factories.abstracts import COUNTY, HEADER, ORG, line, sent

HERE = "00000000-0000-0000-0000-000000000001"
TABLES = Tables(
    hospitals={ORG: HERE},
    places={
        COUNTY: Place(COUNTY, "county", "450000"),
        "522401": Place("520502", "county", "520000"),
        "440103": Place("440103", "county", "440000"),
    },
    diagnoses=frozenset({"I21.900", "E11.900", "I10.x00", "O80.000", "C61.x00"}),
    procedures={"36.0601": (2, 4, True), "88.7200": (3, None, None)},
)
NAMES = {"广东省广州市荔湾区": "440103", "荔湾区": "440103"}


@pytest.fixture
def read(tmp_path):
    def act(*lines, content=None, month="", tables=TABLES, kept=()):
        path = tmp_path / "sent"
        path.write_bytes(content or sent(*lines))
        opened = source.opened(path, tmp_path)
        mapping = columns.guess(opened.header).mapping
        terms = Terms(key="ab" * 16, today="2026-03-01", month=month, sender=ORG)
        job = Job(opened, mapping, terms, tables, tmp_path, tmp_path / "facts", NAMES, kept)
        with files.connect(spill=tmp_path) as connection:
            return Reader(connection, job, lambda stage, percent: None).read()

    act.folder = tmp_path
    return act


def rows(read, result, names):
    paths = [str(read.folder / "facts" / part["path"]) for part in result.parts]
    with duckdb.connect() as connection:
        query = f"SELECT {names} FROM read_parquet({paths}) ORDER BY cost_fen"
        return connection.execute(query).fetchall()


def problems(read):
    with (read.folder / "problems.csv").open(encoding="utf-8", newline="") as stream:
        return [tuple(row) for row in csv.reader(stream)]


def test_stay_in_order_is_kept_as_numbers_and_codes(read):
    result = read(line(1, op_main="36.0601", op_level="4"))

    names = "hospital::VARCHAR, sex, residence, los_days, dx_main, chapter, dx_other, op_kind, "
    assert result.counts == {}
    assert rows(read, result, names + "op_level, is_minimally_invasive, cost_fen, person_key") == [
        (HERE, 1, 450304, 5, "I21.900", 9, ["E11.900", "I10.x00"], 2, 4, True, 1000050, 0)
    ]


def parquet(path, *lines):
    """As a system of columns writes it: other diagnoses are a list."""
    csv_file = path.with_suffix(".csv")
    csv_file.write_bytes(sent(*lines))
    split = "SELECT * REPLACE (string_split(dx_other, '|') AS dx_other) FROM "
    query = f"{split} read_csv('{csv_file}', all_varchar = true)"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def test_other_diagnoses_may_be_a_list_of_a_parquet_file(read, tmp_path):
    result = read(content=parquet(tmp_path / "made.parquet", line(1), line(2, dx_other="E11.900")))

    assert result.counts == {}
    assert rows(read, result, "dx_other") == [(["E11.900", "I10.x00"],), (["E11.900"],)]


def test_rows_of_a_workbook_are_judged_like_those_of_a_file(read, tmp_path):
    """Days as days, numbers as numbers: as people save them."""
    told = [line(1), line(2, sex="3"), line(3, total_cost="0"), line(4, los_days="9")]
    result = read(content=workbook(tmp_path / "made.xlsx", *told))

    assert result.counts == {"sex": 1, "cost": 1, "los_differs": 1}
    assert [(row[0], row[3]) for row in problems(read)] == [
        ("3", "sex"),
        ("4", "cost"),
        ("5", "los_differs"),
    ]
    good = read(content=workbook(tmp_path / "good.xlsx", line(1), line(2)))
    assert (good.counts, sum(part["rows"] for part in good.parts)) == ({}, 2)
    names = "admit_date::VARCHAR, los_days, cost_fen, dx_other"
    assert rows(read, good, names) == [("2026-01-01", 5, 1000050, ["E11.900", "I10.x00"])] * 2


def workbook(path, *lines):
    with xlsxwriter.Workbook(path) as book:
        sheet, as_day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADER)
        for at, told in enumerate(lines, start=1):
            for column, name in enumerate(HEADER):
                text = told.get(name, "")
                if name.endswith("_date"):
                    sheet.write_datetime(at, column, dt.datetime.fromisoformat(text), as_day)
                elif name in {"stay_no", "sex", "age_years", "los_days", "total_cost"}:
                    sheet.write_number(at, column, float(text))
                else:
                    sheet.write_string(at, column, text)
    return path.read_bytes()


def test_each_month_is_a_file_of_its_own(read):
    february = {"admit_date": "2026-01-30", "discharge_date": "2026-02-02", "los_days": "3"}

    result = read(line(1), line(2, **february), line(3))

    assert [(part["month"], part["rows"]) for part in result.parts] == [
        ("2026-01-01", 2),
        ("2026-02-01", 1),
    ]


ERRORS = [
    ({"org_code": "45030001X"}, "org_malformed", "45030001X"),
    ({"record_no": ""}, "record_missing", ""),
    ({"record_no": "x" * 51}, "record_long", ""),
    ({"stay_no": "0"}, "stay_no", "0"),
    ({"stay_no": "1.5"}, "stay_no", "1.5"),
    ({"person_key": "abc"}, "person_key", ""),
    ({"sex": "3"}, "sex", "3"),
    ({"age_years": "121"}, "age", "121"),
    ({"admission_route": "4"}, "admission_route", "4"),
    ({"admit_date": "2026-02-30"}, "admit_date", "2026-02-30"),
    ({"admit_date": "2026-01-07"}, "dates_order", "2026-01-07"),
    ({"discharge_date": "2026-03-02", "los_days": "60"}, "future", "2026-03-02"),
    ({"los_days": "x"}, "los", "x"),
    ({"dx_main": "W01"}, "dx_external", "W01"),
    ({"dx_other": "|".join(["E11.900"] * 41)}, "dx_many", ("|".join(["E11.900"] * 41))[:60]),
    ({"op_main": "36.0601", "op_level": "5"}, "op_level", "5"),
    ({"discharge_mode": "6"}, "discharge_mode", "6"),
    ({"discharge_mode": "2"}, "dest_missing", ""),
    ({"readmit_plan": "3"}, "readmit_plan", "3"),
    ({"total_cost": "0"}, "cost", "0"),
    ({"total_cost": "1e5"}, "cost", "1e5"),
    ({"drg_code": "FM11"}, "drg_part", "FM11"),
    ({"drg_code": "FM11", "drg_version": "1.1", "rw": "61"}, "rw", "61"),
]


@pytest.mark.parametrize(("cells", "rule", "value"), ERRORS)
def test_error_refuses_the_file_and_names_the_cell(read, cells, rule, value):
    result = read(line(1), line(2, **cells))

    found = [problem for problem in problems(read) if problem[4] == "0"]
    assert [(problem[0], problem[2], problem[3]) for problem in found] == [("3", value, rule)]
    assert not (read.folder / "facts").exists()
    assert "path" not in (result.parts or [{}])[0]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"los_days": "9"}, "los_differs"),
        ({"residence_code": "522401"}, "residence_retired"),
        ({"residence_code": "", "residence_text": "广东省广州市荔湾区某路"}, "residence_by_text"),
        ({"residence_code": "999999"}, "residence_unknown"),
        ({"dx_main": "i21900"}, "dx_repaired"),
        ({"dx_main": "Q99.900"}, "dx_unmapped"),
        ({"dx_main": "O80.000"}, "dx_sex"),
        ({"dx_other": "E11.900|不详"}, "dx_other_malformed"),
        ({"op_main": "88.7300"}, "op_unmapped"),
        ({"op_main": "36.0601", "op_level": "3"}, "op_level_differs"),
        ({"discharge_mode": "2", "dest_org_name": "某院"}, "dest_unknown"),
        ({"total_cost": "5000001"}, "cost_high"),
        ({"dept_out": "张三"}, "dept_unknown"),
    ],
)
def test_warning_lets_the_row_in(read, cells, rule):
    result = read(line(1), line(2, **cells))

    assert result.counts == {rule: 1}
    assert sum(part["rows"] for part in result.parts) == 2


def test_codes_are_mapped_and_both_are_kept(read):
    result = read(
        line(1, residence_code="522401", total_cost="1"),
        line(2, residence_code="", residence_text="广东省广州市荔湾区某路", total_cost="2"),
        line(3, residence_code="123456", total_cost="3"),
    )

    assert rows(read, result, "residence_code, residence") == [
        (522401, 520502),
        (440103, 440103),
        (123456, 999999),
    ]


def test_same_stay_twice_is_refused(read):
    assert read(line(1), line(2), line(1)).counts == {"twice": 2}


def test_stay_of_another_month_in_force_is_refused(read):
    first = read(line(1))
    kept = [(HERE, "2026-01-01", str(read.folder / "facts" / first.parts[0]["path"]))]
    later = {"admit_date": "2026-01-30", "discharge_date": "2026-02-02", "los_days": "3"}

    assert read(line(1, **later), line(2, **later), kept=kept).counts == {"kept_already": 1}
    assert read(line(1), kept=kept).counts == {}


def test_totals_are_left_out_and_told(read):
    result = read(line(1), line(2, org_code="合计", record_no="", sex="", dx_main=""))

    assert (result.rows, result.totals, result.counts) == (1, 1, {"totals": 1})


def test_day_in_other_spellings(read):
    told = [
        line(at, admit_date=admit, discharge_date="2026-01-06")
        for at, admit in enumerate(["2026/1/1", "20260101", "46023", "2026-01-01 08:30:00"])
    ]

    result = read(*told)

    assert result.counts == {}
    assert {row[0] for row in rows(read, result, "los_days")} == {5}


def test_month_that_was_asked_for_is_the_only_one(read):
    assert read(line(1), month="2026-02-01").counts == {"other_month": 1}


def test_id_number_in_place_of_the_hash_refuses_the_file(read):
    with pytest.raises(source.Unreadable, match="身份证号"):
        read(line(1), line(2, person_key="450304199001011234"))


def test_line_of_another_width_is_named(read):
    content = sent(line(1)) + b"a,b\n" + sent(line(2)).split(b"\n")[1] + b"\n"

    assert read(content=content).counts["cells"] == 1


def test_no_identity_can_be_found_in_what_is_kept(read):
    """An ID number in any column is refused, or it is not in the bytes that were written."""
    number = "450304199001011234"
    header = [*HEADER, "身份证号", "备注"]
    personal = {"身份证号": number, "备注": number, "record_no": "R7", "residence_text": number}

    result = read(content=sent(line(1, **personal), header=header))

    path = read.folder / "facts" / result.parts[0]["path"]
    assert number.encode() not in path.read_bytes()
    cells = rows(read, result, "*")[0]
    assert [cell for cell in cells if isinstance(cell, str) and len(cell) > 12] == []
