"""What is odd about a flow return as a whole, each rule by a file that breaks it."""

import datetime as dt

from hospitals.readers import flow_checks
from hospitals.readers.flow_checks import Known
from hospitals.readers.flow_return import FlowRow

MARCH = dt.date(2024, 3, 1)
PROVINCES = {"a": "A", "a2": "A", "b": "B"}


def row(destination, stays, *, month=MARCH, system="ALL", code="ALL", place=None, origin="a"):
    return FlowRow(month, origin, "1", destination, place, "2", system, code, stays, None)


def found(*rows, is_yearly=False, **known):
    sums = flow_checks.summed(rows, PROVINCES)
    told = flow_checks.find(sums, Known(PROVINCES, **known), is_yearly=is_yearly)
    return [(one.rule, one.about, one.rows, one.other) for one in told]


def test_file_in_order_is_quiet():
    assert found(row("a", 900), row("b", 90), row("a", 990, system="MDC", code="F")) == []


def test_more_leave_than_stay():
    assert found(row("a", 30), row("b", 70)) == [("flow_out_share", "a", "70.0", "")]


def test_return_of_those_who_left_alone_is_no_share():
    assert found(row("b", 70)) == []


def test_jump_against_months_in_force_and_of_the_file():
    past = {"a": {dt.date(2023, month, 1): 100 for month in (3, 4, 5)}}

    assert found(row("a", 501), past=past) == [("flow_jump", "a", "501", "100")]
    assert found(row("a", 500), past=past) == []
    months = [row("a", 100, month=dt.date(2024, month, 1)) for month in (1, 2, 3)]
    assert found(*months, row("a", 19, month=dt.date(2024, 4, 1))) == [
        ("flow_jump", "a", "19", "100")
    ]


def test_more_stays_than_people():
    people = {("a", 2024): 1200}

    assert found(row("a", 101), people=people) == [("flow_people", "a", "101", "1200")]
    assert found(row("a", 1200), people=people, is_yearly=True) == []


def test_more_than_a_hospital_discharged():
    discharges = {("h", MARCH): 50}

    assert found(row("b", 51, place="h"), discharges=discharges) == [
        ("flow_capacity", "h", "51", "50")
    ]


def test_codes_of_no_table():
    rows = [row("a", 98, system="MDC", code="F"), row("a", 2, system="MDC", code="循环")]

    assert found(*rows) == [("flow_unmapped", "", "2.0", "MDC")]


def test_the_gravest_are_told_and_the_rest_counted():
    people = {(str(number), 2024): 12 for number in range(25)}
    rows = [row(None, 2 + number, origin=str(number)) for number in range(25)]

    told = found(*rows, people=people)

    assert (len(told), told[0][2], told[-1]) == (21, "26", ("flow_more", "", "5", ""))
