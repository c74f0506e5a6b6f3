"""What a list of experts can be narrowed by, on the page and through the API alike."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts.enums import (
    ActivityKind,
    ActivityMode,
    AdmissionClass,
    BatchStage,
    ClaimState,
    Degree,
    DirectorSide,
    MentoringKind,
    NoveltyKind,
    NoveltyTier,
    PostingKind,
    PostingState,
    PriceAction,
    SkillStage,
    StopKind,
    TechnologyKind,
    TechnologyStatus,
    TitleLevel,
)
from experts.models import (
    Activity,
    CoDirectorPost,
    DispatchBatch,
    Expert,
    Mentorship,
    NewTechnology,
    NoveltyClaim,
    OutreachCampaign,
    OutreachStop,
    Posting,
    PriceItem,
    SkillMilestone,
)
from hospitals.filters import AboutFilter, filed_choice
from hospitals.models import Hospital

DAY = forms.DateInput(attrs={"type": "date"})
PHASES = [("current", _("进行中")), ("coming", _("未开始")), ("ended", _("已结束"))]


def visible_hospitals(request):
    return Hospital.objects.visible_to(request.user)


def hospital_choice(label, **options):
    return django_filters.ModelChoiceFilter(
        label=label, queryset=visible_hospitals, empty_label=_("全部"), **options
    )


def choice(choices, label=None, **options):
    return django_filters.ChoiceFilter(
        choices=choices, label=label, empty_label=_("全部"), **options
    )


class ExpertFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("姓名、拼音、专科或派出医院"), method="search")
    home_hospital = hospital_choice(_("派出医院"))
    title_level = choice(TitleLevel.choices, _("职称级别"))
    degree = choice(Degree.choices, _("学历学位"))
    on_post = choice([("true", _("在岗"))], _("今日在岗"), method="only_on_post")
    is_local = django_filters.BooleanFilter(label=_("本地人员"), widget=forms.HiddenInput)

    class Meta:
        model = Expert
        fields = ["q", "home_hospital", "title_level", "degree", "on_post", "is_local"]

    def search(self, queryset, _name, value):
        return queryset.named_like(value.strip())

    def only_on_post(self, queryset, _name, _value):
        return queryset.on_post()


class BatchFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("派出或派驻医院、文号"), method="search")
    source_hospital = hospital_choice(_("派出医院"))
    project_hospital = hospital_choice(_("派驻医院"))
    stage = choice(BatchStage.choices, _("状态"))
    files = filed_choice()

    class Meta:
        model = DispatchBatch
        fields = ["q", "source_hospital", "project_hospital", "stage", "files"]


class PostingFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("专家或派驻医院"), method="search")
    from_hospital = hospital_choice(_("派出医院"))
    to_hospital = hospital_choice(_("派驻医院"))
    kind = choice(PostingKind.choices, _("派驻方式"))
    state = choice(PostingState.choices, _("状态"))
    phase = choice(PHASES, _("时间"), method="by_phase")
    first = django_filters.DateFilter(
        label=_("期间起"), field_name="until", method="from_day", widget=DAY
    )
    last = django_filters.DateFilter(
        label=_("期间止"), field_name="since", lookup_expr="lte", widget=DAY
    )
    expert = django_filters.UUIDFilter(
        field_name="expert_id", label=_("专家编号"), widget=forms.HiddenInput
    )
    batch = django_filters.UUIDFilter(
        field_name="batch_id", label=_("批次编号"), widget=forms.HiddenInput
    )

    class Meta:
        model = Posting
        fields = [
            "q",
            "from_hospital",
            "to_hospital",
            "kind",
            "state",
            "phase",
            "first",
            "last",
            "expert",
            "batch",
        ]

    def by_phase(self, queryset, _name, value):
        return getattr(queryset.confirmed(), value)()

    def from_day(self, queryset, _name, value):
        return queryset.not_over(value)


class CountFilter(django_filters.FilterSet):
    """on and first are days that the counts are made for; the rows are the receiving hospitals."""

    q = django_filters.CharFilter(label=_("名称、简称、拼音或代码"), method="as_it_is")
    on = django_filters.DateFilter(label=_("截至日期"), method="as_it_is", widget=DAY)
    first = django_filters.DateFilter(label=_("统计起始日期"), method="as_it_is", widget=DAY)
    from_hospital = hospital_choice(_("派出医院"), method="as_it_is")
    to_hospital = hospital_choice(_("派驻医院"), method="as_it_is")

    class Meta:
        model = Hospital
        fields = ["q", "on", "first", "from_hospital", "to_hospital"]

    def as_it_is(self, queryset, _name, _value):
        return queryset

    @property
    def given(self):
        return self.form.cleaned_data if self.is_valid() else {}

    @property
    def day(self):
        return self.given.get("on") or timezone.localdate()

    @property
    def since(self):
        return self.given.get("first")

    @property
    def postings(self):
        """Those that are counted."""
        rows = Posting.objects.visible_to(self.request.user)
        wanted = {
            name: self.given[name]
            for name in ("from_hospital", "to_hospital")
            if self.given.get(name)
        }
        return rows.filter(**wanted)

    def filter_queryset(self, _queryset):
        found = self.postings.received(self.day, self.since).order_by("pinyin", "name", "pk")
        text = (self.given.get("q") or "").strip()
        return super().filter_queryset(found.named_like(text) if text else found)


STATUSES = [*TechnologyStatus.choices, ("lapsed", _("六个月未开展"))]
ALONE = [("true", _("已能独立开展")), ("false", _("尚未独立开展"))]


class TechnologyFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("名称、别名或专科"), method="search")
    hospital = hospital_choice(_("医疗机构"))
    kind = choice(TechnologyKind.choices, _("类别"))
    status = choice(STATUSES, _("状态"), method="by_status")
    admission_class = choice(
        AdmissionClass.choices,
        _("准入类别"),
        field_name="admissions__admission_class",
        distinct=True,
    )
    tier = choice(NoveltyTier.choices, _("申报级别"), field_name="claims__tier", distinct=True)
    local = choice(ALONE, _("本地独立开展"), method="by_local")
    files = filed_choice()
    brought_by = django_filters.UUIDFilter(
        field_name="brought_by_id", label=_("专家编号"), widget=forms.HiddenInput
    )

    class Meta:
        model = NewTechnology
        fields = [
            "q",
            "hospital",
            "kind",
            "status",
            "admission_class",
            "tier",
            "local",
            "files",
            "brought_by",
        ]

    def search(self, queryset, _name, value):
        return queryset.named_like(value.strip())

    def by_status(self, queryset, _name, value):
        if value != "lapsed":
            return queryset.filter(status=value)
        lapsed = NewTechnology.objects.visible_to(self.request.user).lapsed()
        return queryset.filter(pk__in=lapsed.values("pk"))

    def by_local(self, queryset, _name, value):
        return queryset.filter(local_independent_on__isnull=value == "false")


class ClaimFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("新技术、医疗机构或表述"), method="search")
    hospital = hospital_choice(_("医疗机构"), field_name="technology__hospital")
    kind = choice(NoveltyKind.choices, _("认定类型"))
    tier = choice(NoveltyTier.choices, _("级别"))
    state = choice(ClaimState.choices, _("状态"))
    files = filed_choice()
    technology = django_filters.UUIDFilter(
        field_name="technology_id", label=_("新技术编号"), widget=forms.HiddenInput
    )

    class Meta:
        model = NoveltyClaim
        fields = ["q", "hospital", "kind", "tier", "state", "files", "technology"]


class PriceFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("项目名称、拼音或编码"), method="search")
    code = django_filters.CharFilter(label=_("项目编码"))
    hospital = hospital_choice(_("登记机构"))
    action = choice(PriceAction.choices, _("新增或调整"))

    class Meta:
        model = PriceItem
        fields = ["q", "code", "hospital", "action"]


def hidden_row(field_name, label):
    """Rows of one other row, which a link names and nobody types."""
    return django_filters.UUIDFilter(field_name=field_name, label=label, widget=forms.HiddenInput)


class MentorshipFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("导师、学员或目标技术"), method="search")
    hospital = hospital_choice(_("医疗机构"))
    kind = choice(MentoringKind.choices, _("带教方式"))
    phase = choice(PHASES, _("时间"), method="by_phase")
    load = choice([("crowded", _("超过两名学员"))], _("导师负担"), method="by_load")
    mentor = hidden_row("mentor_id", _("导师编号"))
    apprentice = hidden_row("apprentice_id", _("学员编号"))

    class Meta:
        model = Mentorship
        fields = ["q", "hospital", "kind", "phase", "load", "mentor", "apprentice"]

    def by_phase(self, queryset, _name, value):
        return getattr(queryset, value)()

    def by_load(self, queryset, _name, _value):
        rows = Mentorship.objects.visible_to(self.request.user)
        return queryset.filter(pk__in=rows.crowded().values("pk"))


class MilestoneFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        field_name="technique", lookup_expr="icontains", label=_("技术名称")
    )
    stage = choice(SkillStage.choices, _("阶段"))
    hospital = hospital_choice(_("医疗机构"), field_name="mentorship__hospital")
    staff = hidden_row("staff_id", _("学员编号"))
    mentorship = hidden_row("mentorship_id", _("带教关系编号"))

    class Meta:
        model = SkillMilestone
        fields = ["q", "stage", "hospital", "staff", "mentorship"]


class DirectorFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("主任、科室或医疗机构"), method="search")
    hospital = hospital_choice(_("医疗机构"), field_name="department__hospital")
    side = choice(DirectorSide.choices, _("主任类别"))
    phase = choice(PHASES, _("时间"), method="by_phase")

    class Meta:
        model = CoDirectorPost
        fields = ["q", "hospital", "side", "phase"]

    def by_phase(self, queryset, _name, value):
        return getattr(queryset, value)()


def from_day(name):
    return django_filters.DateFilter(
        label=_("期间起"), field_name=name, lookup_expr="gte", widget=DAY
    )


def until_day(name):
    return django_filters.DateFilter(
        label=_("期间止"), field_name=name, lookup_expr="lte", widget=DAY
    )


class ActivityFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("主题或专家"), method="search")
    hospital = hospital_choice(_("医疗机构"))
    kind = choice(ActivityKind.choices, _("活动类型"))
    mode = choice(ActivityMode.choices, _("方式"))
    first = from_day("day")
    last = until_day("day")
    expert = django_filters.UUIDFilter(
        label=_("专家编号"), method="by_expert", widget=forms.HiddenInput
    )
    department = hidden_row("department_id", _("科室编号"))

    class Meta:
        model = Activity
        fields = ["q", "hospital", "kind", "mode", "first", "last", "expert", "department"]

    def by_expert(self, queryset, _name, value):
        return queryset.done_by(value)


class CampaignFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("名称、拼音、队伍或组织机构"), method="search")
    hospital = hospital_choice(_("组织机构"))
    first = from_day("until")
    last = until_day("since")

    class Meta:
        model = OutreachCampaign
        fields = ["q", "hospital", "first", "last"]


class StopFilter(django_filters.FilterSet):
    campaign = hidden_row("campaign_id", _("巡回医疗编号"))
    kind = choice(StopKind.choices, _("服务内容"))
    first = from_day("day")
    last = until_day("day")

    class Meta:
        model = OutreachStop
        fields = ["campaign", "kind", "first", "last"]


class CalendarFilter(django_filters.FilterSet):
    """Whose calendar, and its first month: not filters of rows."""

    hospital = hospital_choice(_("派驻医院"), method="as_it_is")
    first = django_filters.DateFilter(label=_("起始日期"), method="as_it_is", widget=DAY)

    class Meta:
        model = Posting
        fields = ["hospital", "first"]

    def as_it_is(self, queryset, _name, _value):
        return queryset
