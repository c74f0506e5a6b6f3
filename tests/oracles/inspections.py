"""Inspections asked one by one, with lists and loops only."""

import datetime as dt


def score(row):
    given = most = 0
    for number in sorted(row.points):
        given += row.points[number][0]
        most += row.points[number][1]
    return given, most


def repeated(row, rows):
    """Walk back through the halves until one is found in which this member was inspected."""
    year, half = row.year, row.half
    while year > 2000:
        year, half = (year, 1) if half == 2 else (year - 1, 2)
        for one in rows:
            about = one.network, one.hospital, one.year, one.half
            if about == (row.network, row.hospital, year, half):
                both = [number for number in row.failed if number in one.failed]
                return (len(both), len(row.failed)) if row.failed else None
    return None


def gap(row, rows, lead):
    if row.hospital == lead:
        return None
    for one in rows:
        same = [getattr(one, name) == getattr(row, name) for name in ("network", "edition")]
        same += [one.year == row.year, one.half == row.half, one.hospital == lead]
        if all(same):
            (a, b), (c, d) = score(one), score(row)
            return 100 * a / b - 100 * c / d if b and d else None
    return None


def due(members, year, today):
    """Go through the days of the year; a half is over on the day after its last one."""
    found, day = set(), dt.date(year, 1, 1)
    while day.year == year and day < today:
        if (day.month, day.day) in {(6, 30), (12, 31)}:
            for hospital, since, until in members:
                if since <= day and not (until is not None and until < day):
                    found.add((hospital, 1 if day.month == 6 else 2))
        day += dt.timedelta(days=1)
    return found


def in_time(findings, first, last):
    kept = asked = 0
    for due_on, verified in findings:
        if due_on < first or due_on > last:
            continue
        asked += 1
        if verified is not None and not verified > due_on:
            kept += 1
    return kept, asked
