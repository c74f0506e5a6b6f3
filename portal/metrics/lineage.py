"""The facts behind a figure, as far as this person may see them, with names masked.

Every row comes through its own visible_to; a figure that is hidden shows none, because the rows of
a small cell are the cell. What a job read beside rows (batches, runs) stands in its run's inputs.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from experts.models import Mentorship, Posting, TechnologyMonthlyCount
from hospitals.models import FlowReturn, InspectionRound, MonthlyReport, Region
from portal.metrics import disclose, diseases, formats, people, plans, spans, stays
from portal.metrics.models import Disclosure, IndicatorValue
from referrals import masking
from referrals.models import Referral, ServiceRequest

SHOWN = 100


@dataclass(frozen=True)
class Sample:
    """What kind of rows, how many there are, and the first of them in words."""

    title: str
    columns: list[str]
    count: int
    rows: list[list]


@dataclass(frozen=True)
class Kind:
    """A kind of rows: its name, its columns, which ones belong to a figure, and one in words."""

    title: str
    columns: tuple[str, ...]
    select: Callable
    cells: Callable


def sample(value, user, limit=SHOWN) -> Sample | None:
    """None where the figure rests on no rows: on other figures."""
    kind = _kind(value)
    if kind is None:
        return None
    columns = [_(name) for name in kind.columns]
    if value.disclosure != Disclosure.SHOWN:
        return Sample(str(kind.title), columns, 0, [])
    rows = kind.select(value, user)
    shown = rows[:limit]
    cells = _flow_cells(shown, rows, value) if kind is FLOWS else map(kind.cells, shown)
    return Sample(str(kind.title), columns, rows.count(), list(cells))


def _kind(value):
    sources = set(value.indicator.sources)
    if value.run_id and value.run.job in plans.PLANS:
        return STAYS
    if value.source_system and "flow_agg" in sources:
        return FLOWS
    return next((KINDS[name] for name in value.indicator.sources if name in KINDS), None)


def _days(value):
    return value.period, spans.last_day(value.grain, value.period)


def _flows(value, user):
    """Returns of the year itself, or of its months where a year has none of its own."""
    rows = FlowReturn.objects.visible_to(user).in_force()
    first, last = _days(value)
    if value.region_id is None:
        return rows.none()
    rows = rows.filter(
        origin__in=Region.objects.inside([value.region_id]).values("pk"),
        source_system=value.source_system,
        disease_system=value.disease_system,
        month__gte=first,
        month__lte=last,
    )
    if (value.disease_system, value.disease_code) == ("ALL", "ALL") or value.disease_code != "ALL":
        rows = rows.filter(disease_code=value.disease_code)
    own = rows.filter(grain="year")
    rows = own if value.grain == "year" and own.exists() else rows.filter(grain="month")
    rows = rows.select_related("origin", "destination", "destination_hospital")
    return rows.order_by("origin_code", "destination_code", "month")


def _flow_cells(shown, rows, value):
    """Rows in words, with what they would tell of a small one, or of a hidden figure, left out."""
    shown = list(shown)
    told = _told(rows.filter(origin__in={row.origin_id for row in shown}), value)
    return [[*_flow(row), told[row.pk]] for row in shown]


def _told(rows, value):
    """Row → its stays as they may be seen beside the figures of its origin, which are known."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.origin_id, row.month, row.disease_system, row.disease_code].append(row)
    hidden = _hidden_origins(groups, value)
    told = {}
    for key, own in groups.items():
        if key in hidden:
            told |= dict.fromkeys((row.pk for row in own), formats.hidden_word())
            continue
        cells = disclose.row([row.stays or 0 for row in own])
        for row, cell in zip(own, cells.cells, strict=True):
            is_shown = cell is not None and cells.total is not None
            told[row.pk] = cell if is_shown else formats.hidden_word()
            if row.stays is None:
                told[row.pk] = f"<{row.suppressed_below}"
    return told


def _hidden_origins(groups, value):
    """Which of the groups have a figure of their own that nobody may see."""
    figures = IndicatorValue.objects.exclude(disclosure=Disclosure.SHOWN).filter(
        code="F01",
        source_system=value.source_system,
        region__in={key[0] for key in groups},
        period__in={key[1] for key in groups},
    )
    names = "region", "period", "disease_system", "disease_code"
    return set(figures.values_list(*names)) & groups.keys()


def _flow(row):
    place = row.destination_hospital or row.destination or _("去向不明")
    disease = diseases.name(row.disease_system, row.disease_code)
    return [f"{row.month:%Y-%m}", f"{row.origin} {row.origin_code}", str(place), disease]


def _referrals(value, user):
    """Those of the hospital in which something happened in the span."""
    first, last = _days(value)
    touched = Q()
    for moment in ("submitted_at", "decided_at", "arrived_at", "treated_at"):
        touched |= Q(**{f"{moment}__date__gte": first, f"{moment}__date__lte": last})
    rows = Referral.objects.visible_to(user).filter(touched)
    rows = rows.exclude(state="entered_in_error")
    return _of_scope(rows, value).select_related("origin", "destination").order_by("number")


def _of_scope(rows, value):
    """Of the pair, the hospital, the network or the region that the figure is about."""
    if value.counterpart_hospital_id:
        return rows.filter(origin=value.hospital_id, destination=value.counterpart_hospital_id)
    if value.hospital_id:
        return rows.filter(Q(origin=value.hospital_id) | Q(destination=value.hospital_id))
    if value.network_id:
        members = value.network.members.values("hospital")
        return rows.filter(origin__in=members, destination__in=members)
    inside = Region.objects.inside([value.region_id]).values("pk")
    return rows.filter(origin__region__in=inside)


def _referral(row):
    moments = (row.submitted_at, row.decided_at, row.arrived_at, row.treated_at)
    places = [str(row.origin), str(row.destination or row.external_name or "")]
    return [row.number, *places, row.state_label, *(_moment(at) for at in moments)]


def _services(value, user):
    first, last = _days(value)
    rows = ServiceRequest.objects.visible_to(user)
    rows = rows.filter(reported_at__date__gte=first, reported_at__date__lte=last)
    return _of_scope(rows, value).select_related("origin", "destination").order_by("number")


def _service(row):
    kind = row.get_kind_display()
    return [row.number, kind, str(row.origin), str(row.destination), _moment(row.reported_at)]


def _postings(value, user):
    first, last = _days(value)
    receiving = value.counterpart_hospital_id or value.hospital_id
    rows = Posting.objects.visible_to(user).confirmed().filter(to_hospital=receiving)
    rows = rows.filter(since__lte=last, **_of_person(value))
    if value.code not in {"E02", "E02P"}:
        rows = rows.not_over(first)
    rows = rows.select_related("expert", "from_hospital", "to_department")
    return rows.order_by("since", "pk")


def _of_person(value):
    """Whose postings, where the figure is of one person."""
    kind, pk = people.key(value.item)
    if kind == "mentee":
        return {"expert__in": Mentorship.objects.filter(apprentice=pk).values("mentor")}
    return {{"expert": "expert", "posting": "pk"}[kind]: pk} if kind else {}


def _posting(row):
    department = str(row.to_department or "")
    days = [f"{row.since:%Y-%m-%d}", f"{row.until:%Y-%m-%d}" if row.until else ""]
    kind = row.get_kind_display()
    return [masking.name(row.expert.name), str(row.from_hospital), department, kind, *days]


def _cases(value, user):
    first, last = _days(value)
    rows = TechnologyMonthlyCount.objects.visible_to(user)
    rows = rows.filter(technology__hospital=value.hospital_id, month__lte=last)
    if value.code in {"T04", "T05", "M04"}:
        rows = rows.filter(month__gte=first, technology__name=value.item)
    return rows.select_related("technology").order_by("technology__name", "month")


def _case(row):
    counts = [row.patients, row.independent_local, row.complications]
    return [row.technology.name, f"{row.month:%Y-%m}", *counts]


def _reports(value, user):
    first, last = _days(value)
    rows = MonthlyReport.objects.visible_to(user).filter(month__gte=first, month__lte=last)
    if value.hospital_id:
        rows = rows.filter(hospital=value.hospital_id)
    else:
        rows = rows.filter(hospital__region=value.region_id)
    return rows.select_related("hospital", "campus").order_by("month", "hospital__name")


def _report(row):
    return [row.place, f"{row.month:%Y-%m}", row.get_state_display(), _moment(row.submitted_at)]


def _inspections(value, user):
    """Rounds inspected in the span, or with findings due in it; of a network, those of the year."""
    first, last = _days(value)
    rows = InspectionRound.objects.visible_to(user).with_totals()
    if value.network_id:
        rows = rows.filter(network=value.network_id, year=first.year)
    else:
        own = Q(inspected_on__range=(first, last)) | Q(findings__due_on__range=(first, last))
        rows = rows.filter(pk__in=rows.model.objects.filter(own).values("pk"))
        rows = rows.filter(hospital=value.hospital_id)
    return rows.select_related("hospital", "network").order_by("year", "half", "hospital__name")


def _inspection(row):
    day = f"{row.inspected_on:%Y-%m-%d}" if row.inspected_on else ""
    return [str(row), str(row.network), row.edition, day, row.points, row.most, row.found]


def _moment(at):
    return date_format(timezone.localtime(at), "Y-m-d H:i") if at else ""


_N = gettext_noop
FLOWS = Kind(
    gettext_lazy("所依据的流向数据"),
    (_N("月份"), _N("来源地"), _N("去向"), _N("病种"), _N("住院人次")),
    _flows,
    _flow,
)
REFERRALS = Kind(
    gettext_lazy("所依据的转诊单"),
    (
        _N("转诊单号"),
        _N("转出机构"),
        _N("接收机构"),
        _N("状态"),
        _N("提交时间"),
        _N("答复时间"),
        _N("到诊时间"),
        _N("诊疗完成时间"),
    ),
    _referrals,
    _referral,
)
POSTINGS = Kind(
    gettext_lazy("所依据的派驻任务"),
    (_N("姓名"), _N("派出医院"), _N("科室"), _N("派驻方式"), _N("开始"), _N("结束")),
    _postings,
    _posting,
)
CASES = Kind(
    gettext_lazy("所依据的新技术月度例数"),
    (_N("名称"), _N("月份"), _N("例数"), _N("本地独立完成例数"), _N("并发症例数")),
    _cases,
    _case,
)
REPORTS = Kind(
    gettext_lazy("所依据的月报"),
    (_N("医疗机构"), _N("月份"), _N("状态"), _N("提交时间")),
    _reports,
    _report,
)
SERVICES = Kind(
    gettext_lazy("所依据的远程服务"),
    (_N("申请单号"), _N("服务类型"), _N("申请机构"), _N("受邀机构"), _N("报告时间")),
    _services,
    _service,
)
INSPECTIONS = Kind(
    gettext_lazy("所依据的同质化检查"),
    (
        _N("检查"),
        _N("医联体"),
        _N("检查表版本"),
        _N("检查日期"),
        _N("得分"),
        _N("满分"),
        _N("问题数"),
    ),
    _inspections,
    _inspection,
)
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
    stays.behind,
    list,
)
# By the source of the catalogue that holds them.
KINDS = {
    "referral": REFERRALS,
    "referral_event": REFERRALS,
    "green_channel": REFERRALS,
    "recognition": REFERRALS,
    "service_request": SERVICES,
    "expert_posting": POSTINGS,
    "expert": POSTINGS,
    "expert_activity": POSTINGS,
    "mentorship": POSTINGS,
    "tech_record": CASES,
    "tech_case": CASES,
    "service_monthly": REPORTS,
    "inspection": INSPECTIONS,
    "rectification": INSPECTIONS,
}
