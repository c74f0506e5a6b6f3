"""What became of referrals, asked of each one in turn: rows are dicts, months are strings."""

HOURS_48, DAYS_30 = 48, 30


def month_of(moment):
    return moment and f"{moment:%Y-%m}"


def figures(rows, month):
    """(code, hospital, counterpart, item) → [numerator, denominator]."""
    found = {}

    def add(code, *about, part, whole=None):
        entry = found.setdefault((code, *about), [0, None if whole is None else 0])
        entry[0] += part
        if whole is not None:
            entry[1] += whole

    for row in rows:
        pair = row["origin"], row["destination"]
        if month_of(row["submitted"]) == month:
            add("R01", *pair, row["direction"], part=1)
        for status in came_so_far(row, month):
            add("R01S", *pair, f"{row['direction']}:{status}", part=1)
        if month_of(row["treated"]) == month:
            took = row["replied"] and (row["replied"] - row["treated"]).total_seconds() / 3600
            soon = took is not None and took <= HOURS_48
            add("R09", row["destination"], None, "", part=int(soon), whole=1)
        if due(row, month):
            add("R08", *pair, "", part=int(is_whole(row)), whole=1)
    return found


def due(row, month):
    treated = row["treated"] and row["treated"] + row["wait"]
    return month in {month_of(treated), month_of(row["lost"])}


def is_whole(row):
    return bool(row["treated"] and row["replied"] and row["completed"] and row["followed"])


def came_so_far(row, month):
    return [name for name in ("arrived", "treated", "replied") if month_of(row[name]) == month]


def unanswered(rows, month):
    """Ask of each question what had become of it when the month was over."""
    waiting = taken_back = 0
    for row in rows:
        if not row["counts"] or month_of(row["opened"]) > month:
            continue
        ends = [month_of(row[name]) for name in ("answered", "gone") if row[name]]
        waiting += not any(end <= month for end in ends)
        taken_back += row["answered"] is None and month_of(row["gone"]) == month
    found = {"R02P": waiting, "R02W": taken_back}
    return {code: count for code, count in found.items() if count}


def remote(asked, looked, month):
    """Every report and every recognised result of the month is one; code → [count, of how many]."""
    reports = [row for row in asked if row["month"] == month and row["kind"] != "consultation"]
    seen = [row["verdict"] for row in looked if row["month"] == month]
    taken = seen.count("recognised")
    found = {}
    if reports or seen:
        found["C02"] = [len(reports) + taken, None]
    if reports or taken:
        found["C03"] = [taken, len(reports) + taken]
    if seen:
        found["C03R"] = [taken, len(seen)]
    return found
