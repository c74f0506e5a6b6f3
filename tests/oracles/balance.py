"""Who comes and who leaves, the slow way: ask of every row and every region."""

from tests.oracles.outflow import LEVELS, leaves, place_at


def inside(place, region):
    return place is not None and any(place_at(place, level) == region for level in LEVELS)


def provinces_told(rows):
    return {place_at(row["origin"], "province") for row in rows}


def figures(rows):
    """(code, region, source, disease) → [numerator, denominator] for the regions with residents."""
    found = {}
    for source, disease in {(row["source"], row["disease"]) for row in rows}:
        own = [row for row in rows if (row["source"], row["disease"]) == (source, disease)]
        homes = {place_at(row["origin"], level) for row in own for level in LEVELS} - {None}
        for region in homes:
            for code, counts in of_region(own, region).items():
                found[code, region.code, source, disease] = counts
    return found


def of_region(rows, region):
    residents = [row for row in rows if inside(row["origin"], region)]
    here = [row for row in rows if inside(row["destination"], region)]
    far = place_at(region, "province")
    outflow = stays(
        row for row in residents if leaves(row["origin"], row["destination"], "province")
    )
    inflow = stays(row for row in here if place_at(row["origin"], "province") != far)
    answers = [leaves(row["origin"], row["destination"], region.level) for row in residents]
    told = zip(residents, answers, strict=True)
    known = [(row, answer) for row, answer in told if answer is not None]
    found = {
        "F12": [
            stays(row for row, answer in known if not answer),
            stays(row for row, _answer in known),
        ]
    }
    if provinces_told(rows) - {far}:
        found["F08"] = [inflow, 0]
        found["F10"] = [inflow - outflow, 0]
        found["F11"] = [inflow, outflow]
        home = stays(row for row, answer in known if not answer)
        found["F12G"] = [home, stays(here)]
        found["F13"] = [stays(here), stays(residents)]
    return found


def stays(rows):
    return sum(row["stays"] or 0 for row in rows)
