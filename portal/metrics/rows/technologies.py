"""New technologies behind a figure, and their cases by month."""

from django.db.models import Min, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy, gettext_noop

from experts.models import NewTechnology, TechnologyMonthlyCount
from portal.metrics import spans
from portal.metrics.rows.kind import Kind, day, days
from referrals import masking

# Of the span itself; the others look at months before its end.
OF_SPAN = {"T04", "T05", "M04"}
ADMITTED = {"T01", "T02", "T03"}
MONTHS_LOOKED_AT = {"T03": 6, "M03": 12}


def _technologies(value, user):
    """Those that the figure counts, or of which it takes a share."""
    first, last = days(value)
    rows = NewTechnology.objects.visible_to(user).filter(hospital=value.hospital_id)
    rows = rows.annotate(approved_on=Min("admissions__approved_on"))
    until = Q(counts__month__lte=last)
    rows = rows.annotate(
        cases=Coalesce(Sum("counts__patients", filter=until), 0),
        alone=Coalesce(Sum("counts__independent_local", filter=until), 0),
    )
    if value.code in ADMITTED:
        rows = rows.filter(approved_on__lte=last)
    elif value.code == "T01N":
        rows = rows.filter(approved_on__gte=first, approved_on__lte=last)
    else:
        rows = rows.filter(brought_by__isnull=False, first_done_on__lte=last)
    return rows.select_related("brought_by").order_by("name", "pk")


def _technology(row):
    person = masking.name(row.brought_by.name) if row.brought_by else ""
    return [row.name, person, day(row.first_done_on), day(row.approved_on), row.cases, row.alone]


def _cases(value, user):
    first, last = days(value)
    rows = TechnologyMonthlyCount.objects.visible_to(user)
    rows = rows.filter(technology__hospital=value.hospital_id, month__lte=last)
    if value.code in OF_SPAN:
        rows = rows.filter(month__gte=first, technology__name__startswith=value.item)
    elif value.item:
        rows = rows.filter(technology__name__startswith=value.item)
    elif months := MONTHS_LOOKED_AT.get(value.code):
        rows = rows.filter(month__gte=spans.months_back(last, months - 1))
    return rows.select_related("technology").order_by("technology__name", "month", "pk")


def _case(row):
    counts = [row.patients, row.independent_local, row.complications]
    return [row.technology.name, f"{row.month:%Y-%m}", *counts]


def _of_case(row):
    return row.technology.get_absolute_url()


_N = gettext_noop
UNSEEN = gettext_lazy("新技术的明细只给开展它的医院和它的上级看。")
TECHNOLOGIES = Kind(
    gettext_lazy("所依据的新技术登记"),
    (
        _N("名称"),
        _N("引入专家"),
        _N("首例日期"),
        _N("准入日期"),
        _N("累计例数"),
        _N("本地独立完成例数"),
    ),
    _technologies,
    _technology,
    link=NewTechnology.get_absolute_url,
    unseen=UNSEEN,
)
CASES = Kind(
    gettext_lazy("所依据的新技术月度例数"),
    (_N("名称"), _N("月份"), _N("例数"), _N("本地独立完成例数"), _N("并发症例数")),
    _cases,
    _case,
    link=_of_case,
    unseen=UNSEEN,
)
