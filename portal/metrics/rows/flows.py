"""Flow returns behind a figure of a region, with what would tell of few people left out."""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from hospitals.models import FlowReturn, Region
from portal.metrics import disclose, diseases, formats
from portal.metrics.models import Disclosure, IndicatorValue
from portal.metrics.rows.kind import Kind, days

COMING = {"F08"}
BOTH_WAYS = {"F10", "F11", "F12G", "F13"}


def behind(value, user):
    """Returns of the year itself, or of its months where a year has none of its own."""
    rows = _of_span(FlowReturn.objects.visible_to(user), value).filter(_of_place(value))
    own = rows.filter(grain="year")
    rows = own if value.grain == "year" and own.exists() else rows.filter(grain="month")
    rows = rows.select_related("origin", "destination", "destination_hospital")
    return rows.order_by("origin_code", "destination_code", "month", "pk")


def _of_span(rows, value):
    first, last = days(value)
    rows = rows.in_force().filter(
        source_system=value.source_system,
        disease_system=value.disease_system,
        month__gte=first,
        month__lte=last,
    )
    is_of_groups = value.disease_code == "ALL" and value.disease_system != "ALL"
    return rows if is_of_groups else rows.filter(disease_code=value.disease_code)


def _of_place(value):
    """Residents of the region, wherever they were treated; or who was treated there."""
    inside = Region.objects.inside([value.region_id]).values("pk")
    leaving, coming = Q(origin__in=inside), Q(destination__in=inside)
    if value.code in COMING:
        province = value.region.line()[0].pk
        home = Region.objects.inside([province]).values("pk")
        return coming & ~Q(origin__in=home)
    return leaving | coming if value.code in BOTH_WAYS else leaving


def _tell(shown, _rows, value):
    """Rows in words, with what they would tell of a small one, or of a hidden figure, left out."""
    told = _told(list(shown), value)
    return [[*_cells(row), told[row.pk]] for row in shown]


def _told(shown, value):
    """Row → its stays as they may be seen beside all others of its origin, whose sum is known; of
    those who come beside all others who came to the same place, too."""
    told = {row.pk: f"<{row.suppressed_below}" if row.stays is None else row.stays for row in shown}
    sides = {"origin": "F01"} | ({"destination": "F08"} if value.code in COMING else {})
    for side, code in sides.items():
        for pk in _hidden(shown, value, side, code):
            if pk in told:
                told[pk] = formats.hidden_word()
    return told


def _hidden(shown, value, side, code):
    """Rows that must not be seen: of a hidden figure, small, or what would tell a small one."""
    if not shown:
        return
    rows = _of_span(FlowReturn.objects.all(), value).filter(grain=shown[0].grain)
    rows = rows.filter(**{f"{side}__in": {getattr(row, f"{side}_id") for row in shown}})
    if side == "destination":
        rows = rows.filter(_of_place(value))
    groups = defaultdict(list)
    for row in rows:
        about = row.month, row.disease_system, row.disease_code
        groups[getattr(row, f"{side}_id"), *about].append(row)
    hidden = _hidden_groups(groups, value, code)
    for key, own in groups.items():
        cells = disclose.row([row.stays or 0 for row in own])
        for row, cell in zip(own, cells.cells, strict=True):
            if key in hidden or cell is None or cells.total is None:
                yield row.pk


def _hidden_groups(groups, value, code):
    """Which of the groups have a figure of their own that nobody may see."""
    figures = IndicatorValue.objects.exclude(disclosure=Disclosure.SHOWN).filter(
        code=code,
        source_system=value.source_system,
        region__in={key[0] for key in groups},
        period__in={key[1] for key in groups},
    )
    names = "region", "period", "disease_system", "disease_code"
    return set(figures.values_list(*names)) & groups.keys()


def _cells(row):
    place = row.destination_hospital or row.destination or _("去向不明")
    disease = diseases.name(row.disease_system, row.disease_code)
    return [f"{row.month:%Y-%m}", f"{row.origin} {row.origin_code}", str(place), disease]


_N = gettext_noop
FLOWS = Kind(
    gettext_lazy("所依据的流向数据"),
    (_N("月份"), _N("来源地"), _N("去向"), _N("病种"), _N("住院人次")),
    behind,
    _cells,
    tell=_tell,
    unseen=gettext_lazy("流向数据的明细只给居民所在地区看：流入的明细在来源地。"),
)
