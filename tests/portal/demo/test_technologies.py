"""Its rows are tested with the experts who brought them (test_experts.py)."""

from experts.naming import normalised
from portal.demo.technologies import NAMES


def test_printed_names_are_different_technologies():
    assert len({normalised(name) for name, _specialty in NAMES}) == len(NAMES)
