"""What is odd about a batch as a whole, held against the months before and the monthly report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

MOST_DIFFERENCE = 0.02
MOST_UNKNOWN, MOST_OUT, MOST_UNMAPPED = 0.03, 0.6, 0.01
JUMP, OUT_JUMP = 5, 0.5
CAPACITY = 1.3
LEAST_PAST, LEAST_ROWS = 3, 30


@dataclass(frozen=True)
class Past:
    """What is known of a hospital beside the batch.

    rows, out: of the twelve months before; discharges, open_bed_days: of this month, as reported.
    """

    province: str = ""
    rows: Sequence[int] = ()
    out: Sequence[float] = ()
    discharges: int | None = None
    open_bed_days: int | None = None


@dataclass(frozen=True)
class Finding:
    """One odd thing: its rule, where and when, the number, and what it was held against."""

    rule: str
    hospital: str = ""
    month: str = ""
    rows: str = ""
    other: str = ""
    place: str = field(default="")


def of_parts(parts: Sequence[Mapping], pasts: Mapping[tuple[str, str], Past]) -> list[Finding]:
    """Findings about each hospital's month, then about all of the batch."""
    found = [
        one for part in parts for one in _of_part(part, pasts[part["hospital"], part["month"]])
    ]
    rows, unmapped = (sum(part[name] for part in parts) for name in ("rows", "unmapped"))
    if unmapped > rows * MOST_UNMAPPED:
        found.append(Finding("unmapped", rows=_percent(unmapped / rows)))
    return found


def out_share(part: Mapping, province: str) -> float | None:
    """The share of other provinces among those whose province is known."""
    known = sum(part["provinces"].values())
    return 1 - part["provinces"].get(province, 0) / known if known and province else None


def _of_part(part, past):
    where = {"hospital": part["hospital"], "month": part["month"][:7]}
    rows = part["rows"]
    if past.discharges and abs(rows - past.discharges) > past.discharges * MOST_DIFFERENCE:
        yield Finding("rows_differ", rows=str(rows), other=str(past.discharges), **where)
    if past.open_bed_days and part["bed_days"] > past.open_bed_days * CAPACITY:
        numbers = {"rows": str(part["bed_days"]), "other": str(past.open_bed_days)}
        yield Finding("capacity", **numbers, **where)
    if part["unknown"] > rows * MOST_UNKNOWN:
        yield Finding("unknown_places", rows=_percent(part["unknown"] / rows), **where)
    if len(past.rows) >= LEAST_PAST:
        usual = median(past.rows)
        if rows > usual * JUMP or rows < usual / JUMP:
            yield Finding("rows_jump", rows=str(rows), other=f"{usual:g}", **where)
    yield from _of_shares(part, past, where)


def _of_shares(part, past, where):
    share = out_share(part, past.province)
    if share is None or part["rows"] < LEAST_ROWS:
        return
    if share > MOST_OUT:
        yield Finding("out_share", rows=_percent(share), **where)
    if len(past.out) >= LEAST_PAST:
        usual = median(past.out)
        if usual and abs(share - usual) > usual * OUT_JUMP:
            numbers = {"rows": _percent(share), "other": _percent(usual)}
            yield Finding("out_share_jump", **numbers, **where)


def _percent(share):
    return f"{share * 100:.1f}"
