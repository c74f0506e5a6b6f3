"""An invented world of hospital stays: how many from each county, for what, in which county. Pure.

It moves people as flow_world does, disease by disease; the parameters of stays, and what each rests
on, are in data/stay_parameters.json.
"""

import json
import math
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from portal.demo import flow_world
from portal.demo.flow_world import Disease, Origin
from portal.periods import Month

PARAMETERS = json.loads(
    (Path(__file__).parent / "data" / "stay_parameters.json").read_text(encoding="utf-8")
)
CASE_MIX = PARAMETERS["case_mix"]
VERSIONS = {"450000": "GX-2022", "520000": "CHS-DRG 1.1"}


class Cell(NamedTuple):
    """So many stays of residents of a county with one kind of disease in a hospital's county."""

    origin: int
    destination: int
    disease: str
    stays: int


def diseases() -> list[Disease]:
    """Every major category, with outflow multipliers whose mean is one."""
    table = flow_world.PARAMETERS["mdc_share_and_outflow_multiplier"]
    rows = {name: pair for name, pair in table.items() if name != "basis"}
    mean = sum(share * times for share, times in rows.values()) / sum(s for s, _ in rows.values())
    return [Disease(name, share, times / mean) for name, (share, times) in rows.items()]


def expected(
    province: str, origins: Iterable[Origin], capitals: dict[str, str], month: Month
) -> Iterator[tuple[int, int, str, float]]:
    """Mean stays of a month by origin, destination and disease, of those treated here."""
    groups, inside = diseases(), 0.0
    for origin in origins:
        for disease in groups:
            for place, stays in _split(origin, disease, capitals, month):
                if place[:2] == province[:2] and stays > 0:
                    inside += stays
                    yield int(origin.code), int(place), disease.code, stays
    inflow = PARAMETERS["inflow"]
    for code, share in inflow[province].items():
        for disease in groups:
            stays = inside * inflow["share"] * share * disease.share
            yield int(code), int(capitals[province]), disease.code, stays


def _split(origin, disease, capitals, month):
    """Where residents of a county go: places inside their province, capitals of the others."""
    split = flow_world.PARAMETERS["level_split_baseline"][flow_world.PROVINCES[origin.province]]
    yearly = origin.people * flow_world.PARAMETERS["admissions_per_resident_per_year"]["value"]
    factor = flow_world.PARAMETERS["month_factor"]["value"][month.number - 1]
    stays = yearly / 12 * factor * disease.share
    before = split["out_of_province"] * disease.multiplier * origin.pull
    out = before * flow_world.effect(origin, disease, month)
    other = split["other_city_same_province"] * math.sqrt(disease.multiplier) + before - out
    near = split["same_city_other_county"]
    yield origin.code, stays * (1 - out - other - near)
    yield origin.neighbour, stays * near
    yield origin.other_city, stays * other
    for province, share in flow_world.provinces_of(origin).items():
        if province in capitals:
            yield capitals[province], stays * out * share


def cells(means: Iterable[tuple[int, int, str, float]], scale: float, seed: int) -> list[Cell]:
    """Whole numbers of stays whose sum is about the scaled sum of the means."""
    chance = random.Random(seed)
    found = []
    for origin, destination, disease, stays in means:
        count = math.floor(stays * scale + chance.random())
        if count:
            found.append(Cell(origin, destination, disease, count))
    return found
