"""Somebody who adds and subtracts all that is shown must not find a small count: linear algebra."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.metrics import complement, disclose
from portal.metrics.complement import ALL, CAME, LEFT, WENT, Cell

DISEASES = ("I", "II")
MONTHS = ("2024-01", "2024-02")
COUNTY_OF = {"a1": "a", "a2": "a", "b1": "b"}
PARENTS = COUNTY_OF | {"a": "P", "b": "P", "P": None}
# Where a stay was: another province, another city, another county, at home.
PLACES = range(4)
WORLD_KEYS = list(product(COUNTY_OF, DISEASES, MONTHS))
# What each figure counts, of which whole.
CODES = {
    "F01": ((0,), PLACES),
    "F02": ((0, 1), PLACES),
    "F02W": ((1,), (1, 2, 3)),
    "F03": ((0, 1, 2), PLACES),
}
PRIME = 1_000_003


def level(name):
    return "province" if name == "P" else "city" if len(name) == 1 else "county"


def line(county):
    return county, COUNTY_OF[county], "P"


def covers(region, disease, period, key):
    """Whether a figure of the region, group and period counts a stay of this county."""
    county, group, month = key
    return region in line(county) and disease in {group, ALL} and month.startswith(period)


FIGURES = [
    (*about, code)
    for about in product(PARENTS, (*DISEASES, ALL), (*MONTHS, "2024"))
    for code in (("F01",) if about[2] == "2024" else CODES)
]


def told(figure):
    """The atoms (county, group, month, place) that a figure adds up: above the line and below."""
    *about, code = figure
    keys = [key for key in WORLD_KEYS if covers(*about, key)]
    return tuple([(*key, place) for key in keys for place in places] for places in CODES[code])


def world(stays):
    """Cells of every region, group, month and of the year, from stays by (county, group, month)."""
    cells = {}
    for figure in FIGURES:
        region, disease, period, code = figure
        x, n = (sum_of(stays, part) for part in told(figure))
        system = ALL if disease == ALL else "MDC"
        cell = cells.setdefault(
            figure[:3],
            Cell(LEFT, "hqms", system, disease, period, region, level=level(region)),
        )
        cell.parent = PARENTS[region]
        cell.add(code, x, n)
        cell.rows.append((code, x, n))
        cell.is_hidden |= any(map(disclose.is_small, (x, n - x, n)))
    return cells


def sum_of(stays, atoms):
    return sum(stays[county, group, month][place] for county, group, month, place in atoms)


def found_out(stays, cells):
    """Small counts that the shown ones tell, and all that they tell, by elimination."""
    shown = [row for about, _atoms, row in COUNTS if not cells[about[:3]].is_hidden]
    pivots = _echelon(shown)
    return {
        about
        for about, atoms, row in COUNTS
        if cells[about[:3]].is_hidden
        and disclose.is_small(sum_of(stays, atoms))
        and not any(_reduced(row, pivots))
    }


def _counts():
    """Every count that a figure tells: what is above the line, the rest, and the whole."""
    at = {
        atom: number
        for number, atom in enumerate((*key, place) for key in WORLD_KEYS for place in PLACES)
    }
    for figure in FIGURES:
        above, below = told(figure)
        rest = list((Counter(below) - Counter(above)).elements())
        for part, atoms in (("x", above), ("rest", rest), ("whole", below)):
            row = [0] * len(at)
            for atom in atoms:
                row[at[atom]] += 1
            yield (*figure, part), atoms, row


def _echelon(rows):
    """Rows with different first columns, each starting with 1."""
    pivots = {}
    for row in rows:
        row = _reduced(row, pivots)
        first = next((at for at, value in enumerate(row) if value), None)
        if first is not None:
            inverse = pow(row[first], -1, PRIME)
            pivots[first] = [value * inverse % PRIME for value in row]
    return pivots


def _reduced(row, pivots):
    for at in range(len(row)):
        if row[at] and at in pivots:
            times = row[at]
            row = [(mine - times * his) % PRIME for mine, his in zip(row, pivots[at], strict=True)]
    return row


COUNTS = list(_counts())
COUNT = st.one_of(st.integers(0, 6), st.integers(0, 60))
WORLDS = st.fixed_dictionaries({key: st.tuples(*[COUNT for _ in PLACES]) for key in WORLD_KEYS})


@settings(deadline=None, max_examples=40)
@given(stays=WORLDS)
def test_nothing_small_comes_to_light_by_adding_and_subtracting(stays):
    cells = world(stays)

    complement.close(cells.values())

    assert found_out(stays, cells) == set()


def plain(**more):
    """Many everywhere, but for these who left: {"a1 I 2024-01": 3}."""
    stays = {key: (50, 60, 70, 500) for key in WORLD_KEYS}
    return stays | {tuple(key.split()): (out, 60, 70, 500) for key, out in more.items()}


def hidden(cells):
    return {" ".join(name) for name, cell in cells.items() if cell.is_hidden}


def test_one_small_month_would_be_what_all_the_others_leave():
    stays = plain(**{"a1 I 2024-01": 3})
    cells = world(stays)

    before = found_out(stays, cells)
    complement.close(cells.values())

    assert ("a1", "I", "2024-01", "F01", "x") in before
    assert found_out(stays, cells) == set()
    assert hidden(cells) == {f"{a} {k} {m}" for a, k, m in product(("a1", "a2"), DISEASES, MONTHS)}


def test_two_hidden_months_that_are_small_together_take_a_third():
    months = [
        Cell(LEFT, "hqms", ALL, ALL, f"2024-{number:02}", "a1", counts={"F01": count})
        for number, count in enumerate((1, 2, 30, 40), start=1)
    ]
    for month in months[:2]:
        month.is_hidden = True

    complement.close(complement.with_years(months))

    assert [month.is_hidden for month in months] == [True, True, True, False]


def test_months_whose_year_is_told_nowhere_have_one_all_the_same():
    months = [
        Cell(LEFT, "hqms", ALL, ALL, f"2024-0{number}", "a1", counts={"F01": count})
        for number, count in ((1, 3), (2, 40))
    ]

    year = complement.with_years(months)[-1]

    assert (year.period, year.counts, year.is_hidden) == ("2024", {"F01": 43}, False)


def test_a_hospital_is_not_what_its_county_leaves():
    county = Cell(CAME, "hospital_upload", ALL, ALL, "2024-01", "a1", counts={"x": 63})
    few, many, most = (
        Cell(CAME, "hospital_upload", ALL, ALL, "2024-01", hospital=name, parent="a1")
        for name in ("few", "many", "most")
    )
    for cell, count in ((few, 3), (many, 20), (most, 40)):
        cell.counts, cell.is_hidden = {"x": count}, count < 5

    complement.close([county, few, many, most])

    assert [cell.is_hidden for cell in (county, few, many, most)] == [False, True, True, False]


def test_shares_of_one_whole_that_add_up():
    """Grade 3 and grade 4 together are H07; operations are the whole of all three."""
    made = {
        code: Cell(code, "hospital_upload", ALL, ALL, "2024-01", hospital="h", counts={"x": count})
        for code, count in (("H03", 50), ("H05", 3), ("H06", 20), ("H07", 23))
    }
    made["H05"].is_hidden = True

    complement.close(made.values())
    grades = {code: cell.is_hidden for code, cell in made.items()}
    made["H03"].is_hidden = True
    complement.close(made.values())

    assert grades == {"H03": False, "H05": True, "H06": True, "H07": False}
    assert made["H07"].is_hidden


@pytest.mark.parametrize("is_told", [True, False])
def test_the_only_hidden_destination_takes_the_next_one(is_told):
    left = Cell(LEFT, "hqms", ALL, ALL, "2024", "a1", counts={"F01": 63}, is_hidden=not is_told)
    places = [
        Cell(WENT, "hqms", ALL, ALL, "2024", "a1", counterpart=name, counts={"F01": count})
        for name, count in (("B", 3), ("C", 20), ("D", 40))
    ]
    places[0].is_hidden = True

    complement.close([left, *places])

    assert [place.is_hidden for place in places] == [True, True, not is_told]


def test_a_mix_without_a_row_of_its_total_is_hidden_whole():
    """Whoever knows how many left knows where the only other group went."""
    groups = [
        Cell("F20", "hqms", "MDC", group, "2024", "a1", counts={"x": out})
        for group, out in (("I", 3), ("II", 0))
    ]
    groups[0].is_hidden = True

    complement.close(groups)

    assert [one.is_hidden for one in groups] == [True, True]


def test_what_is_hidden_along_one_direction_is_looked_at_along_the_others():
    cells = world(plain(**{"b1 I 2024-01": 3, "b1 II 2024-01": 0}))

    complement.close(cells.values())

    assert {"b1 I 2024-01", "b I 2024-01", "b1 ALL 2024-01"} <= hidden(cells)
