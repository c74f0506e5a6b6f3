"""Destinations and disease mix of a year the slow way: every region asks every row."""

from math import sqrt
from statistics import NormalDist

from tests.oracles.balance import inside
from tests.oracles.outflow import LEVELS, city_of, leaves, place_at


def regions_of(rows):
    return {place_at(row["origin"], level) for row in rows for level in LEVELS} - {None}


def known(rows, region, disease):
    return [
        row
        for row in rows
        if row["disease"] == disease
        and row["destination"] is not None
        and inside(row["origin"], region)
    ]


def counts(rows, region, disease):
    """(left the province, all) of one region and group."""
    own = known(rows, region, disease)
    out = [row for row in own if leaves(row["origin"], row["destination"], "province")]
    return stays(out), stays(own)


def stays(rows):
    return sum(row["stays"] or 0 for row in rows)


def diseases_of(rows, region):
    return sorted({row["disease"] for row in rows if known(rows, region, row["disease"])})


def figures(rows):
    """(code, region, disease, destination) → (numerator, denominator, measure); one source."""
    found = {}
    for region in regions_of(rows):
        groups = diseases_of(rows, region)
        for disease in groups:
            found |= of_group(rows, region, disease)
        total = sum(counts(rows, region, disease)[0] for disease in groups)
        for disease in groups:
            if total:
                out = counts(rows, region, disease)[0]
                found["F20", region.code, disease, ""] = (out, total, None)
        found |= standardised(rows, region, groups)
        for disease in groups:
            found |= flagged(rows, region, disease)
    return found


def flagged(rows, region, disease):
    """Beside its sisters: how many deviations of a share of so many cases it lies off theirs."""
    sisters = [one for one in regions_of(rows) if one.parent and one.parent == region.parent]
    told = [counts(rows, one, disease) for one in sisters if one.level == region.level]
    told = [(out, whole) for out, whole in told if whole]
    (out, whole), left = counts(rows, region, disease), sum(out for out, _whole in told)
    every = sum(whole for _out, whole in told)
    if not whole or len(told) < 3 or left in {0, every}:
        return {}
    base = left / every
    off = (out / whole - base) / sqrt(base * (1 - base) / whole)
    grade = sum(abs(off) > limit for limit in (NormalDist().inv_cdf(p) for p in (0.975, 0.999)))
    return {("F23", region.code, disease, ""): (out, whole, grade if off > 0 else -grade)}


def of_group(rows, region, disease):
    found = {}
    out, whole = counts(rows, region, disease)
    places = {}
    for row in known(rows, region, disease):
        if leaves(row["origin"], row["destination"], "province"):
            far = place_at(row["destination"], "province").code
            places[far] = places.get(far, 0) + (row["stays"] or 0)
    for place, number in places.items():
        if number:
            found["F17", region.code, disease, place] = (number, out, None)
    if out:
        index = sum((number / out) ** 2 for number in places.values())
        found["F18O", region.code, disease, ""] = (None, out, index)
    if whole:
        shares = [number / whole for number in (whole - out, *places.values())]
        found["F18", region.code, disease, ""] = (None, whole, sum(s * s for s in shares))
        found["F19", region.code, disease, ""] = (out, whole, None)
    above = counts(rows, region.parent, disease) if region.parent else (0, 0)
    if above[1]:
        excess = out - whole * above[0] / above[1]
        found["F20N", region.code, disease, ""] = (out, whole, excess)
    return found | spending(rows, region, disease)


def spending(rows, region, disease):
    own = known(rows, region, disease)
    gone = [row for row in own if leaves(row["origin"], row["destination"], "province")]
    spent = sum(cost_of(own))
    return {("F25", region.code, disease, ""): (sum(cost_of(gone)), spent, None)} if spent else {}


def cities(rows):
    """(region, place) → (went there, left the region), of provinces and cities."""
    found = {}
    for region in regions_of(rows):
        if region.level == "county":
            continue
        gone = {}
        for row in rows:
            there = row["destination"]
            if there is None or not inside(row["origin"], region) or not row["stays"]:
                continue
            if leaves(row["origin"], there, region.level):
                place = city_of(there) or there
                gone[place.code] = gone.get(place.code, 0) + row["stays"]
        for place, number in gone.items():
            found[region.code, place] = (number, sum(gone.values()))
    return found


def cost_of(rows):
    return [row["cost"] for row in rows if row["cost"] is not None]


def standardised(rows, region, groups):
    if region.parent is None:
        return {}
    own = [counts(rows, region, disease) for disease in groups]
    above = [counts(rows, region.parent, disease) for disease in groups]
    if not groups or any(whole == 0 for _out, whole in above):
        return {}
    found, out = {}, sum(left for left, _whole in own)
    about = out, sum(whole for _left, whole in own)
    expected = sum(n * o / m for (_l, n), (o, m) in zip(own, above, strict=True))
    if expected > 0:
        found["F21", region.code, "ALL", ""] = (*about, 100 * out / expected)
    pairs = [(x, n, w) for (x, n), (_o, w) in zip(own, above, strict=True) if n]
    if sum(x for x, _n, _w in pairs) >= 10:
        rate = sum(w * x / n for x, n, w in pairs) / sum(w for _x, _n, w in pairs)
        found["F22D", region.code, "ALL", ""] = (*about, 1000 * rate)
    return found
