"""Two headers that changed places: each column holds what the other should."""

from collections.abc import Callable

from hospitals.enums import DiseaseSystem
from hospitals.readers import flow_cells
from hospitals.readers.crossed import Test, crossed
from hospitals.readers.flow_cells import Places, Wrong

SAMPLE = 200


def pair(header: list[str], rows: list[list[str]], places: Places) -> tuple[str, str] | None:
    """The first two columns that fit each other's rule, while one does not fit its own."""
    # Rows of all diseases say ALL in both disease columns and would hide a swap.
    sample = [row for row in rows[:SAMPLE] if len(row) == len(header) and row.count("ALL") < 2]
    tests = _tests(places)
    columns = {
        name: [row[at].strip() for row in sample] for at, name in enumerate(header) if name in tests
    }
    return crossed(columns, tests)


def _tests(places: Places) -> dict[str, Test]:
    return {
        "period": _passes(flow_cells.period),
        "origin_code": _passes(lambda text: flow_cells.origin(text, places)),
        "dest_code": _passes(lambda text: flow_cells.destination(text, places)),
        "disease_system": _passes(flow_cells.disease_system),
        "disease_code": lambda text: bool(text) and text not in DiseaseSystem.values,
        "n_stays": _passes(flow_cells.stays),
    }


def _passes(check: Callable[[str], object]) -> Test:
    def test(text: str) -> bool:
        try:
            check(text)
        except Wrong:
            return False
        return True

    return test
