"""What hospitals handed in, how they were inspected, what they hold, and who lives in a region."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop

from hospitals.enums import ALL_AGES, AccreditationKind, PopulationSex
from hospitals.models import (
    AbstractFile,
    Accreditation,
    BedTarget,
    InspectionRound,
    MonthlyReport,
    Population,
)
from portal.metrics.rows.kind import Kind, day, days, moment


def _reports(value, user):
    first, last = days(value)
    rows = MonthlyReport.objects.visible_to(user).filter(month__gte=first, month__lte=last)
    if value.hospital_id:
        rows = rows.filter(hospital=value.hospital_id)
    else:
        rows = rows.filter(hospital__region=value.region_id)
    return rows.select_related("hospital", "campus").order_by("month", "hospital__name", "pk")


def _report(row):
    return [row.place, f"{row.month:%Y-%m}", row.get_state_display(), moment(row.submitted_at)]


def _inspections(value, user):
    """Rounds inspected in the span, or with findings due in it; of a network, those of the year."""
    first, last = days(value)
    rows = InspectionRound.objects.visible_to(user).with_totals()
    if value.network_id:
        rows = rows.filter(network=value.network_id, year=first.year)
    else:
        own = Q(inspected_on__range=(first, last)) | Q(findings__due_on__range=(first, last))
        rows = rows.filter(pk__in=rows.model.objects.filter(own).values("pk"))
        rows = rows.filter(hospital=value.hospital_id)
    return rows.select_related("hospital", "network").order_by("year", "half", "hospital__name")


def _inspection(row):
    on = day(row.inspected_on)
    return [str(row), str(row.network), row.edition, on, row.points, row.most, row.found]


def _accreditations(value, user):
    rows = Accreditation.objects.visible_to(user).current(days(value)[1])
    rows = rows.filter(hospital=value.hospital_id, kind=AccreditationKind.KEY_SPECIALTY)
    return rows.order_by("specialty", "pk")


def _accreditation(row):
    return [row.specialty, row.get_level_display(), day(row.since), day(row.until)]


def _bed_targets(value, user):
    rows = BedTarget.objects.visible_to(user).filter(hospital=value.hospital_id, campus=None)
    return rows.order_by("due_on", "pk")


def _bed_target(row):
    return [day(row.due_on), row.count, row.source]


def _population(value, user):
    """By sex and band of the year that the figure says it took."""
    year = value.code_versions.get("population", value.period.year)
    rows = Population.objects.visible_to(user).filter(region=value.region_id, year=year)
    rows = rows.exclude(sex=PopulationSex.ALL).exclude(age_band=ALL_AGES)
    return rows.order_by("sex", "age_band", "pk")


def _people(row):
    return [row.year, row.get_sex_display(), row.get_age_band_display(), row.count]


def _files(value, user):
    """What came in for the month, the first of it too, which says whether it was in time."""
    rows = AbstractFile.objects.visible_to(user)
    rows = rows.filter(hospital=value.hospital_id, month=value.period)
    return rows.select_related("batch").order_by("created_at", "pk")


def _file(row):
    return [str(row.batch), row.batch.get_state_display(), moment(row.created_at)]


def _batch_of(row):
    return reverse("hospitals:batch-detail", args=[row.batch_id])


_N = gettext_noop
REPORTS = Kind(
    gettext_lazy("所依据的月报"),
    (_N("医疗机构"), _N("月份"), _N("状态"), _N("提交时间")),
    _reports,
    _report,
    link=MonthlyReport.get_absolute_url,
    unseen=gettext_lazy("月报只给填报的医院和它的上级看。"),
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
    link=InspectionRound.get_absolute_url,
    unseen=gettext_lazy("检查的明细只给受检的成员、牵头医院和所在地区看。"),
)
ACCREDITATIONS = Kind(
    gettext_lazy("所依据的临床重点专科"),
    (_N("专科"), _N("级别"), _N("开始"), _N("有效期至")),
    _accreditations,
    _accreditation,
)
BED_TARGETS = Kind(
    gettext_lazy("所依据的床位目标"),
    (_N("目标期限"), _N("目标床位"), _N("来源")),
    _bed_targets,
    _bed_target,
)
POPULATION = Kind(
    gettext_lazy("所依据的人口"),
    (_N("年份"), _N("性别"), _N("年龄段"), _N("人数")),
    _population,
    _people,
    unseen=gettext_lazy("该地区没有分性别和年龄段的人口。"),
)
FILES = Kind(
    gettext_lazy("所依据的病案首页批次"),
    (_N("批次"), _N("状态"), _N("收到时间")),
    _files,
    _file,
    link=_batch_of,
    unseen=gettext_lazy("批次只给报送的医院和它的上级看；当月未报送的也没有批次。"),
)
