"""Who goes where, as shares of a table of origins and destinations. Pure.

Localisation index: Dartmouth Atlas of Health Care. Relevance and commitment index: J. R. Griffith,
Quantitative Techniques for Hospital Planning and Control (1972). Gandy's nomogram and attraction,
escape and internal demand: N. Nante et al., Healthcare 9 (2021): 1182.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

Flows = Mapping[tuple[Hashable, Hashable], int]
USUAL_SHARE = 0.60


class Gandy(NamedTuple):
    """Residents treated at home over all residents, and over all who are treated there.

    Above the diagonal fewer come than leave.
    """

    internal: float
    own: float


def _share(part, whole):
    return part / whole if whole else None


def of_origin(flows: Flows, origin: Hashable) -> int:
    return sum(count for (come_from, _to), count in flows.items() if come_from == origin)


def of_destination(flows: Flows, destination: Hashable) -> int:
    return sum(count for (_from, gone_to), count in flows.items() if gone_to == destination)


def localisation(flows: Flows, place: Hashable) -> float | None:
    return _share(flows.get((place, place), 0), of_origin(flows, place))


def relevance(flows: Flows, origin: Hashable, destination: Hashable) -> float | None:
    """How much of the origin's need the destination meets."""
    return _share(flows.get((origin, destination), 0), of_origin(flows, origin))


def commitment(flows: Flows, origin: Hashable, destination: Hashable) -> float | None:
    """How much of the destination's work is for the origin."""
    return _share(flows.get((origin, destination), 0), of_destination(flows, destination))


def gandy(flows: Flows, place: Hashable) -> Gandy | None:
    internal, own = localisation(flows, place), commitment(flows, place, place)
    return None if internal is None or own is None else Gandy(internal, own)


def service_area(counts: Mapping[Hashable, int], share: float = USUAL_SHARE) -> list[Hashable]:
    """The fewest origins, largest first, that hold the share of all; equal ones by their names."""
    total, found, held = sum(counts.values()), [], 0
    for origin in sorted(counts, key=lambda name: (-counts[name], str(name))):
        if total == 0 or held >= share * total:
            break
        found.append(origin)
        held += counts[origin]
    return found


def concentration(counts: Sequence[int]) -> float | None:
    """Herfindahl and Hirschman: the sum of the squared shares; 1 when all go to one place."""
    total = sum(counts)
    return sum(count * count for count in counts) / (total * total) if total else None
