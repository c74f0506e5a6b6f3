"""Stays behind a figure of case abstracts, each told so roughly that several others look the same.

A stay is told by county, ten years of age, sex and three letters of its diagnosis where at least
THRESHOLD stays of the figure share them; else more roughly with what is left, step by step; else by
its province, where that is told of no fewer; else by its month alone. Only of files that this
person may see; what a stay cost is told of nobody.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from hospitals.abstracts import files as store
from hospitals.models import AbstractFile, Hospital, Region
from portal.metrics import spans
from portal.metrics.disclose import THRESHOLD
from portal.metrics.rows.kind import Kind
from referrals.enums import DischargeMode, Sex

MOST_FILES = 60
GROUPED = {"H08", "H09", "H10", "H11", "H12", "F26"}
FROM_OUTSIDE = {"F08", "F09", "F15", "F16"}
LEAVERS = {"F26", "F27", "F29"}
# What holds of all stays that make up the base of these.
WANTED = (
    ({"H04", "H05", "H06", "H07"}, "op_kind IN (1, 2)"),
    ({"R10", "R10A"}, "discharge_mode IN (2, 3)"),
    (GROUPED, "drg_code IS NOT NULL AND coalesce(drg_version, '') = $grouper"),
    ({"H19"}, "discharge_mode <> 5 AND person_key IS NOT NULL"),
    ({"F29"}, "person_key IS NOT NULL"),
    (FROM_OUTSIDE, "residence <> 999999"),
)
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
), counted AS (
  SELECT *, count(*) OVER (PARTITION BY is_fine OR is_rough, month, province) AS alike FROM rough
), told AS (
  SELECT *, min(alike) OVER (PARTITION BY is_fine OR is_rough, month) >= {THRESHOLD} AS is_placed
  FROM counted
)
SELECT strftime(month, '%Y-%m'),
  CASE WHEN is_fine THEN residence WHEN is_rough THEN city * 100
    WHEN is_placed THEN province * 10000 END,
  CASE WHEN is_fine THEN decade * 10 WHEN is_rough THEN decade // 2 * 20 END,
  CASE WHEN is_fine THEN 10 WHEN is_rough THEN 20 END,
  CASE WHEN is_fine OR is_rough THEN sex END,
  CASE WHEN is_fine THEN dx WHEN is_rough THEN 'ICD-10 ' || chapter END,
  CASE WHEN is_fine OR is_rough THEN los_days END,
  CASE WHEN is_fine OR is_rough THEN op_level END,
  CASE WHEN is_fine OR is_rough THEN discharge_mode END
FROM told ORDER BY 1 DESC, is_fine DESC, is_rough DESC, stay_key
"""


@dataclass(frozen=True)
class Stays:
    """Sliced and counted like a queryset; nothing is read before."""

    paths: tuple[str, ...]
    wanted: str
    given: dict = field(hash=False)

    def __getitem__(self, part: slice) -> list[list]:
        found = self._asked(f"{CLASSES.format(wanted=self.wanted)} LIMIT {part.stop}")
        names = self._names({row[1] for row in found} - {None})
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
    """The stays of the hospital, of the residents of the region, or of both, in its span.

    Those that the figure counts, or of which it takes a share.
    """
    files = AbstractFile.objects.visible_to(user).current()
    files = files.filter(month__range=(value.period, spans.last_day(value.grain, value.period)))
    wanted, given = ["true"], {}
    place = value.hospital_id or value.counterpart_hospital_id
    if place:
        files = files.filter(hospital__in=[place]) | files.filter(hospital=None)
        wanted.append("hospital = $hospital")
        given["hospital"] = str(place)
    homes = () if value.code in FROM_OUTSIDE else (value.region_id,)
    for at, region in enumerate(filter(None, (*homes, value.counterpart_region_id))):
        wanted.append(f"list_contains($counties{at}, residence)")
        given[f"counties{at}"] = _codes(region)
    if value.disease_system == "ICD_CHAPTER":
        wanted.append("chapter = $chapter")
        given["chapter"] = int(value.disease_code)
    if value.disease_system == "MDC":
        wanted.append("left(drg_code, 1) = $major")
        given["major"] = value.disease_code
    wanted += _of_code(value, given)
    paths = files.order_by("-month", "path")[:MOST_FILES]
    return Stays(tuple(row.location for row in paths), " AND ".join(wanted), given)


def _of_code(value, given):
    """What else must hold of the stays of this indicator."""
    yield from (sql for codes, sql in WANTED if value.code in codes)
    if value.code in GROUPED:
        given["grouper"] = value.drg_version
    if value.code == "H08" and value.item:
        yield "dept_out = $department"
        given["department"] = value.item.removeprefix("department:")
    if value.code in FROM_OUTSIDE | LEAVERS:
        yield from _of_places(value, given)


def _of_places(value, given):
    """Who came to the hospital or region; residents of the region who were treated elsewhere, or
    in their own province."""
    if value.region_id:
        is_near = value.code in FROM_OUTSIDE or value.item == "in"
        place = value.region if value.code in FROM_OUTSIDE else value.region.line()[0]
        given["near"] = _hospitals(place)
        yield f"{'' if is_near else 'NOT '}list_contains($near, hospital::VARCHAR)"
    if value.code == "F08":
        place = value.region or Hospital.objects.get(pk=value.hospital_id).region
        given["home"] = int(place.line()[0].code) // 10000
        yield "residence // 10000 <> $home"


def _hospitals(region):
    inside = Region.objects.inside([region.pk]).values("pk")
    found = Hospital.objects.filter(region__in=inside).values_list("pk", flat=True)
    return [str(pk) for pk in found]


def _codes(region):
    codes = Region.objects.inside([region]).values_list("code", flat=True)
    return [int(code) for code in codes if code.isdigit()]


def _words(row, names):
    month, place, age, years, sex, diagnosis, days, level, mode = row
    band = "" if age is None else _("%(low)d–%(high)d 岁") % {"low": age, "high": age + years - 1}
    return [
        month,
        "" if place is None else names.get(f"{place:06}") or _("不详"),
        band,
        "" if sex is None else str(Sex(str(sex)).label),
        diagnosis or "",
        "" if days is None else days,
        "" if level is None else level,
        "" if mode is None else str(DischargeMode(str(mode)).label),
    ]


_N = gettext_noop
STAYS = Kind(
    gettext_lazy("所依据的病案首页（相同的不足 5 例时写得更粗）"),
    (
        _N("出院月份"),
        _N("现住址"),
        _N("年龄"),
        _N("性别"),
        _N("诊断"),
        _N("住院日"),
        _N("手术级别"),
        _N("离院方式"),
    ),
    behind,
    list,
    unseen=gettext_lazy("病案首页只给报送的医院和它的上级看；外流的病例在外省医院的首页中。"),
)
