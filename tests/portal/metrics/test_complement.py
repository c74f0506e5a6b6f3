"""Somebody who subtracts: what is hidden must not be the only unknown of any sum."""

from collections import defaultdict
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.metrics import complement, disclose
from portal.metrics.complement import ALL, Cell

DISEASES = ("I", "II", "III")
COUNTY_OF = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}
PARENTS = COUNTY_OF | {"a": "P", "b": "P", "P": None}
WORLD_KEYS = list(product(COUNTY_OF, DISEASES))
PRIME = 1_000_003


def level(name):
    return "province" if name == "P" else "city" if len(name) == 1 else "county"


def cell(region, disease, counts, code="F01"):
    system = ALL if disease == ALL else "ICD_CHAPTER"
    inside, outside = counts
    told = outside, inside + outside, None, None
    small = any(map(disclose.is_small, (inside, outside, inside + outside)))
    place = region, None, None, "", level(region), PARENTS[region]
    return Cell(f"{region} {disease}", code, "hqms", system, disease, *place, told, small)


def world(counts):
    """Cells of every region and disease from (stayed, left) of the counties' diseases."""
    sums = defaultdict(lambda: [0, 0])
    for (county, disease), pair in counts.items():
        city = COUNTY_OF[county]
        for place in (county, city, "P"):
            for group in (disease, ALL):
                sums[place, group][0] += pair[0]
                sums[place, group][1] += pair[1]
    return [cell(*key, pair) for key, pair in sums.items()]


COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 60))
WORLDS = st.fixed_dictionaries({key: st.tuples(COUNTS, COUNTS) for key in WORLD_KEYS})


def equations(cells):
    """Every sum that a reader knows of: parts, and what they come to."""
    at = {cell.id: cell for cell in cells}
    for region in PARENTS:
        parts = [at[f"{region} {group}"] for group in DISEASES]
        yield parts, at[f"{region} {ALL}"]
    for above in ("a", "b", "P"):
        for group in (*DISEASES, ALL):
            below = [name for name, parent in PARENTS.items() if parent == above]
            yield [at[f"{name} {group}"] for name in below], at[f"{above} {group}"]


def counts_of(cell):
    left, whole = cell.counts[:2]
    return left, whole - left, whole


def given_away(cells, at):
    """What a reader who adds and subtracts shown figures finds out of the hidden ones: Gauss.

    That nobody of a sum is anybody is no secret: zeros are always shown.
    """
    hidden = {cell.id: number for number, cell in enumerate(c for c in cells if c.is_hidden)}
    rows = []
    for parts, total in equations(cells):
        row = [0] * len(hidden)
        for sign, members in ((1, parts), (-1, [total])):
            for member in members:
                if member.is_hidden:
                    row[hidden[member.id]] += sign
        rows.append(row)
    names = list(hidden)
    found = {names[number] for number in _determined(rows, len(hidden))}
    return {cell.id for cell in cells if cell.id in found and counts_of(cell)[at]}


def _determined(rows, width):
    """The unknowns that the equations fix, whatever stands on their right."""
    done = []
    for column in range(width):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        inverse = pow(pivot[column], -1, PRIME)
        pivot = [value * inverse % PRIME for value in pivot]
        for table in (rows, done):
            table[:] = [_without(row, pivot, column) for row in table]
        done.append(pivot)
    return [row.index(1) for row in done if sum(map(bool, row)) == 1]


def _without(row, pivot, column):
    times = row[column]
    if not times:
        return row
    return [(mine - times * his) % PRIME for mine, his in zip(row, pivot, strict=True)]


@settings(deadline=None, max_examples=60)
@given(counts=WORLDS)
def test_nothing_hidden_comes_to_light_by_subtraction(counts):
    cells = world(counts)

    complement.close(cells)

    assert [given_away(cells, at) for at in range(3)] == [set(), set(), set()]
    assert all(cell.is_hidden for cell in cells if any(map(disclose.is_small, counts_of(cell))))


def plain(**left):
    """A world of many who stayed, and of these who left: {"a1 I": 3}."""
    counts = dict.fromkeys(WORLD_KEYS, (500, 50))
    return world(counts | {tuple(key.split()): (500, out) for key, out in left.items()})


def test_one_small_group_would_be_what_all_the_others_leave():
    cells = plain(**{"a1 I": 3})

    before = given_away(cells, 0)
    complement.close(cells)

    assert before == {"a1 I"}
    assert {cell.id for cell in cells if cell.is_hidden} == {"a1 I", "a1 II", "a2 I", "a2 II"}


def test_a_city_hidden_for_its_sister_is_not_the_sum_of_its_counties():
    counts = dict.fromkeys(WORLD_KEYS, (500, 50)) | dict.fromkeys(
        [key for key in WORLD_KEYS if key[0] in ("b1", "b2")], (500, 0)
    )
    cells = world(counts | {("b1", "I"): (500, 3)})

    complement.close(cells)

    hidden = {cell.id for cell in cells if cell.is_hidden}
    assert hidden >= {"b1 I", "b I", "a I", "b ALL"}
    assert hidden & {"a1 I", "a2 I"}


def test_a_mix_without_a_row_of_its_total_is_hidden_whole():
    """Whoever knows how many left knows where the only other group went."""
    cells = [cell("a1", group, (500, out), "F20") for group, out in (("I", 3), ("II", 0))]

    complement.close(cells)

    assert [one.is_hidden for one in cells] == [True, True]
