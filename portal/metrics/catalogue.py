"""Every indicator in order; the families are listed, not found."""

from portal.metrics.definitions import (
    care,
    channels,
    flows,
    mix,
    networks,
    people,
    referrals,
    stays,
    technologies,
)
from portal.metrics.definitions.base import Indicator

FAMILIES = [flows, mix, stays, care, people, technologies, referrals, channels, networks]
INDICATORS: list[Indicator] = [entry for family in FAMILIES for entry in family.INDICATORS]
BY_CODE: dict[str, Indicator] = {entry.code: entry for entry in INDICATORS}
# F06 compares with the same months of this year: the last one before the projects opened.
BASE_YEAR = 2023

HEAD = """\
# Indicators

Printed by `manage.py print_indicators`; a test compares. With `--status` it says which are
computed, and of the others why not. Rules for all of them: no denominator, no rate (null, never
zero); shares carry a 95 % Wilson interval, counts and rates of events Byar's (from 10 on) or the
exact one, changes a Newcombe interval (points) and one of the log rate ratio (relative); a
denominator below 30 is marked as unstable; counts of 1 to 4 residents are hidden, with the
complements that would give them away (`portal/metrics/disclose.py`). Counts of referrals by
hospital are work figures and not hidden. Sources are never added to each other. A count that its
sender suppressed is left out and stated beside the figure.
"""


def as_markdown() -> str:
    """The catalogue for readers of the repository."""
    return "\n".join([HEAD, *(_entry(entry) for entry in INDICATORS)])


def _entry(entry):
    lines = [f"## {entry.code} {entry.name}", ""]
    lines += [entry.note, ""] if entry.note else []
    lines += [f"- Numerator: {entry.counted}"] if entry.counted else []
    lines += [f"- Denominator: {entry.base}"] if entry.base else []
    lines += [
        f"- Formula: `{entry.formula}`",
        f"- Unit: {entry.unit}; direction: {entry.direction}; grain: {entry.grain}",
        f"- Source: {', '.join(entry.sources)}; standard: {entry.standard}",
        f"- Version {entry.version}, valid from {entry.valid_from}",
    ]
    lines += [
        f"- Version {old.number}, {old.valid_from} to {old.valid_until}: `{old.formula}`"
        for old in entry.earlier
    ]
    return "\n".join([*lines, ""])
