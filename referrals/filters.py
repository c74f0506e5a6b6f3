"""How referrals are searched and narrowed: one set for list, board, API, saved views and files.

A patient's name is no query parameter, because addresses end up in logs: the page asks for it by
POST (views/worklist.ReferralSearch).
"""

import datetime as dt
import uuid
from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.access import colleagues_of
from hospitals.models import Department, Hospital, Membership, Network
from portal.core.prepared import RightNow
from portal.roles import Permission
from referrals import enums
from referrals.models import (
    CatchUpTask,
    FollowUpTask,
    OutflowRecord,
    Readmission,
    ReasonCode,
    Referral,
    ResultRecognition,
    ServiceRequest,
    Timer,
    TimerRule,
)


@dataclass(frozen=True)
class Tab:
    """code: its word in the address; is_queue: work to be done, so its length is always shown."""

    code: str
    label: str
    order: tuple
    is_queue: bool = False


NEWEST = ("-created_at",)
MOST_URGENT = (F("due_at").asc(nulls_last=True), "state_since")
TABS = {
    tab.code: tab
    for tab in (
        Tab("waiting", _("待我处理"), MOST_URGENT, is_queue=True),
        Tab("sent", _("我院转出"), NEWEST),
        Tab("incoming", _("我院转入"), NEWEST),
        Tab("mine", _("我负责"), MOST_URGENT),
        Tab("pool", _("池中待认领"), MOST_URGENT),
        Tab("late", _("已超时"), MOST_URGENT, is_queue=True),
        Tab("all", _("全部"), NEWEST),
    )
}
URGENCY = Case(
    *(When(priority=code, then=Value(rank)) for rank, code in enumerate(enums.Priority.values)),
    output_field=IntegerField(),
)
# What `ordering` may say, and the expression behind it.
ORDERS = {
    "number": F("number"),
    "submitted_at": F("submitted_at"),
    "created_at": F("created_at"),
    "state_since": F("state_since"),
    "due_at": F("due_at"),
    "priority": URGENCY,
}
OUTSIDE = ~Q(external_name="")
REACHES = {
    reach: ~OUTSIDE
    & Q(cross_level__in=[level for level in enums.CrossLevel if enums.Reach.of(level) == reach])
    for reach in (enums.Reach.CITY, enums.Reach.PROVINCE, enums.Reach.AWAY)
} | {enums.Reach.OUTSIDE: OUTSIDE}


def tab_rows(rows, code, user):
    """The rows of one tab, out of those that this person may see."""
    return {
        "waiting": lambda: rows.waiting_for(user),
        "sent": lambda: rows.sent_by(user),
        "incoming": lambda: rows.incoming_to(user),
        "mine": lambda: rows.open().filter(assignee=user),
        "pool": lambda: rows.pooled(user),
        "late": lambda: rows.open().late(),
        "all": lambda: rows,
    }[code]()


class OneOrMore(forms.Select):
    """A drop-down on the page; the address may name several values all the same."""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return [value for value in values or [] if value]


def several(label, choices, **options):
    return django_filters.MultipleChoiceFilter(
        label=label, choices=[("", _("全部")), *choices], widget=OneOrMore, **options
    )


def day(label, **options):
    return django_filters.DateFilter(
        label=label, widget=forms.DateInput(attrs={"type": "date"}), **options
    )


def _hospitals(request):
    return Hospital.objects.visible_to(request.user).order_by("name")


def _own_departments(request):
    mine = Membership.objects.hospital_ids_of(request.user)
    return Department.objects.visible_to(request.user).filter(hospital__in=mine)


def _colleagues(request):
    return colleagues_of(request.user, Permission.REFERRAL_VIEW)


PLACES = ("origin", "destination", "department", "assignee")


def place(label, rows, **options):
    return django_filters.ModelChoiceFilter(
        label=label, queryset=rows, empty_label=_("全部"), **options
    )


class ReferralFilter(django_filters.FilterSet):
    tab = django_filters.ChoiceFilter(
        label=_("分类"),
        choices=[(tab.code, tab.label) for tab in TABS.values()],
        method="in_tab",
        widget=forms.HiddenInput,
    )
    q = django_filters.CharFilter(label=_("转诊单号"), method="by_number")
    state = several(_("状态"), enums.STATE_CHOICES)
    priority = several(_("紧急程度"), enums.Priority.choices)
    direction = several(_("方向"), enums.Direction.choices)
    reach = several(_("去向类型"), enums.Reach.choices, method="by_reach")
    cross_level = several(_("跨区域"), enums.CrossLevel.choices)
    origin = place(_("转出机构"), _hospitals)
    destination = place(_("接收机构"), _hospitals)
    department = place(_("本院科室"), _own_departments, method="by_department")
    assignee = django_filters.ModelChoiceFilter(
        label=_("责任人"), queryset=_colleagues, empty_label=_("全部"), null_label=_("无人负责")
    )
    green_channel = several(_("绿色通道"), enums.GreenChannel.choices)
    late = django_filters.ChoiceFilter(
        label=_("超时"),
        choices=[("true", _("已超时")), ("false", _("未超时"))],
        method="by_lateness",
    )
    waited_hours = django_filters.NumberFilter(
        label=_("当前环节已等待（小时以上）"), min_value=0, max_value=99_999, method="by_wait"
    )
    submitted_after = day(_("提交日期自"), method="by_day")
    submitted_before = day(_("提交日期至"), method="by_day")
    ordering = django_filters.ChoiceFilter(
        label=_("排序"),
        choices=[(sign + name, sign + name) for name in ORDERS for sign in ("", "-")],
        method="in_order",
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Referral
        fields = ()

    def __init__(self, data=None, *args, **kwargs):
        """Places are looked up only for who asks for one, or for the form that offers them."""
        super().__init__(data, *args, **kwargs)
        given = data or {}
        for name in PLACES:
            if not given.get(name) and not given.get("filters"):
                del self.filters[name]

    def in_tab(self, rows, _name, value):
        return tab_rows(rows, value, self.request.user)

    def by_number(self, rows, _name, value):
        return rows.filter(number__contains=value.strip().upper())

    def by_reach(self, rows, _name, values):
        wanted = Q()
        for value in values:
            wanted |= REACHES[value]
        return rows.filter(wanted)

    def by_department(self, rows, _name, value: uuid.UUID):
        return rows.filter(Q(origin_department=value) | Q(destination_department=value))

    def by_lateness(self, rows, _name, value):
        late = Q(due_at__lt=RightNow())
        return rows.open().filter(late) if value == "true" else rows.exclude(late)

    def by_wait(self, rows, _name, hours):
        """Open referrals that have been where they are for longer than this."""
        return rows.open().filter(state_since__lt=RightNow() - dt.timedelta(hours=float(hours)))

    def by_day(self, rows, name, date):
        """From the first to the last moment of the days as they are counted here."""
        if name == "submitted_after":
            first = timezone.make_aware(dt.datetime.combine(date, dt.time.min))
            return rows.filter(submitted_at__gte=first)
        last = timezone.make_aware(dt.datetime.combine(date, dt.time.max))
        return rows.filter(submitted_at__lte=last)

    def in_order(self, rows, _name, value):
        field = ORDERS[value.removeprefix("-")]
        if value.startswith("-"):
            return rows.order_by(field.desc(nulls_last=True), "-created_at")
        return rows.order_by(field.asc(nulls_last=True), "-created_at")


class ServiceRequestFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("申请单号"), method="by_number")
    kind = several(_("服务类型"), enums.ServiceKind.choices)
    state = several(_("状态"), enums.SERVICE_STATE_CHOICES)
    priority = several(_("紧急程度"), enums.Priority.choices)

    class Meta:
        model = ServiceRequest
        fields = ()

    def by_number(self, rows, _name, value):
        return rows.filter(number__contains=value.strip().upper())


def visible_networks(request):
    return Network.objects.visible_to(request.user)


class TimerRuleFilter(django_filters.FilterSet):
    network = django_filters.ModelChoiceFilter(
        label=_("医联体"), queryset=visible_networks, empty_label=_("全部")
    )
    kind = several(_("时限"), enums.TimerKind.choices)
    priority = several(_("紧急程度"), enums.Priority.choices)

    class Meta:
        model = TimerRule
        fields = ()


class TimerFilter(django_filters.FilterSet):
    kind = several(_("时限"), enums.TimerKind.choices)
    priority = several(_("紧急程度"), enums.Priority.choices)
    level = django_filters.NumberFilter(label=_("已提醒级别"), min_value=0, max_value=9)

    class Meta:
        model = Timer
        fields = ()


class ReasonCodeFilter(django_filters.FilterSet):
    side = django_filters.ChoiceFilter(
        label=_("适用方"),
        choices=enums.SideChoice.choices,
        method="by_side",
        empty_label=_("全部"),
    )
    counts_as = django_filters.ChoiceFilter(
        label=_("归因"), choices=enums.CountsAs.choices, empty_label=_("全部")
    )
    valid_on = day(_("在用日期"), method="by_valid_on")

    class Meta:
        model = ReasonCode
        fields = ()

    def by_side(self, rows, _name, value):
        return rows.for_side(value)

    def by_valid_on(self, rows, _name, value):
        return rows.valid_on(value)


class GreenFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("转诊单号"), method="by_number")
    green_channel = django_filters.ChoiceFilter(
        label=_("绿色通道"), choices=enums.GreenChannel.choices, empty_label=_("全部")
    )
    submitted_after = day(_("提交日期自"), method="by_day")
    submitted_before = day(_("提交日期至"), method="by_day")

    class Meta:
        model = Referral
        fields = ()

    def by_number(self, rows, _name, value):
        return rows.filter(number__contains=value.strip().upper())

    by_day = ReferralFilter.by_day


class PoolFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("转诊单号"), method="by_number")
    priority = django_filters.ChoiceFilter(
        label=_("紧急程度"), choices=enums.Priority.choices, empty_label=_("全部")
    )
    pool = django_filters.ModelChoiceFilter(
        label=_("接收池"), queryset=visible_networks, empty_label=_("全部")
    )

    class Meta:
        model = Referral
        fields = ()

    def by_number(self, rows, _name, value):
        return rows.filter(number__contains=value.strip().upper())


class FollowUpFilter(django_filters.FilterSet):
    state = several(_("状态"), enums.FollowUpState.choices)
    due_on = django_filters.DateFromToRangeFilter(label=_("应随访日期"))

    class Meta:
        model = FollowUpTask
        fields = ()


class RecognitionFilter(django_filters.FilterSet):
    referral = django_filters.UUIDFilter(label=_("转诊单"), field_name="referral_id")
    verdict = several(_("互认情况"), enums.RecognitionVerdict.choices)

    class Meta:
        model = ResultRecognition
        fields = ()


class ReadmissionFilter(django_filters.FilterSet):
    verdict = several(_("判定"), enums.ReadmissionVerdict.choices)
    same_chapter = django_filters.BooleanFilter(label=_("同类诊断"))

    class Meta:
        model = Readmission
        fields = ()


class OutflowLeadFilter(django_filters.FilterSet):
    state = several(_("核实状态"), enums.OutflowState.choices)
    outcome = several(_("去向"), enums.UnplacedOutcome.choices)

    class Meta:
        model = OutflowRecord
        fields = ()


class CatchUpFilter(django_filters.FilterSet):
    kind = several(_("事项"), enums.CatchUpKind.choices)
    done = django_filters.BooleanFilter(
        label=_("已办理"), field_name="done_at", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = CatchUpTask
        fields = ()
