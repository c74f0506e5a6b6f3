"""What a list of the network can be narrowed by, on the page and through the API alike."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitals.enums import (
    AccreditationKind,
    AccreditationLevel,
    ClaimQuality,
    HospitalKind,
    HospitalLevel,
    NetworkKind,
    ProjectStage,
    ProposalState,
    RegionLevel,
    RouteDirection,
)
from hospitals.models import (
    Accreditation,
    BedPool,
    CalendarDay,
    Campus,
    Claim,
    ClinicSlot,
    CooperationProject,
    Department,
    DutyShift,
    Hospital,
    HospitalRelation,
    Network,
    NetworkMembership,
    ReferralRoute,
    Region,
)

RELATION_ROLES = [("source", _("输出医院")), ("host", _("依托医院")), ("project", _("项目医院"))]
BED_CHOICES = [("with_room", _("有空床")), ("full", _("已满")), ("stale", _("超过 12 小时未更新"))]
DAY = forms.DateInput(attrs={"type": "date"})
VALIDITY = [("current", _("有效")), ("expiring", _("即将到期")), ("ended", _("已过期"))]


class AnyCodeField(forms.ChoiceField):
    """Offers the divisions where hospitals are; another code is no error, it finds nothing."""

    def valid_value(self, value):
        """Anything but what PostgreSQL cannot hold in a text."""
        return "\x00" not in str(value)


class RegionFilter(django_filters.CharFilter):
    """A division by code, with everything below it."""

    field_class = AnyCodeField

    def filter(self, queryset, value):
        if not value:
            return queryset
        above = [
            Q(**{f"{self.field_name}{'__parent' * up}__code": value})
            for up in range(len(RegionLevel))
        ]
        return queryset.filter(above[0] | above[1] | above[2])


def visible_networks(request):
    return Network.objects.visible_to(request.user)


FILED = [("filed", _("有文件")), ("unfiled", _("没有文件"))]


class AboutFilter(django_filters.FilterSet):
    """Search by whatever the rows are about; other questions by the name of the answer."""

    def search(self, queryset, _name, value):
        return queryset.about(value.strip())

    def by_word(self, queryset, _name, value):
        return getattr(queryset, value)()


def filed_choice():
    """Whether a row has files that may be read."""
    return django_filters.ChoiceFilter(
        label=_("文件"), choices=FILED, method="by_word", empty_label=_("全部")
    )


class HospitalFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("名称、简称、拼音或代码"), method="search")
    region = RegionFilter(field_name="region", label=_("地区"))
    level = django_filters.ChoiceFilter(choices=HospitalLevel.choices, empty_label=_("全部"))
    kind = django_filters.ChoiceFilter(choices=HospitalKind.choices, empty_label=_("全部"))
    network = django_filters.ModelChoiceFilter(
        label=_("医联体"),
        queryset=visible_networks,
        field_name="network_memberships__network",
        empty_label=_("全部"),
        distinct=True,
    )
    relation = django_filters.ChoiceFilter(
        label=_("共建角色"), choices=RELATION_ROLES, method="by_role", empty_label=_("全部")
    )

    accreditation = django_filters.ChoiceFilter(
        label=_("资质"),
        choices=AccreditationKind.choices,
        method="by_accreditation",
        empty_label=_("全部"),
    )

    as_of = django_filters.DateFilter(
        label=_("截至日期的名称与存续"), method="standing", widget=DAY
    )

    class Meta:
        model = Hospital
        fields = ["q", "region", "level", "kind", "network", "relation", "accreditation", "as_of"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["region"].choices = self.offered_regions()

    def offered_regions(self):
        """The provinces, cities and counties of the hospitals that this person sees."""
        rows = Region.objects.visible_to(self.request.user).with_hospitals(self.queryset)
        return [("", _("全部")), *((row.code, row.indented_name) for row in rows)]

    def search(self, queryset, _name, value):
        return queryset.named_like(value.strip())

    def by_role(self, queryset, _name, value):
        return queryset.with_relation_role(value)

    def by_accreditation(self, queryset, _name, value):
        return queryset.recognised_as(value)

    def standing(self, queryset, _name, value):
        return queryset.as_of(value)


class AccreditationFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("医疗机构或专科"), method="search")
    hospital = django_filters.UUIDFilter(
        field_name="hospital_id", label=_("医疗机构编号"), widget=forms.HiddenInput
    )
    kind = django_filters.ChoiceFilter(choices=AccreditationKind.choices, empty_label=_("全部"))
    level = django_filters.ChoiceFilter(choices=AccreditationLevel.choices, empty_label=_("全部"))
    validity = django_filters.ChoiceFilter(
        label=_("有效性"), choices=VALIDITY, method="by_word", empty_label=_("全部")
    )

    class Meta:
        model = Accreditation
        fields = ["q", "hospital", "kind", "level", "validity"]


class BedFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("医疗机构"), method="search")
    hospital = django_filters.UUIDFilter(
        field_name="department__hospital_id", label=_("医疗机构编号"), widget=forms.HiddenInput
    )
    department = django_filters.CharFilter(
        field_name="department__name", lookup_expr="icontains", label=_("科室")
    )
    show = django_filters.ChoiceFilter(
        label=_("显示"), choices=BED_CHOICES, method="by_room", empty_label=_("全部")
    )

    class Meta:
        model = BedPool
        fields = ["q", "hospital", "department", "show"]

    def search(self, queryset, _name, value):
        named = Hospital.objects.visible_to(self.request.user).named_like(value.strip())
        return queryset.filter(department__hospital__in=named)

    def by_room(self, queryset, _name, value):
        return getattr(queryset, value)()


class SlotFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("医疗机构"), method="search")
    hospital = django_filters.UUIDFilter(
        field_name="department__hospital_id", label=_("医疗机构编号"), widget=forms.HiddenInput
    )
    department = django_filters.CharFilter(
        field_name="department__name", lookup_expr="icontains", label=_("科室")
    )
    day = django_filters.DateFilter(
        field_name="starts_at", lookup_expr="date", label=_("日期"), widget=DAY
    )

    class Meta:
        model = ClinicSlot
        fields = ["q", "hospital", "department", "day"]

    def search(self, queryset, _name, value):
        named = Hospital.objects.visible_to(self.request.user).named_like(value.strip())
        return queryset.filter(department__hospital__in=named)


class RouteFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("转出或接收机构"), method="search")
    network = django_filters.ModelChoiceFilter(
        label=_("医联体"), queryset=visible_networks, empty_label=_("全部")
    )
    origin = django_filters.UUIDFilter(
        field_name="origin_id", label=_("转出机构编号"), widget=forms.HiddenInput
    )
    destination = django_filters.UUIDFilter(
        field_name="destination_id", label=_("接收机构编号"), widget=forms.HiddenInput
    )
    direction = django_filters.ChoiceFilter(choices=RouteDirection.choices, empty_label=_("全部"))
    validity = django_filters.ChoiceFilter(
        label=_("有效性"),
        choices=[choice for choice in VALIDITY if choice[0] != "expiring"],
        method="by_validity",
        empty_label=_("全部"),
    )

    class Meta:
        model = ReferralRoute
        fields = ["q", "network", "origin", "destination", "direction", "validity"]

    def search(self, queryset, _name, value):
        return queryset.touching_named(value.strip())

    def by_validity(self, queryset, _name, value):
        return getattr(queryset, value)()


class DepartmentFilter(django_filters.FilterSet):
    hospital = django_filters.UUIDFilter(field_name="hospital_id", label=_("医疗机构"))
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("科室"))
    code = django_filters.CharFilter(label=_("诊疗科目代码"))

    class Meta:
        model = Department
        fields = ["hospital", "q", "code"]


class CampusFilter(django_filters.FilterSet):
    hospital = django_filters.UUIDFilter(field_name="hospital_id", label=_("医疗机构"))

    class Meta:
        model = Campus
        fields = ["hospital"]


class MemberFilter(django_filters.FilterSet):
    network = django_filters.UUIDFilter(field_name="network_id", label=_("医联体"))
    hospital = django_filters.UUIDFilter(field_name="hospital_id", label=_("医疗机构"))

    class Meta:
        model = NetworkMembership
        fields = ["network", "hospital"]


class NetworkFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("名称、拼音或牵头医院"), method="search")
    kind = django_filters.ChoiceFilter(choices=NetworkKind.choices, empty_label=_("全部"))

    class Meta:
        model = Network
        fields = ["q", "kind"]


class RelationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("医疗机构"), method="search")
    hospital = django_filters.UUIDFilter(
        label=_("医疗机构编号"), method="touching", widget=forms.HiddenInput
    )
    on = django_filters.DateFilter(label=_("在哪一天有效"), method="on_day", widget=DAY)

    class Meta:
        model = HospitalRelation
        fields = ["q", "hospital", "on"]

    def search(self, queryset, _name, value):
        named = Hospital.objects.visible_to(self.request.user).named_like(value.strip())
        found = named.values("pk")
        return queryset.filter(Q(source__in=found) | Q(host__in=found) | Q(project__in=found))

    def on_day(self, queryset, _name, value):
        return queryset.current(value)

    def touching(self, queryset, _name, value):
        return queryset.filter(Q(source=value) | Q(host=value) | Q(project=value))


class ProjectFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("项目、拼音或医疗机构"), method="search")
    stage = django_filters.ChoiceFilter(choices=ProjectStage.choices, empty_label=_("全部"))

    class Meta:
        model = CooperationProject
        fields = ["q", "stage"]


class RegionListFilter(django_filters.FilterSet):
    """Current divisions unless retired=true asks for all that ever were."""

    q = django_filters.CharFilter(label=_("名称、拼音或代码"), method="search")
    level = django_filters.ChoiceFilter(choices=RegionLevel.choices)
    parent = django_filters.CharFilter(field_name="parent__code", label=_("上级代码"))
    system = django_filters.CharFilter(field_name="code_system", label=_("代码体系"))
    retired = django_filters.BooleanFilter(label=_("含停用代码"), method="with_retired")

    class Meta:
        model = Region
        fields = ["q", "level", "parent", "system", "retired"]

    def search(self, queryset, _name, value):
        return queryset.named(value.strip())

    def with_retired(self, queryset, _name, _value):
        return queryset

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("retired") else found.current()


def visible_hospitals(request):
    return Hospital.objects.visible_to(request.user)


class DutyFilter(django_filters.FilterSet):
    hospital = django_filters.ModelChoiceFilter(
        label=_("医疗机构"), queryset=visible_hospitals, empty_label=_("全部")
    )
    is_deputy = django_filters.ChoiceFilter(
        label=_("一线或二线"),
        choices=[("false", _("一线")), ("true", _("二线"))],
        method="by_line",
        empty_label=_("全部"),
    )

    class Meta:
        model = DutyShift
        fields = ["hospital", "is_deputy"]

    def by_line(self, queryset, _name, value):
        return queryset.filter(is_deputy=value == "true")


class CalendarFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(
        label=_("年份"), field_name="day", lookup_expr="year", min_value=2000, max_value=2100
    )
    hospital = django_filters.ModelChoiceFilter(
        label=_("医疗机构"), queryset=visible_hospitals, empty_label=_("全部")
    )

    class Meta:
        model = CalendarDay
        fields = ["year", "hospital"]


class ClaimFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("对象、指标、原文或编号"), method="search")
    source = django_filters.AllValuesFilter(label=_("来源"), empty_label=_("全部"))
    topic = django_filters.AllValuesFilter(label=_("分组"), empty_label=_("全部"))
    quality = django_filters.ChoiceFilter(
        label=_("质量标记"), choices=ClaimQuality.choices, empty_label=_("全部")
    )
    proposed = django_filters.ChoiceFilter(
        label=_("建议值"),
        choices=[("true", _("有建议值")), ("false", _("没有建议值"))],
        method="with_proposal",
        empty_label=_("全部"),
    )

    decision = django_filters.ChoiceFilter(
        label=_("建议值状态"),
        choices=ProposalState.choices,
        field_name="proposals__state",
        distinct=True,
        empty_label=_("全部"),
    )
    hospital = django_filters.UUIDFilter(
        field_name="hospital_id", label=_("医疗机构编号"), widget=forms.HiddenInput
    )

    class Meta:
        model = Claim
        fields = ["q", "source", "topic", "quality", "proposed", "decision", "hospital"]

    def with_proposal(self, queryset, _name, value):
        return queryset.filter(proposals__isnull=value != "true").distinct()
