"""What agreements, policies, plans and committees can be narrowed by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from hospitals.enums import AgreementKind, MilestoneKind, NameKind, PolicyLevel, WorkStatus
from hospitals.filters import AboutFilter, filed_choice
from hospitals.models import (
    Agreement,
    Committee,
    CommitteeSeat,
    HospitalName,
    HospitalPlan,
    Milestone,
    PolicyItem,
)

PROGRESS = [("reached", _("已完成")), ("overdue", _("已逾期")), ("coming", _("未到期"))]
VALIDITY = [("current", _("有效")), ("expiring", _("即将到期")), ("ended", _("已到期"))]


def number_of(field, label):
    """A row by its id, for links and the API; people choose by searching."""
    return django_filters.UUIDFilter(field_name=field, label=label, widget=forms.HiddenInput)


def choice(choices, **options):
    return django_filters.ChoiceFilter(choices=choices, empty_label=_("全部"), **options)


class AgreementFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("协议、医院或医联体"), method="search")
    network = number_of("network_id", _("医联体编号"))
    kind = choice(AgreementKind.choices)
    validity = choice(VALIDITY, label=_("有效性"), method="by_word")
    files = filed_choice()

    class Meta:
        model = Agreement
        fields = ["q", "network", "kind", "validity", "files"]


class MilestoneFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("项目、拼音、医疗机构或院区"), method="search")
    project = number_of("project_id", _("共建项目编号"))
    kind = choice(MilestoneKind.choices)
    progress = choice(PROGRESS, label=_("进展"), method="by_word")
    files = filed_choice()

    class Meta:
        model = Milestone
        fields = ["q", "project", "kind", "progress", "files"]


class PolicyFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("事项、文号或责任部门"), method="search")
    network = number_of("network_id", _("医联体编号"))
    level = choice(PolicyLevel.choices)
    status = choice(WorkStatus.choices)
    late = choice([("true", _("已逾期"))], label=_("期限"), method="by_lateness")

    class Meta:
        model = PolicyItem
        fields = ["q", "network", "level", "status", "late"]

    def by_lateness(self, queryset, _name, _value):
        return queryset.overdue()


class PlanFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("医疗机构、举措或责任部门"), method="search")
    hospital = number_of("hospital_id", _("医疗机构编号"))
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)
    status = choice(WorkStatus.choices)

    class Meta:
        model = HospitalPlan
        fields = ["q", "hospital", "year", "status"]


class CommitteeFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("小组或医联体"), method="search")
    network = number_of("network_id", _("医联体编号"))

    class Meta:
        model = Committee
        fields = ["q", "network"]


class SeatFilter(django_filters.FilterSet):
    committee = number_of("committee_id", _("小组编号"))

    class Meta:
        model = CommitteeSeat
        fields = ["committee"]


class NameFilter(django_filters.FilterSet):
    hospital = number_of("hospital_id", _("医疗机构编号"))
    kind = choice(NameKind.choices)
    on = django_filters.DateFilter(label=_("日期"), method="on_day")

    class Meta:
        model = HospitalName
        fields = ["hospital", "kind", "on"]

    def on_day(self, queryset, _name, value):
        return queryset.held_on(value)
