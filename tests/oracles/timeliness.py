"""R02 to R04 of one month and hospital, counted by hand from lists of answers."""

LIMIT_MINUTES = {"emergency": 15, "urgent": 240, "routine": 48 * 60}


def quantile(values, share):
    """Linear between the two neighbours, as the field's spreadsheets do it."""
    ordered = sorted(values)
    if not ordered:
        return None
    at = (len(ordered) - 1) * share
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def figures(answers, limits=LIMIT_MINUTES):
    """answers: dicts with accepted, minutes, priority, due, hours (None: never arrived).

    limits: minutes to answer by priority, where the network has set its own.
    """
    accepted = [row for row in answers if row["accepted"]]
    minutes = [row["minutes"] for row in answers]
    hours = [row["hours"] for row in accepted if row["hours"] is not None]
    in_time = sum(row["minutes"] <= limits[row["priority"]] for row in answers)
    due = sum(row["due"] or row["hours"] is not None for row in accepted)
    return {
        "R02": (len(accepted), len(answers), None),
        "R03": (in_time, len(answers), None),
        "R03M": (None, len(answers), quantile(minutes, 0.5)),
        "R03P": (None, len(answers), quantile(minutes, 0.9)),
        "R04": (len(hours), due, None),
        "R04M": (None, len(hours), quantile(hours, 0.5)),
    }
