"""Every indicator in order; the families are listed, not found."""

from portal.metrics.definitions.base import Indicator
from portal.metrics.indicators import outflow, referrals

FAMILIES = [outflow, referrals]
INDICATORS: list[Indicator] = [entry for family in FAMILIES for entry in family.INDICATORS]
BY_CODE: dict[str, Indicator] = {entry.code: entry for entry in INDICATORS}
# F06 compares with the same months of this year: the last one before the projects opened.
BASE_YEAR = 2023

HEAD = """\
# Indicators

Printed by `manage.py print_indicators`; a test compares. Rules for all of them: no denominator,
no rate (null, never zero); rates carry a 95 % Wilson interval, changes a Newcombe interval (points)
and one of the log rate ratio (relative); a denominator below 30 is marked as unstable; counts of 1
to 4 residents are hidden, with the complements that would give them away
(`portal/metrics/disclose.py`). Counts of referrals by hospital are work figures and not hidden.
Sources are never added to each other. A count that its sender suppressed is left out and stated
beside the figure.
"""


def as_markdown() -> str:
    """The catalogue for readers of the repository."""
    parts = [HEAD]
    for entry in INDICATORS:
        parts.append(
            f"## {entry.code} {entry.name}\n\n{entry.meaning}\n\n"
            f"- Formula: `{entry.formula}`\n"
            f"- Unit: {entry.unit}; direction: {entry.direction}; grain: {entry.grain}\n"
            f"- Source: {entry.source}; standard: {entry.standard}; "
            f"version {entry.version}, valid from {entry.valid_from}\n"
        )
    return "\n".join(parts)
