from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.metrics import disclose

K = 4


@pytest.mark.parametrize(
    "counts, cells, total",
    [
        ([10, 20, 0], (10, 20, 0), 30),
        ([3, 20, 30, 0], (None, None, 30, 0), 53),
        ([2, 3, 20], (None, None, 20), 25),
        ([1, 1, 20, 30], (None, None, None, 30), 52),
        ([3], (None,), None),
        ([3, 0], (None, 0), None),
        ([], (), 0),
    ],
)
def test_rows(counts, cells, total):
    shown = disclose.row(counts, 5)

    assert (shown.cells, shown.total) == (cells, total)


def possible(counts, shown, k):
    """Every way to fill the hidden cells that a reader who knows the rules could believe in."""
    hidden = [at for at, cell in enumerate(shown.cells) if cell is None]
    left = sum(counts) - sum(cell for cell in shown.cells if cell is not None)
    ranges = [range(1, k) if shown.small[at] else range(k, left + 1) for at in hidden]
    for filling in product(*ranges):
        if sum(filling) == left:
            yield dict(zip(hidden, filling, strict=True))


@settings(deadline=None)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=4))
def test_a_small_count_cannot_be_worked_out(counts):
    shown = disclose.row(counts, K)

    for at, count in enumerate(counts):
        assert (shown.cells[at] is None) or not 0 < count < K
        if 0 < count < K and shown.total is not None:
            assert len({filling[at] for filling in possible(counts, shown, K)}) >= 2


@given(st.lists(st.integers(0, 9), max_size=6))
def test_what_is_shown_is_true(counts):
    shown = disclose.row(counts, K)

    assert all(cell in (None, count) for cell, count in zip(shown.cells, counts, strict=True))
    assert shown.total in (None, sum(counts))
    assert all(shown.cells[at] == 0 for at, count in enumerate(counts) if count == 0)
