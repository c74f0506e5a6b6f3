"""The filters that the list of figures and its API share."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from hospitals.enums import DiseaseSystem, SourceSystem
from portal.metrics import catalogue
from portal.metrics.models import ComputeRun, Grain, Job, Layer, RunState
from portal.periods import Month


class MonthField(forms.CharField):
    """A month as YYYY-MM; its value is the first day."""

    def clean(self, value):
        text = super().clean(value)
        try:
            return Month.parse(text).first if text else None
        except ValueError:
            raise forms.ValidationError(_("请写成 2024-03。")) from None


class MonthFilter(django_filters.Filter):
    field_class = MonthField


class IndicatorValueFilter(django_filters.FilterSet):
    """Fixed choices and plain identifiers: no choice is read from other people's rows."""

    code = django_filters.ChoiceFilter(
        label=_("指标"), choices=[(row.code, row.code) for row in catalogue.INDICATORS]
    )
    layer = django_filters.ChoiceFilter(label=_("层次"), choices=Layer.choices)
    grain = django_filters.ChoiceFilter(label=_("粒度"), choices=Grain.choices)
    region = django_filters.UUIDFilter(
        field_name="region_id", label=_("地区"), widget=forms.HiddenInput
    )
    hospital = django_filters.UUIDFilter(
        field_name="hospital_id", label=_("机构"), widget=forms.HiddenInput
    )
    source_system = django_filters.ChoiceFilter(label=_("数据来源"), choices=SourceSystem.choices)
    disease_system = django_filters.ChoiceFilter(label=_("病种体系"), choices=DiseaseSystem.choices)
    disease_code = django_filters.CharFilter(label=_("病种"), max_length=32)
    since = MonthFilter(field_name="period", lookup_expr="gte", label=_("自"))
    until = MonthFilter(field_name="period", lookup_expr="lte", label=_("至"))


class RunFilter(django_filters.FilterSet):
    job = django_filters.ChoiceFilter(
        label=_("任务"), choices=Job.choices, empty_label=_("全部任务")
    )
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=RunState.choices, empty_label=_("全部状态")
    )

    class Meta:
        model = ComputeRun
        fields = ()
