"""What monthly reports can be narrowed by, and which months their completeness is asked for."""

import django_filters
from django import forms
from django.db.models import DateField, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.enums import ReportState
from hospitals.filters import RegionFilter, visible_networks
from hospitals.models import Hospital, MonthlyReport, Region
from portal.periods import Month

MONTHS = 12
# No further back than ten years at a time.
MOST_MONTHS = 120
BY_MONTH = {
    "widget": forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    "input_formats": ["%Y-%m", "%Y-%m-%d"],
}


class ReportFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("医疗机构"), method="search")
    network = django_filters.ModelChoiceFilter(
        label=_("医联体"),
        queryset=visible_networks,
        field_name="hospital__network_memberships__network",
        empty_label=_("全部"),
        distinct=True,
    )
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=ReportState.choices, empty_label=_("全部")
    )
    first = django_filters.DateFilter(
        label=_("起始月份"),
        field_name="month",
        lookup_expr="gte",
        **BY_MONTH,
    )
    last = django_filters.DateFilter(
        label=_("截止月份"),
        field_name="month",
        lookup_expr="lte",
        **BY_MONTH,
    )
    hospital = django_filters.UUIDFilter(
        field_name="hospital_id", label=_("医疗机构编号"), widget=forms.HiddenInput
    )

    class Meta:
        model = MonthlyReport
        fields = ["q", "network", "state", "first", "last", "hospital"]

    def search(self, queryset, _name, value):
        named = Hospital.objects.visible_to(self.request.user).named_like(value.strip())
        return queryset.filter(hospital__in=named.values("pk"))


class _MonthsFilter(django_filters.FilterSet):
    """Which months are asked about; they are no filter of hospitals, but each row is told them."""

    q = django_filters.CharFilter(label=_("医疗机构"), method="search")
    region = RegionFilter(field_name="region", label=_("地区"))
    network = django_filters.ModelChoiceFilter(
        label=_("医联体"),
        queryset=visible_networks,
        field_name="network_memberships__network",
        empty_label=_("全部"),
        distinct=True,
    )

    class Meta:
        model = Hospital
        fields = ["q", "region", "network"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Region.objects.visible_to(self.request.user).with_hospitals(self.queryset)
        offered = [("", _("全部")), *((row.code, row.indented_name) for row in rows)]
        self.form.fields["region"].choices = offered

    @property
    def given(self):
        return self.form.cleaned_data if self.is_valid() else {}

    @property
    def last_month(self):
        asked = self.given.get("last")
        return Month.of(asked) if asked else Month.of(timezone.localdate()).plus(-1)

    def search(self, queryset, _name, value):
        return queryset.named_like(value.strip())

    def as_it_is(self, queryset, _name, _value):
        return queryset

    def filter_queryset(self, queryset):
        """Each row says what it was asked for: the first and the last month, and the day."""
        months, on = self.months, self.day
        told = {"first_month": months[0].first, "last_month": months[-1].first, "on": on}
        days = {name: Value(day, output_field=DateField()) for name, day in told.items()}
        return super().filter_queryset(queryset).annotate(**days)

    @property
    def day(self):
        return self.given.get("as_of") or timezone.localdate()


class CoverageFilter(_MonthsFilter):
    """The twelve months up to `last`."""

    last = django_filters.DateFilter(label=_("截止月份"), method="as_it_is", **BY_MONTH)

    class Meta:
        model = Hospital
        fields = ["q", "region", "network", "last"]

    @property
    def months(self):
        return [self.last_month.plus(number) for number in range(1 - MONTHS, 1)]


class TotalsFilter(_MonthsFilter):
    """From month to month, or a year; as of which day hospitals have merged and are called."""

    year = django_filters.NumberFilter(
        label=_("年份"), method="as_it_is", min_value=2000, max_value=2100
    )
    first = django_filters.DateFilter(label=_("起始月份"), method="as_it_is", **BY_MONTH)
    last = django_filters.DateFilter(label=_("截止月份"), method="as_it_is", **BY_MONTH)
    as_of = django_filters.DateFilter(
        label=_("截至日期的名称与合并"),
        method="as_it_is",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Hospital
        fields = ["q", "region", "network", "year", "first", "last", "as_of"]

    @property
    def months(self):
        """Those of the year that is named; or from January of the last month's year, unless the
        first is named too."""
        if self.given.get("year"):
            return [Month(int(self.given["year"]), number) for number in range(1, MONTHS + 1)]
        asked, last = self.given.get("first"), self.last_month
        months = [Month.of(asked) if asked else Month(last.year, 1)]
        while months[-1] < last:
            months.append(months[-1].plus(1))
        return months[-MOST_MONTHS:]

    def filter_queryset(self, queryset):
        """The hospitals that stood on the day."""
        return super().filter_queryset(queryset).as_of(self.day)
