from decimal import Decimal

import pytest

from hospitals.actions import claims
from hospitals.plausibility import Figure, find
from hospitals.readers import claim_file

# What a rule can find of the contradictions Q1 to Q24, and nothing besides: Q8, Q9 and Q17 stand
# in the running text only, Q19 and Q20 are traps that no rule may fall into.
EXPECTED = {
    ("outpatient_ceiling", "S1-051"),  # Q1
    ("inpatient_ceiling", "S1-052"),  # Q2
    ("leans_on_doubtful", "S1-053"),  # Q3
    ("leans_on_doubtful", "S1-054"),  # Q4
    ("share_jump", "S1-054"),  # Q4
    ("unknown_word", "S1-078"),  # Q5
    ("unknown_word", "S1-086"),  # Q6
    ("unknown_word", "S4-187"),  # Q7
    ("two_values", "S1-040"),  # Q10
    ("two_values", "S1-046"),  # Q10
    ("same_number", "S1-046"),  # Q11
    ("same_number", "S1-061"),  # Q11
    ("parts_miss_total", "S1-046"),  # Q12
    ("parts_exceed_total", "S1-062"),  # Q13
    ("unit_differs", "S1-072"),  # Q14
    ("on_post_or_ever_sent", "S0-013"),  # Q15
    ("list_shorter", "S0-019"),  # Q16
    ("parts_miss_total", "S4-194"),  # Q18
    ("rank_without_value", "S1-038"),  # Q21
    ("open_period", "S1-093"),  # Q22
    ("start_unknown", "S3-128"),  # Q23
    ("no_split", "S3-135"),  # Q24
    ("overlap_unknown", "S1-081"),  # marked as ambiguous in the source list
    ("year_missing", "S0-005"),  # marked as inferred in the source list
}


def released():
    for line in claim_file.read(claims.RELEASED.read_bytes()):
        given, proposed = line.claim, line.reading["proposed"]
        names = ("code", "source", "entity", "topic", "measure", "unit", "period", "quote")
        more = ("covers", "listed", "since", "until")
        yield Figure(
            **{name: given[name] for name in (*names, *more)},
            value=number(given["printed"]),
            part_of=tuple(given["part_of"]),
            proposed=number(proposed),
        )


def number(text):
    return Decimal(text) if text.replace(".", "", 1).isdigit() else None


def figure(code, measure, value, **changed):
    given = {"source": "S", "entity": "甲院", "topic": "服务", "unit": "项", "period": "2024"}
    return Figure(code=code, measure=measure, value=value, quote="", **given | changed)


def test_rules_find_what_a_rule_can_find_and_nothing_on_clean_rows():
    found = find(released())

    assert {(one.rule, code) for one in found for code in one.subjects} == EXPECTED
    assert len(list(released())) == 203


def test_numbers_of_a_finding_are_those_that_were_printed():
    found = {one.rule: one for one in find(released()) if one.subjects[0] != "S4-194"}

    assert dict(found["share_jump"].numbers) == {"share": "49.9", "other": "5.9"}
    assert dict(found["parts_exceed_total"].numbers) == {
        "parts": "219",
        "total": "200",
        "gap": "19",
    }
    assert dict(found["parts_miss_total"].numbers)["gap"] == "111"


@pytest.mark.parametrize("parts, rules", [((3, 4), []), ((3, 5), ["parts_exceed_total"])])
def test_parts_that_add_up_are_left_alone(parts, rules):
    total = figure("A", "beds", Decimal(7), covers=2)
    rest = [figure(f"B{value}", "beds", Decimal(value), part_of=("A",)) for value in parts]

    assert [one.rule for one in find([total, *rest])] == rules


def test_same_number_at_two_organisations_is_no_finding():
    rows = [
        figure("A", "", Decimal(226), unit="项"),
        figure("B", "", Decimal(226), unit="次", entity="乙院"),
    ]

    assert find(rows) == []


def test_a_part_that_is_more_than_the_whole():
    whole, part = figure("A", "", Decimal(5)), figure("B", "", Decimal(6), part_of=("A",))

    (found,) = find([whole, part])

    assert (found.rule, found.subjects, found.compared) == ("part_exceeds_whole", ("B",), ("A",))
    assert found.text % dict(found.numbers) == "部分 6项 多于整体 5项。"


def test_ceiling_counts_beds_years_and_tens_of_thousands():
    beds = figure("A", "open_beds", Decimal(10), unit="张")
    most = Decimal(10 * 5 * 365 * 5)
    visits = figure("B", "outpatient_visits", most, unit="人次")
    too_many = figure("B", "outpatient_visits", most / 10_000 + 1, unit="万人次")

    assert find([beds, visits]) == []
    assert [one.rule for one in find([beds, too_many])] == ["outpatient_ceiling"]
