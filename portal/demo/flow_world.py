"""An invented world of inpatient flows: how many residents of a county go where. Pure, seeded.

The parameters and what each rests on are in data/flow_parameters.json.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.periods import Month

PARAMETERS = json.loads(
    (Path(__file__).parent / "data" / "flow_parameters.json").read_text(encoding="utf-8")
)
HEADER = (
    "period,origin_code,dest_code,disease_system,disease_code,n_stays,cost_total,sex,age_band\n"
)
# Of all residents, and of those who leave for care: men and women, under and over sixty.
STRATA = (
    (1, "0-59", 0.42, 0.24),
    (1, "60+", 0.09, 0.29),
    (2, "0-59", 0.40, 0.23),
    (2, "60+", 0.09, 0.24),
)
DISEASES = ("F", "R", "B", "I")
OTHER = "OTH"
OTHER_PROVINCE = "420000"
PROVINCES = {"450000": "guangxi", "520000": "guizhou"}
# Yuan of a stay elsewhere, and of one in the own province; invented like all else here.
COSTS = (21_000, 9_400)
# A long effect levels off: nobody believes that all outflow ends.
FLOOR = 0.4


@dataclass(frozen=True)
class Origin:
    """A county and the places its residents go to inside the province."""

    code: str
    city: str
    province: str
    neighbour: str
    other_city: str
    people: int
    # How readily people of its city leave the province, against the mean of 1.
    pull: float = 1.0


@dataclass(frozen=True)
class Disease:
    code: str
    share: float
    multiplier: float


def diseases() -> list[Disease]:
    """The four groups that the openings are about, and all others as one."""
    table = PARAMETERS["mdc_share_and_outflow_multiplier"]
    rows = {name: pair for name, pair in table.items() if name != "basis"}
    mean = sum(share * times for share, times in rows.values()) / sum(s for s, _ in rows.values())
    named = [Disease(code, rows[code][0], rows[code][1] / mean) for code in DISEASES]
    rest = 1 - sum(disease.share for disease in named)
    left = 1 - sum(disease.share * disease.multiplier for disease in named)
    return [*named, Disease(OTHER, rest, left / rest)]


def effect(origin: Origin, disease: Disease, month: Month) -> float:
    """How much of the outflow is left after the openings that concern it."""
    left, factor = 1.0, PARAMETERS["demo_effect_factor"]["value"]
    for entry in PARAMETERS["intervention"].values():
        if not isinstance(entry, dict) or disease.code not in entry["focus_mdc"]:
            continue
        cities = entry["cities"]
        concerned = origin.city[:4] in cities if isinstance(cities, list) else True
        since = Month.of(date.fromisoformat(entry["date"])).plus(1)
        if isinstance(cities, str):
            concerned = origin.province.startswith(cities.removeprefix("all "))
        if concerned and month >= since:
            passed = (month.year - since.year) * 12 + month.number - since.number
            left *= (1 + factor * entry["step"]) * math.exp(
                factor * entry["slope_per_month"] * passed
            )
    return max(FLOOR, left)


def provinces_of(origin: Origin) -> dict[str, float]:
    """Where those go who leave the province, as shares."""
    table = PARAMETERS["out_of_province_destination_mix"]
    mix = table.get(origin.city[:4]) or table[f"default_{origin.province[:2]}"]
    return {OTHER_PROVINCE if name == "other" else name.ljust(6, "0"): p for name, p in mix.items()}


def lines(
    origins: list[Origin], months: list[Month], seed: int, *, splits: bool = False
) -> Iterator[str]:
    """A flow return as CSV: every cell by disease, and the sum of all diseases beside them.

    splits: of those who left the province, sex and age are told.
    """
    chance, dice = random.Random(seed), random.Random(seed)
    groups = diseases()
    yield HEADER
    for month in months:
        for origin in origins:
            total: dict[str, int] = {}
            start = f"{month},{origin.code},"
            for disease in groups:
                for place, expected in _expected(origin, disease, month):
                    stays = round(chance.gauss(expected, math.sqrt(expected)))
                    if stays > 0:
                        cost = stays * COSTS[place[:2] == origin.province[:2]]
                        sums = total.get(place, (0, 0))
                        total[place] = sums[0] + stays, sums[1] + cost
                        yield f"{start}{place},MDC,{disease.code},{stays},{cost},,\n"
            for place, (stays, cost) in total.items():
                away = splits and place[:2] != origin.province[:2]
                rows = _strata(stays, cost, dice) if away else [(stays, cost, "", "")]
                for row in rows:
                    yield f"{start}{place},ALL,ALL,{','.join(map(str, row))}\n"


def _strata(stays, cost, dice):
    """(stays, cost, sex, age band): everybody is of one."""
    counts = Counter(dice.choices(range(len(STRATA)), [row[3] for row in STRATA], k=stays))
    for at, count in sorted(counts.items()):
        yield count, cost * count // stays, *STRATA[at][:2]


def _expected(origin, disease, month):
    """Mean stays per destination; who no longer leaves the province goes to another city of it."""
    split = PARAMETERS["level_split_baseline"][PROVINCES[origin.province]]
    yearly = origin.people * PARAMETERS["admissions_per_resident_per_year"]["value"]
    stays = yearly / 12 * PARAMETERS["month_factor"]["value"][month.number - 1] * disease.share
    before = split["out_of_province"] * disease.multiplier * origin.pull
    out = before * effect(origin, disease, month)
    other = split["other_city_same_province"] * disease.multiplier**0.5 + before - out
    near = split["same_city_other_county"]
    yield origin.code, stays * (1 - out - other - near)
    yield origin.neighbour, stays * near
    yield origin.other_city, stays * other
    for province, share in provinces_of(origin).items():
        yield province, stays * out * share
