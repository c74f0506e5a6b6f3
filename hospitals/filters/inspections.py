"""What inspections, findings and checklists can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from hospitals.filters import AboutFilter, visible_networks
from hospitals.filters.governance import choice, number_of
from hospitals.models import ChecklistItem, InspectionFinding, InspectionRound
from hospitals.models.inspection import FindingState, Half, RoundState

LATE = [("true", _("已逾期"))]


def _network(field):
    return django_filters.ModelChoiceFilter(
        label=_("医联体"), queryset=visible_networks, field_name=field, empty_label=_("全部")
    )


class RoundFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("医疗机构"), method="search")
    network = _network("network")
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)
    half = choice(Half.choices)
    state = choice(RoundState.choices)
    late = choice(LATE, label=_("期限"), method="by_lateness")
    hospital = number_of("hospital_id", _("医疗机构编号"))

    class Meta:
        model = InspectionRound
        fields = ["q", "network", "year", "half", "state", "late", "hospital"]

    def by_lateness(self, queryset, _name, _value):
        return queryset.late()


class FindingFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("医疗机构、检查内容或问题"), method="search")
    network = _network("round__network")
    state = choice(FindingState.choices)
    late = choice(LATE, label=_("期限"), method="by_lateness")
    round = number_of("round_id", _("检查编号"))

    class Meta:
        model = InspectionFinding
        fields = ["q", "network", "state", "late", "round"]

    def by_lateness(self, queryset, _name, _value):
        return queryset.late()


class ChecklistFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("检查内容、标准或版本"), method="search")
    network = _network("network")
    edition = django_filters.CharFilter(label=_("检查表版本"))

    class Meta:
        model = ChecklistItem
        fields = ["q", "network", "edition"]
