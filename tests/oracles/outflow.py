"""Outflow the slow and obvious way: one flow at a time, one question per level."""

LEVELS = ("province", "city", "county")


def place_at(region, level):
    while region is not None and region.level != level:
        region = region.parent
    return region


def city_of(region):
    """A county directly under its province is a city of its own."""
    return place_at(region, "city") or place_at(region, "county")


def leaves(origin, destination, level):
    """True or False; None where it cannot be known."""
    if destination is None:
        return None
    if place_at(origin, "province") != place_at(destination, "province"):
        return True if level == "province" or own(origin, level) else None
    if level == "province":
        return False
    if city_of(origin) is None or (level == "county" and place_at(origin, "county") is None):
        return None
    if city_of(destination) is not None and city_of(origin) != city_of(destination):
        return True
    if level == "city":
        return None if city_of(destination) is None else False
    there = place_at(destination, "county")
    return None if there is None else there != place_at(origin, "county")


def own(origin, level):
    return city_of(origin) if level == "city" else place_at(origin, "county")


def figures(rows):
    """(code, region, source, disease) → [numerator, denominator] for rows of one period.

    rows: dicts with origin, destination, source, disease and stays (None: hidden by its sender).
    """
    found = {}

    def add(code, row, numerator, denominator):
        for level in LEVELS:
            region = place_at(row["origin"], level)
            if region is not None:
                entry = found.setdefault((code, region.code, row["source"], row["disease"]), [0, 0])
                entry[0] += numerator
                entry[1] += denominator

    for row in rows:
        stays = row["stays"] or 0
        answers = {level: leaves(row["origin"], row["destination"], level) for level in LEVELS}
        for code, level in (("F01", "province"), ("F02", "city"), ("F03", "county")):
            known = answers[level] is not None
            add(code, row, stays if answers[level] else 0, stays if known else 0)
        inside = answers["city"] is not None and answers["province"] is False
        add("F02W", row, stays if inside and answers["city"] else 0, stays if inside else 0)
        stayed = stays if answers["county"] is False else 0
        add("F04", row, stayed, stays if answers["county"] is not None else 0)
        add("F05", row, stays if answers["province"] else 0, 0)
    return found
