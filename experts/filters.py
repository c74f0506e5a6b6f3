"""What a list of experts can be narrowed by, on the page and through the API alike."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from experts.enums import BatchStage, Degree, PostingKind, PostingState, TitleLevel
from experts.models import DispatchBatch, Expert, Posting
from hospitals.models import Hospital

DAY = forms.DateInput(attrs={"type": "date"})
PHASES = [("current", _("进行中")), ("coming", _("未开始")), ("ended", _("已结束"))]


def visible_hospitals(request):
    return Hospital.objects.visible_to(request.user)


def hospital_choice(label):
    return django_filters.ModelChoiceFilter(
        label=label, queryset=visible_hospitals, empty_label=_("全部")
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

    class Meta:
        model = Expert
        fields = ["q", "home_hospital", "title_level", "degree", "on_post"]

    def search(self, queryset, _name, value):
        return queryset.named_like(value.strip())

    def only_on_post(self, queryset, _name, _value):
        return queryset.on_post()


class BatchFilter(django_filters.FilterSet):
    source_hospital = hospital_choice(_("派出医院"))
    project_hospital = hospital_choice(_("派驻医院"))
    stage = choice(BatchStage.choices, _("状态"))

    class Meta:
        model = DispatchBatch
        fields = ["source_hospital", "project_hospital", "stage"]


class PostingFilter(django_filters.FilterSet):
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

    def search(self, queryset, _name, value):
        return queryset.about(value.strip())

    def by_phase(self, queryset, _name, value):
        return getattr(queryset.confirmed(), value)()

    def from_day(self, queryset, _name, value):
        return queryset.not_over(value)


class CountFilter(django_filters.FilterSet):
    """on and first are days that the counts are made for, not filters of rows."""

    on = django_filters.DateFilter(label=_("截至日期"), method="as_it_is", widget=DAY)
    first = django_filters.DateFilter(label=_("统计起始日期"), method="as_it_is", widget=DAY)
    from_hospital = hospital_choice(_("派出医院"))
    to_hospital = hospital_choice(_("派驻医院"))

    class Meta:
        model = Posting
        fields = ["on", "first", "from_hospital", "to_hospital"]

    def as_it_is(self, queryset, _name, _value):
        return queryset
