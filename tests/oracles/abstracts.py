"""Figures of case abstracts the slow and obvious way: one stay at a time, one question each.

Every function takes stays as dicts and gives {key: (numerator, denominator, measure, unplaced)}.
"""

from collections import Counter, defaultdict
from math import log
from statistics import fmean, stdev

PLACES = ("county", "city", "province")


class Map:
    """Where hospitals and counties lie."""

    def __init__(self, relations):
        self.hospitals = {row[0]: row[1:] for row in relations["hospitals"]}
        self.divisions = {row[0]: row for row in relations["divisions"]}

    def home(self, stay):
        """County, city and province of the patient; None where unknown."""
        return self.divisions.get(stay["residence"])

    def is_elsewhere(self, stay):
        """Treated outside the province of residence; None where that is unknown."""
        home = self.home(stay)
        return None if home is None else home[2] != self.hospitals[stay["hospital"]][2]


def by_hospital(stays):
    found = defaultdict(list)
    for stay in stays:
        found[stay["hospital"]].append(stay)
    return found


def sent_on(stays):
    found = Counter(
        ("R10A", row["hospital"], row["dest_hospital"], str(row["discharge_mode"]))
        for row in stays
        if row["discharge_mode"] in {2, 3}
    )
    return {key: (count,) for key, count in found.items()}


def discharges(stays):
    found = {}
    for hospital, rows in by_hospital(stays).items():
        n, modes = len(rows), [row["discharge_mode"] for row in rows]
        found["H01", hospital] = (n, None)
        found["H13", hospital] = (sum(row["los_days"] for row in rows), n)
        found["H17", hospital] = (modes.count(4), n)
        found["H18", hospital] = (modes.count(2) + modes.count(3), n)
        found["D01", hospital] = (sum(row["residence"] != 999999 for row in rows), n)
    return found


def surgery(stays):
    found = {}
    for hospital, rows in by_hospital(stays).items():
        operated = [row for row in rows if row["op_kind"] in {1, 2}]
        ways = [row["is_minimally_invasive"] for row in operated]
        ways = [way for way in ways if way is not None]
        grades = [row["op_level"] for row in operated if row["op_level"] is not None]
        found["H03", hospital] = (len(operated), len(rows), 0)
        found["H04", hospital] = (sum(ways), len(operated), len(operated) - len(ways))
        for code, wanted in (("H05", {4}), ("H06", {3}), ("H07", {3, 4})):
            high = sum(grade in wanted for grade in grades)
            found[code, hospital] = (high, len(operated), len(operated) - len(grades))
    return found


def case_mix(stays):
    found = {}
    for hospital, rows in by_hospital(stays).items():
        grouped = [row for row in rows if row["drg_code"]]
        found["D02", hospital, ""] = (len(grouped), len(rows), None, 0)
        for version in {row["drg_version"] for row in grouped}:
            weights = [row["rw_e4"] / 10_000 for row in grouped if row["drg_version"] == version]
            ungrouped = len(rows) - len(grouped)
            found["H08", hospital, version] = (None, len(weights), fmean(weights), ungrouped)
    return found


def case_mix_of_wards(stays, k):
    """Of a hospital's departments those that are told; the untold are nobody, or k stays."""
    found = {}
    for hospital, rows in by_hospital(stays).items():
        for version in {row["drg_version"] for row in rows if row["drg_code"]}:
            grouped = [row for row in rows if row["drg_code"] and row["drg_version"] == version]
            wards = {}
            for row in grouped:
                wards.setdefault(row["dept_out"], []).append(row["rw_e4"] / 10_000)
            told = sorted((len(own), name) for name, own in wards.items() if len(own) >= k)
            if told and 0 < len(grouped) - sum(size for size, _name in told) < k:
                del told[0]
            for size, name in told:
                key = hospital, version, f"department:{name}"
                found[("H08", *key)] = (None, size, fmean(wards[name]))
    return found


def efficiency(stays):
    """Of one province's stays."""
    found = {}
    for version in {stay["drg_version"] for stay in stays if stay["drg_code"]}:
        mine = [stay for stay in stays if stay["drg_version"] == version]
        low = low_risk(mine)
        for hospital, rows in by_hospital(mine).items():
            safe = [row for row in rows if row["drg_code"] in low]
            deaths = sum(row["discharge_mode"] == 5 for row in safe)
            key = hospital, version
            found["H09", *key] = (len({row["drg_code"] for row in rows}), None, None)
            found["H10", *key] = (None, *consumption(rows, mine, "los_days"))
            found["H11", *key] = (None, *consumption(rows, mine, "cost_fen"))
            found["H12", *key] = (deaths, len(safe), None)
    return found


def consumption(rows, everybody, name):
    """Number of cases compared, and the mean over them of group mean by usual mean."""
    cases, total = 0, 0.0
    for group in {row["drg_code"] for row in rows}:
        own = [row[name] for row in rows if row["drg_code"] == group]
        usual = fmean(row[name] for row in everybody if row["drg_code"] == group)
        if usual > 0:
            cases += len(own)
            total += len(own) * fmean(own) / usual
    return cases, total / cases if cases else None


def low_risk(stays):
    """Groups with deaths whose log mortality lies over one deviation below the groups' mean."""
    died, seen = Counter(), Counter()
    for stay in stays:
        seen[stay["drg_code"]] += 1
        died[stay["drg_code"]] += stay["discharge_mode"] == 5
    logs = {group: log(died[group] / seen[group]) for group in seen if died[group]}
    if len(logs) < 2:
        return set()
    limit = fmean(logs.values()) - stdev(logs.values())
    return {group for group, value in logs.items() if value < limit - 1e-9}


def readmissions(stays, first, following):
    """H19 of the stays discharged from first on, before following."""
    found = {}
    for hospital, rows in by_hospital(stays).items():
        left = [row for row in rows if first <= row["discharge_date"] < following]
        left = [row for row in left if row["discharge_mode"] != 5]
        known = [row for row in left if row["person_key"] is not None]
        back = [row for row in known if row["readmit_plan"] == 1 and came_back(row, rows)]
        if left:
            found["H19", hospital] = (len(back), len(known), len(left) - len(known))
    return found


def came_back(stay, rows):
    def moment(row):
        return row["admit_date"], row["discharge_date"], row["stay_key"]

    return any(
        row["person_key"] == stay["person_key"]
        and moment(row) > moment(stay)
        and 0 <= (row["admit_date"] - stay["discharge_date"]).days <= 31
        for row in rows
    )


def inflow(stays, places, *, by_chapter):
    """Keys: code, hospital or region, disease."""
    found = defaultdict(lambda: [0, 0, 0])
    for stay in stays:
        elsewhere = places.is_elsewhere(stay)
        scopes = {stay["hospital"], *places.hospitals[stay["hospital"]]}
        diseases = ["ALL", str(stay["chapter"])] if by_chapter else ["ALL"]
        for scope in scopes:
            for disease in diseases:
                count = found[scope, disease]
                count[0] += elsewhere is True
                count[1] += elsewhere is not None
                count[2] += elsewhere is None
    many = {("F08", *key): (row[0], None, row[2]) for key, row in found.items()}
    return many | {("F09", *key): tuple(row) for key, row in found.items()}


def _publishable(counts, k):
    """Counts from the largest on, as long as what is left out is nothing or at least k."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    total, running = sum(counts.values()), 0
    for name, count in ordered:
        before, running = running, running + count
        left = total - running
        if count >= k and (left == 0 or left >= k):
            yield name, count, before, total


def catchment(stays, places, k):
    found = {}
    for hospital, rows in by_hospital(stays).items():
        counts = Counter(row["residence"] for row in rows if places.home(row))
        for county, count, before, total in _publishable(counts, k):
            if count / total >= 0.01:
                found["F15", hospital, county, ""] = (count, total, None)
            for threshold in (60, 75, 90):
                if before / total < threshold / 100:
                    key = ("F16", hospital, county, str(threshold))
                    found[key] = (count, total, (before + count) / total)
                    break
    return found


def relevance(stays, places, k):
    found = {}
    for county in {stay["residence"] for stay in stays if places.home(stay)}:
        counts = Counter(row["hospital"] for row in stays if row["residence"] == county)
        for hospital, count, _before, total in _publishable(counts, k):
            if count / total >= 0.01:
                found["F14", county, hospital] = (count, total)
    return found


def care(stay):
    """What was done, by ADRG or else by procedure, with the version that names it."""
    name = stay["drg_code"][:3] if stay["drg_code"] else stay["op_main"]
    return (stay["drg_version"], name) if name else None


def avoidable(out, done, places, often):
    """Of all who were treated elsewhere, and of those of each major category."""
    found = {}
    for category in {row["drg_code"][0] for row in out if row["drg_code"]} | {"ALL"}:
        own = [row for row in out if category in {"ALL", (row["drg_code"] or " ")[0]}]
        home = [done[places.home(row)[2], care(row)] if care(row) else 0 for row in own]
        untold = sum(care(row) is None for row in own)
        if own:
            found[category] = (sum(n >= often for n in home), len(own), None, untold)
    return found


def outflow_cases(stays, places, often):
    """Keys: code, region, grouper version, which group, major category."""
    found = {}
    done = Counter((places.hospitals[row["hospital"]][2], care(row)) for row in stays)
    residents = defaultdict(list)
    for stay in stays:
        for region in set(places.home(stay) or ()):
            residents[region].append(stay)
    for region, rows in residents.items():
        out = [row for row in rows if places.is_elsewhere(row)]
        for category, told in avoidable(out, done, places, often).items():
            found["F27", region, "", "", category] = told
        for group, is_out in (("out", True), ("in", False)):
            for version in {row["drg_version"] for row in rows} - {None}:
                same = [row for row in rows if places.is_elsewhere(row) is is_out]
                weights = [row["rw_e4"] / 1e4 for row in same if row["drg_version"] == version]
                if weights:
                    key = ("F26", region, version, group, "ALL")
                    found[key] = (None, len(weights), fmean(weights), 0)
    return found


def repeat_outflow(stays, places):
    found = {}
    trips = defaultdict(Counter)
    for stay in stays:
        if places.is_elsewhere(stay):
            for region in set(places.home(stay)):
                trips[region][stay["person_key"]] += 1
    for region, persons in trips.items():
        unknown = persons.pop(None, 0)
        found["F29", region] = (sum(n >= 2 for n in persons.values()), len(persons), unknown)
    return found
