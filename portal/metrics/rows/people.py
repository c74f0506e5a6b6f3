"""Postings, activities, mentorships and stays of training behind a figure, with names masked."""

from django.db.models import Q
from django.utils.translation import gettext_lazy, gettext_noop

from experts.models import Activity, Mentorship, Posting, TrainingStay
from portal.metrics import people
from portal.metrics.rows.kind import Kind, day, days
from referrals import masking

# Counted since ever, whoever is there now.
SO_FAR = {"E02", "E02P", "M06"}
# Of the department that is their item.
OF_UNIT = {"E04", "E05"}


def _postings(value, user):
    first, last = days(value)
    receiving = value.counterpart_hospital_id or value.hospital_id
    rows = Posting.objects.visible_to(user).confirmed().filter(to_hospital=receiving)
    rows = rows.filter(since__lte=last, **_of_person(value))
    if value.code == "E06":
        rows = rows.filter(since__gte=first)
    elif value.code not in SO_FAR:
        rows = rows.not_over(first)
    if value.code in OF_UNIT:
        rows = rows.filter(to_department__name=value.item)
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
    kind = row.get_kind_display()
    ends = day(row.since), day(row.until)
    return [masking.name(row.expert.name), str(row.from_hospital), department, kind, *ends]


def _activities(value, user):
    """What the hospital's figure counts; of one person or posting, what these did."""
    kind, pk = people.key(value.item)
    if kind == "posting":
        pk = Posting.objects.filter(pk=pk).values_list("expert", flat=True).first()
    places = Q(hospital=value.counterpart_hospital_id or value.hospital_id)
    rows = Activity.objects.visible_to(user).between(*days(value))
    rows = rows.done_by(pk) if kind else rows.filter(places)
    return rows.select_related("department").order_by("day", "pk")


def _activity(row):
    kinds = row.get_kind_display(), row.get_mode_display()
    return [day(row.day), *kinds, str(row.department or ""), row.participants, row.patients]


def _mentorships(value, user):
    first, last = days(value)
    rows = Mentorship.objects.visible_to(user).filter(hospital=value.hospital_id, since__lte=last)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=first))
    kind, pk = people.key(value.item)
    if kind:
        rows = rows.filter(apprentice=pk)
    elif value.item:
        rows = rows.filter(technique=value.item)
    return rows.select_related("mentor", "apprentice").order_by("since", "pk")


def _mentorship(row):
    names = masking.name(row.mentor.name), masking.name(row.apprentice.name)
    return [*names, row.technique, day(row.since), day(row.until), day(row.alone_by)]


def _trainings(value, user):
    """Who came back in the year: of the hospital that sent, or of the one that taught."""
    first, last = days(value)
    side = "at_hospital" if value.code == "M07R" else "home_hospital"
    rows = TrainingStay.objects.visible_to(user).returned()
    rows = rows.filter(returned_on__gte=first, returned_on__lte=last, **{side: value.hospital_id})
    return rows.select_related("trainee", "at_hospital").order_by("returned_on", "pk")


def _training(row):
    place = str(row.at_hospital or row.at_place)
    name = masking.name(row.trainee.name)
    return [name, place, row.subject, day(row.returned_on), day(row.independent_on)]


_N = gettext_noop
UNSEEN = gettext_lazy("人员的明细只给派出、派驻的医院和它们的上级看。")
POSTINGS = Kind(
    gettext_lazy("所依据的派驻任务"),
    (_N("姓名"), _N("派出医院"), _N("科室"), _N("派驻方式"), _N("开始"), _N("结束")),
    _postings,
    _posting,
    link=Posting.get_absolute_url,
    unseen=UNSEEN,
)
ACTIVITIES = Kind(
    gettext_lazy("所依据的专家活动"),
    (_N("日期"), _N("活动类型"), _N("方式"), _N("科室"), _N("参加人数"), _N("惠及患者数")),
    _activities,
    _activity,
    link=Activity.get_absolute_url,
    unseen=UNSEEN,
)
MENTORSHIPS = Kind(
    gettext_lazy("所依据的带教关系"),
    (_N("导师"), _N("学员"), _N("目标技术"), _N("开始"), _N("结束"), _N("独立期限")),
    _mentorships,
    _mentorship,
    link=Mentorship.get_absolute_url,
    unseen=UNSEEN,
)
TRAININGS = Kind(
    gettext_lazy("所依据的进修记录"),
    (_N("进修人员"), _N("进修医院"), _N("进修内容"), _N("返院日期"), _N("独立工作日期")),
    _trainings,
    _training,
    link=TrainingStay.get_absolute_url,
    unseen=UNSEEN,
)
