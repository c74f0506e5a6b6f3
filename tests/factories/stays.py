"""Random small worlds of case abstracts: three hospitals, five counties, files of their stays."""

import datetime as dt
import uuid

import duckdb
from hypothesis import strategies as st

H1, H2, H3 = (uuid.UUID(int=number) for number in (1, 2, 3))
# hospital, county, city, province; the county 459001 lies directly under its province.
HOSPITALS = [
    (H1, 450312, 450300, 450000),
    (H2, 459001, 459001, 450000),
    (H3, 520103, 520100, 520000),
]
DIVISIONS = [
    (450312, 450300, 450000),
    (450305, 450300, 450000),
    (459001, 459001, 450000),
    (520103, 520100, 520000),
    (430102, 430100, 430000),
]
RELATIONS = {"hospitals": HOSPITALS, "divisions": DIVISIONS}
UNKNOWN = 999999
# What the engine reads of a file of abstracts (hospitals/abstracts holds the whole).
COLUMNS = {
    "hospital": "UUID",
    "stay_key": "UBIGINT",
    "person_key": "UBIGINT",
    "residence": "UINTEGER",
    "admit_date": "DATE",
    "discharge_date": "DATE",
    "los_days": "USMALLINT",
    "dept_out": "VARCHAR",
    "chapter": "UTINYINT",
    "op_main": "VARCHAR",
    "op_kind": "UTINYINT",
    "op_level": "UTINYINT",
    "is_minimally_invasive": "BOOLEAN",
    "discharge_mode": "UTINYINT",
    "dest_hospital": "UUID",
    "readmit_plan": "UTINYINT",
    "cost_fen": "BIGINT",
    "drg_code": "VARCHAR",
    "drg_version": "VARCHAR",
    "rw_e4": "INTEGER",
}
FIRST = dt.date(2024, 1, 1)
WRITER = duckdb.connect(config={"threads": 1})
GROUPS = [(None, None, None)] + [
    (code, version, weight)
    for code, weight in (("FM11", 31_000), ("FM15", 28_500), ("RE13", 9_999), ("BR21", 12_345))
    for version in ("CHS-1.1", "GX-2022")
]
OPERATIONS = [(None, None, None, None), ("36.0600", 2, 4, True), ("47.0100", 1, 3, None)]
OPERATIONS += [("47.0900", 1, 2, False), ("99.2500", 4, None, None), ("51.2300", 1, None, True)]


@st.composite
def stays(draw, months=3, at_most=40):
    """Stays of a few people, discharged in so many months from January 2024 on."""
    days = 30 * months
    made = draw(
        st.lists(
            st.tuples(
                st.sampled_from([H1, H1, H2, H3]),
                st.sampled_from([None, 1, 2, 3, 4, 5]),
                st.sampled_from([*(row[0] for row in DIVISIONS), UNKNOWN, 420106]),
                st.integers(0, days),
                st.integers(0, 40),
                st.sampled_from(GROUPS),
                st.sampled_from(OPERATIONS),
                st.sampled_from([1, 1, 1, 2, 3, 4, 5, 9]),
                st.sampled_from([1, 1, 1, 2, None]),
                st.integers(0, 5_000_000),
                st.integers(0, 4),
                st.sampled_from([None, H2, H3]),
                st.sampled_from(["内科", "外科", "儿科"]),
            ),
            max_size=at_most,
        )
    )
    return [stay(number, *told) for number, told in enumerate(made, 1)]


def stay(key, hospital, person, residence, day, length, group, operation, mode, plan, *more):
    fen, chapter, goes_to, ward = more
    left = FIRST + dt.timedelta(days=day)
    return {
        "hospital": hospital,
        "stay_key": key,
        "person_key": person,
        "residence": residence,
        "admit_date": left - dt.timedelta(days=length),
        "discharge_date": left,
        "los_days": max(1, length),
        "dept_out": ward,
        "chapter": chapter,
        **dict(
            zip(("op_main", "op_kind", "op_level", "is_minimally_invasive"), operation, strict=True)
        ),
        "discharge_mode": mode,
        "dest_hospital": goes_to if mode in {2, 3} else None,
        "readmit_plan": plan,
        "cost_fen": fen,
        **dict(zip(("drg_code", "drg_version", "rw_e4"), group, strict=True)),
    }


def write(rows, path):
    """A file of these stays, as the store would write it."""
    given = ", ".join(f"unnest(?::{kind}[])::{kind} AS {name}" for name, kind in COLUMNS.items())
    values = [[_plain(row[name]) for row in rows] for name in COLUMNS]
    WRITER.execute(f"COPY (SELECT {given}) TO '{path}' (FORMAT parquet)", values)
    return path


def _plain(value):
    return str(value) if isinstance(value, uuid.UUID | dt.date) else value
