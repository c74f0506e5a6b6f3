"""What one code stands for: repaired, mapped, refused, and never kept where it may be more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitals.readers.abstracts import codes
from hospitals.readers.abstracts.codes import Place, Tables

HERE = "00000000-0000-0000-0000-000000000001"
THERE = "00000000-0000-0000-0000-000000000002"
CREDIT = "124503004986001250"
PLACES = {
    "450304": Place("450304", "county", "450000"),
    "522401": Place("520502", "county", "520000"),
    "450300": Place("450300", "city", "450000"),
}
TABLES = Tables(
    hospitals={CREDIT: HERE, "498600125": HERE},
    places=PLACES,
    diagnoses=frozenset({"I21.900", "I10.x00", "A00.000x001", "W01.900"}),
    procedures={"36.0601": (2, 4, True)},
    drgs={"GX2022": frozenset({"FM11"})},
    departments=frozenset({"心血管内科"}),
    names={"某县人民医院": THERE},
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (None, "org_missing")),
        ("498600125", (HERE, "")),
        ("498600121", (None, "org_malformed")),
        ("124503004986001251", (None, "org_malformed")),
        ("45030001X" * 2, (None, "org_malformed")),
        ("498600125450304AB12C1", (None, "org_malformed")),
        ("498600125450304AB12C1Z", (HERE, "")),
    ],
)
def test_organisation_by_the_nine_characters_that_its_codes_share(text, found):
    assert codes.organisation(text, TABLES) == found


def test_hospital_sends_its_own_only():
    tables = Tables(hospitals={"498600125": HERE}, senders=frozenset({THERE}))

    assert codes.organisation("498600125", tables) == (HERE, "org_other")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("450304", (450304, 450304, "450000", "")),
        ("522401", (522401, 520502, "520000", "residence_retired")),
        ("450300", (450300, 450300, "450000", "residence_wide")),
        ("459999", (459999, 999999, "", "residence_unknown")),
        ("4503", (999999, 999999, "", "residence_unknown")),
    ],
)
def test_residence_is_todays_and_the_sent_code_stays(text, found):
    assert codes.residence(text, TABLES) == found


@pytest.mark.parametrize(
    ("text", "code", "rule"),
    [
        ("I21.900", "I21.900", ""),
        ("ｉ２１．９００", "I21.900", "dx_repaired"),
        ("I21900", "I21.900", "dx_repaired"),
        ("i10.X00", "I10.x00", "dx_repaired"),
        ("A00.000X001", "A00.000x001", "dx_repaired"),
        ("I21.9", "I21.9", ""),
        ("Q99.900", "Q99.900", "dx_unmapped"),
        ("W01.900", None, "dx_external"),
        ("心肌梗死", None, "dx_malformed"),
        (None, None, "dx_missing"),
    ],
)
def test_diagnosis_as_the_table_writes_it(text, code, rule):
    found = codes.diagnosis(text, TABLES)

    assert (found.code, found.rule) == (code, rule)


def test_diagnoses_of_one_sex():
    assert [codes.only_sex(code) for code in ("C61.x00", "O80.000", "I21.9")] == [1, 2, None]


def test_procedure_takes_kind_and_level_from_the_table():
    assert codes.procedure("36.0601", TABLES) == ("36.0601", 2, 4, True, "")
    assert codes.procedure("360601", TABLES) == ("36.0601", 2, 4, True, "op_repaired")
    assert codes.procedure("99.9999", TABLES) == ("99.9999", None, None, None, "op_unmapped")
    assert codes.procedure("手术", TABLES) == (None, None, None, None, "op_malformed")


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        (("fm11", "GX2022"), ("FM11", "")),
        (("FM12", "GX2022"), ("FM12", "drg_unmapped")),
        (("FM11", "1.1"), (None, "drg_version_unknown")),
        (("12", "GX2022"), (None, "drg_malformed")),
        ((None, "GX2022"), (None, "")),
    ],
)
def test_drg_is_of_its_own_version(pair, found):
    assert codes.drg(*pair, TABLES) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("心血管内科", ("心血管内科", "")),
        ("03.04", ("03.04", "")),
        ("骨科二病区", ("骨科二病区", "dept_unknown")),
        ("张三", (None, "dept_unknown")),
        ("450304199001011234科", (None, "dept_unknown")),
    ],
)
def test_department_is_kept_only_if_it_can_be_one(text, found):
    assert codes.department(text, TABLES) == found


def test_destination_by_a_name_that_is_known():
    assert codes.destination("某县人民医院", TABLES) == (THERE, "")
    assert codes.destination("某人", TABLES) == (None, "dest_unknown")


@given(
    st.text(max_size=30), st.from_regex(r"[1-9]\d{16}[\dXx]", fullmatch=True), st.text(max_size=9)
)
def test_nothing_that_is_kept_holds_an_id_number(before, number, after):
    text = before + number + after
    kept = [
        codes.diagnosis(text, Tables()).code,
        codes.procedure(text, Tables()).code,
        codes.department(text, Tables())[0],
        codes.drg(text, "1.1", Tables())[0],
        codes.destination(text, Tables())[0],
        str(codes.residence(text, Tables()).told),
    ]

    assert [value for value in kept if value and number in value] == []
    assert not codes.is_version(text) or number not in text
