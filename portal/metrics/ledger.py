"""What the figures of case abstracts rest on: files in force by month and province, and the map."""

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from hospitals.models import AbstractFile, Hospital, Region
from portal.core.reference import kept, settled
from portal.metrics import plans
from portal.metrics.engine.duck import text
from portal.metrics.models import ComputeRun, Job
from portal.periods import Month

Key = tuple[dt.date, UUID]


@dataclass
class Share:
    """The files of one month of one province."""

    locations: list[Path] = field(default_factory=list)
    batches: set[str] = field(default_factory=set)
    as_of: dt.datetime | None = None
    is_synthetic: bool = False

    @cached_property
    def digest(self) -> str:
        """Another one when any file is another: their names are hashes of their content."""
        return _digest(*sorted(map(str, self.locations)))


class World:
    """Files and map as they are now; read once for as many units of work as one likes."""

    def __init__(self):
        with settled():
            regions, self.lines = _regions(), _lines()
        self.shares = self._read_shares(regions)
        places = {
            "hospitals": self._hospitals(),
            "divisions": sorted(set(self.lines.values())),
        }
        self.map_digest = _digest(repr(places))
        ids = [(row.code, pk) for pk, row in regions.items() if row.is_current]
        self.relations = places | {"regions": ids}

    def _hospitals(self):
        rows = Hospital.objects.order_by("pk").values_list("pk", _text("region"))
        return [(pk, *self.lines[region]) for pk, region in rows if region in self.lines]

    def _read_shares(self, regions):
        provinces = {row.code: UUID(pk) for pk, row in regions.items() if row.parent is None}
        found: dict[Key, Share] = defaultdict(Share)
        names = "month", "region", _text("hospital__region"), "path", "batch", "created_at"
        names = *names, "is_synthetic"
        for month, region, place, path, batch, made_at, is_synthetic in (
            AbstractFile.objects.current().order_by("month", "path").values_list(*names)
        ):
            share = found[month, region or provinces[self.lines[place][2]]]
            share.locations.append(settings.FACTS_DIR / path)
            share.batches.add(str(batch))
            share.as_of = max(filter(None, (share.as_of, made_at)))
            share.is_synthetic = share.is_synthetic or is_synthetic
        return dict(found)

    def months(self) -> list[Key]:
        return sorted(self.shares, key=str)

    def keys_of(self, run) -> list[Key]:
        """The months of provinces whose cubes a run reads."""
        if run.job == Job.ABSTRACTS:
            return [(run.period, run.region_id)]
        year = [key for key in self.months() if key[0].year == run.period.year]
        return [key for key in year if run.region_id in {None, key[1]}]

    def following(self, key: Key) -> list[Share]:
        """The share of a month, and those in which its patients may come back."""
        months = [Month.of(key[0]).plus(n).first for n in range(plans.MONTHS_FOLLOWED + 1)]
        return [self.shares[one, key[1]] for one in months if (one, key[1]) in self.shares]

    def read_by(self, cube: str, key: Key) -> list[Share]:
        return self.following(key) if cube == plans.FOLLOWING else [self.shares[key]]

    def cube(self, name: str, key: Key) -> Path:
        """Where a cube is kept: the name says what it was made from, and by which words."""
        told = [share.digest for share in self.read_by(name, key)]
        digest = _digest(*told, self.map_digest, text(name))
        return cubes_folder() / f"{key[0]:%Y-%m}" / str(key[1]) / f"{name}-{digest}.parquet"

    def inputs(self, run) -> list[str]:
        """What a run is computed from: batches and their files, or the runs of its months."""
        if run.job != Job.ABSTRACTS:
            months = ComputeRun.objects.last_good_units(Job.ABSTRACTS)
            months = [one for one in months if one.period.year == run.period.year]
            return sorted(str(one.pk) for one in months if run.region_id in {None, one.region_id})
        shares = self.following((run.period, run.region_id))
        batches = sorted(set().union(*(share.batches for share in shares)))
        return [*batches, f"files {_digest(*(share.digest for share in shares), self.map_digest)}"]


def cubes_folder() -> Path:
    return Path(settings.FACTS_DIR) / "cubes"


def _digest(*told):
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:24]


class _Region(NamedTuple):
    code: int
    parent: str | None
    is_current: bool


def _text(field):
    """Ids as text: making thousands of UUID objects would take longer than the query."""
    return Cast(field, TextField())


@kept
def _regions():
    rows = Region.objects.filter(code_system="GB/T 2260").values_list(
        _text("pk"), "code", _text("parent"), "valid_to", "successor"
    )
    return {
        pk: _Region(int(code), parent, valid_to is None and successor is None)
        for pk, code, parent, valid_to, successor in rows
        if code.isdigit()
    }


@kept
def _lines():
    """Region id → codes of its county, city and province, by parent links.

    A county right below its province is a city of its own. What lies in a city, not in a county of
    it, has the city for a county.
    """
    regions, found = _regions(), {}
    for pk in regions:
        line, at = [], pk
        while at is not None:
            line.insert(0, regions[at].code)
            at = regions[at].parent
        found[pk] = (line[-1], line[min(1, len(line) - 1)], line[0])
    return found
