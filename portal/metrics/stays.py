"""Stays behind a figure of case abstracts, each told so roughly that several others look the same.

A stay is told by county, ten years of age, sex and three letters of its diagnosis where at least
THRESHOLD stays of the figure share them; else more roughly with what is left, step by step; else by
its province alone. Only of files that this person may see; what a stay cost is told of nobody.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hospitals.abstracts import files as store
from hospitals.models import AbstractFile, Region
from portal.metrics import spans
from portal.metrics.disclose import THRESHOLD
from referrals.enums import DischargeMode, Sex

MOST_FILES = 60
# What the base of these holds of all stays.
OPERATED = {"H04", "H05", "H06", "H07"}
CLASSES = f"""
WITH own AS (
  SELECT date_trunc('month', discharge_date)::DATE AS month, residence, residence // 100 AS city,
    residence // 10000 AS province, age_years // 10 AS decade, sex, left(dx_main, 3) AS dx, chapter,
    discharge_mode, op_level, los_days, stay_key
  FROM stays WHERE {{wanted}}
), fine AS (
  SELECT *, count(*) OVER (PARTITION BY month, residence, decade, sex, dx) >= {THRESHOLD} AS is_fine
  FROM own
), rough AS (
  SELECT *, NOT is_fine AND
    count(*) OVER (PARTITION BY is_fine, month, city, decade // 2, sex, chapter) >= {THRESHOLD}
    AS is_rough FROM fine
)
SELECT strftime(month, '%Y-%m'),
  CASE WHEN is_fine THEN residence WHEN is_rough THEN city * 100 ELSE province * 10000 END,
  CASE WHEN is_fine THEN decade * 10 WHEN is_rough THEN decade // 2 * 20 END,
  CASE WHEN is_fine THEN 10 WHEN is_rough THEN 20 END,
  CASE WHEN is_fine OR is_rough THEN sex END,
  CASE WHEN is_fine THEN dx WHEN is_rough THEN 'ICD-10 ' || chapter END,
  CASE WHEN is_fine OR is_rough THEN los_days END,
  CASE WHEN is_fine OR is_rough THEN op_level END,
  CASE WHEN is_fine OR is_rough THEN discharge_mode END
FROM rough ORDER BY 1 DESC, is_fine DESC, is_rough DESC, stay_key
"""


@dataclass(frozen=True)
class Stays:
    """Sliced and counted like a queryset; nothing is read before."""

    paths: tuple[str, ...]
    wanted: str
    given: dict = field(hash=False)

    def __getitem__(self, part: slice) -> list[list]:
        found = self._asked(f"{CLASSES.format(wanted=self.wanted)} LIMIT {part.stop}")
        names = self._names({row[1] for row in found})
        return [_words(row, names) for row in found]

    def count(self) -> int:
        (told,) = self._asked(f"SELECT count(*) FROM stays WHERE {self.wanted}") or [(0,)]
        return told[0]

    def _asked(self, query):
        if not self.paths:
            return []
        with store.connect() as connection:
            listed = ", ".join(f"'{path}'" for path in self.paths)
            connection.execute(f"CREATE VIEW stays AS FROM read_parquet([{listed}])")
            return connection.execute(query, self.given).fetchall()

    def _names(self, codes):
        rows = Region.objects.current().filter(code__in=[f"{code:06}" for code in codes])
        return dict(rows.values_list("code", "name"))


def behind(value, user) -> Stays:
    """The stays of the hospital, of the residents of the region, or of both, in its span."""
    files = AbstractFile.objects.visible_to(user).current()
    files = files.filter(month__range=(value.period, spans.last_day(value.grain, value.period)))
    wanted, given = ["true"], {}
    place = value.hospital_id or value.counterpart_hospital_id
    if place:
        files = files.filter(hospital__in=[place]) | files.filter(hospital=None)
        wanted.append("hospital = $hospital")
        given["hospital"] = str(place)
    for at, region in enumerate(filter(None, (value.region_id, value.counterpart_region_id))):
        wanted.append(f"list_contains($counties{at}, residence)")
        given[f"counties{at}"] = _codes(region)
    if value.disease_system == "ICD_CHAPTER":
        wanted.append("chapter = $chapter")
        given["chapter"] = int(value.disease_code)
    if value.code in OPERATED:
        wanted.append("op_kind IN (1, 2)")
    paths = files.order_by("-month", "path")[:MOST_FILES]
    return Stays(tuple(row.location for row in paths), " AND ".join(wanted), given)


def _codes(region):
    codes = Region.objects.inside([region]).values_list("code", flat=True)
    return [int(code) for code in codes if code.isdigit()]


def _words(row, names):
    month, place, age, years, sex, diagnosis, days, level, mode = row
    band = "" if age is None else _("%(low)d–%(high)d 岁") % {"low": age, "high": age + years - 1}
    return [
        month,
        names.get(f"{place:06}") or _("不详"),
        band,
        "" if sex is None else str(Sex(str(sex)).label),
        diagnosis or "",
        "" if days is None else days,
        "" if level is None else level,
        "" if mode is None else str(DischargeMode(str(mode)).label),
    ]
