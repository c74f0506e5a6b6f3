from datetime import date

import pytest

from hospitals.readers.divisions import read_divisions, stem

RETIRED_TO_CURRENT = {
    "450322": "450312",  # 临桂县
    "450122": "450110",  # 武鸣县
    "450331": "450381",  # 荔浦县
    "450127": "450181",  # 横县, after the last edition of the source
    "452122": "450181",  # 横县 of 南宁地区, twice moved
    "450404": "450403",  # 蝶山区, merged
    "452129": "451402",  # 崇左县, renamed
    "522401": "520502",  # 毕节市, county level
    "522400": "520500",  # 毕节地区
    "522201": "520602",  # 铜仁市, county level
    "522200": "520600",  # 铜仁地区
    "522423": "520581",  # 黔西县, twice moved
    "520522": "520581",
    "520114": "520111",  # 小河区, merged
    "500228": "500155",  # 梁平县
    "120225": "120119",  # 蓟县, one character and 州
    "500200": "500100",  # 县 of a municipality
}
# Divided among several districts: no single successor would be true.
DIVIDED = {"450111", "450211", "450411"}


@pytest.fixture(scope="module")
def divisions():
    return read_divisions()


@pytest.fixture(scope="module")
def last(divisions):
    return {row.code: row for row in divisions}


def test_numbers_of_current_divisions(divisions):
    current = [row.level for row in divisions if row.valid_to is None and not row.successor]

    counts = {level: current.count(level) for level in ("province", "city", "county")}

    assert counts == {"province": 34, "city": 341, "county": 2852}


@pytest.mark.parametrize("retired, current", RETIRED_TO_CURRENT.items())
def test_retired_code_leads_to_current_one(last, retired, current):
    assert last[retired].successor == current
    assert last[current].valid_to is None


def test_every_retired_code_of_guangxi_and_guizhou_since_2000_is_led_on(last):
    lost = {
        code
        for code, row in last.items()
        if code[:2] in ("45", "52")
        and row.valid_to
        and row.valid_to.year >= 2000
        and not row.successor
    }

    assert lost == DIVIDED


def test_successors_end_at_a_current_division(last):
    ends = {last[row.successor] for row in last.values() if row.successor}

    assert {row.code for row in ends if row.successor} == set()
    assert {row.code for row in ends if row.valid_to} == set()


def test_every_county_lies_in_a_city_and_every_city_in_a_province(divisions, last):
    above = {"province": None, "city": "province", "county": "city"}

    wrong = [
        row.code
        for row in divisions
        if (last[row.parent].level if row.parent else None) != above[row.level]
    ]

    assert wrong == []


def test_municipality_is_its_own_city(last):
    assert (last["110100"].name, last["110118"].parent, last["500228"].parent) == (
        "北京市",
        "110100",
        "500100",
    )


def test_years_become_days(last):
    assert last["450322"].valid_from == date(1983, 1, 1)
    assert last["450322"].valid_to == date(2012, 12, 31)
    assert last["450312"].valid_from == date(2013, 1, 1)


def test_one_code_has_each_name_once(divisions):
    keys = [row.key for row in divisions]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "name, bare",
    [
        ("临桂县", "临桂"),
        ("恭城瑶族自治县", "恭城"),
        ("隆林各族自治县", "隆林"),
        ("威宁彝族回族苗族自治县", "威宁"),
        ("万山特区", "万山"),
        ("毕节地区", "毕节"),
        ("横县", "横县"),
    ],
)
def test_stem(name, bare):
    assert stem(name) == bare
