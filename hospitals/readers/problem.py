"""One thing wrong with one cell of a file."""

from typing import NamedTuple


class Problem(NamedTuple):
    """Row 1 is the header. A warning does not stop the import."""

    row: int
    column: str
    value: str
    rule: str
    hint: str
    is_warning: bool = False
