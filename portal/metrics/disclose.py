"""Small cells: which counts of a row may be shown beside their total. Pure; every exit uses it.

A count of 1 to k-1 is hidden. If the hidden ones could then be worked out from the total,
the next smallest count is hidden too, and at last the total itself. Zero is always shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

THRESHOLD = 5
UNSTABLE_BELOW = 30


@dataclass(frozen=True)
class Row:
    """What may be shown: counts with None where hidden; small tells primary from complement."""

    cells: tuple[int | None, ...]
    total: int | None
    small: tuple[bool, ...]


def is_small(count: int | None, k: int = THRESHOLD) -> bool:
    return count is not None and 0 < count < k


def row(
    counts: Sequence[int],
    k: int = THRESHOLD,
    already: frozenset[int] = frozenset(),
    is_total_hidden: bool = False,
) -> Row:
    """Hide what must be hidden of the counts and, in the last resort, of their sum.

    already: places that are hidden for another reason; so may the sum be.
    """
    small = tuple(is_small(count, k) for count in counts)
    hidden = {at for at, is_hidden in enumerate(small) if is_hidden} | already
    candidates = sorted(
        (at for at, count in enumerate(counts) if count >= k and at not in hidden),
        key=lambda at: (counts[at], at),
    )
    total: int | None = None if is_total_hidden else sum(counts)
    while not _is_kept(counts, hidden, any(small), total, k):
        if candidates:
            hidden.add(candidates.pop(0))
        elif total is not None:
            total = None
        else:
            break
    if is_small(total, k):
        total = None
    cells = tuple(None if at in hidden else count for at, count in enumerate(counts))
    return Row(cells, total, small)


def _is_kept(counts, hidden, has_small, total, k):
    """Whether nothing that is hidden, the sum among it, is what remains of the rest.

    That nobody is counted is no secret, so a zero hides nothing.
    """
    unknown = {at for at in hidden if counts[at]}
    if total is None:
        return bool(unknown) or not any(counts)
    return len(unknown) != 1 and (not has_small or is_safe(counts, unknown, k))


def is_safe(counts: Sequence[int], hidden: set[int], k: int) -> bool:
    """Whether each hidden small count keeps two possible values, and together they are not small.

    The reader is assumed to know the total, every shown count, k, which of the hidden counts
    are small, and that the others were the smallest ones left: more than any page tells.
    """
    left = sum(counts[at] for at in hidden)
    if is_small(left, k):
        return False
    others = sum(counts[at] >= k for at in hidden)
    small = len(hidden) - others
    shown = [count for at, count in enumerate(counts) if at not in hidden and count >= k]
    # Without a count shown above them the large hidden ones have no upper bound.
    most_of_others = others * min(shown) if shown else (left if others else 0)
    lowest = max(1, left - (small - 1) * (k - 1) - most_of_others)
    highest = min(k - 1, left - (small - 1) - others * k)
    return highest > lowest
