"""What the clinics of experts can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from experts.filters import DAY, choice, hidden_row, hospital_choice
from experts.models import ClinicSession
from hospitals.filters import AboutFilter

PHASES = [("coming", _("未开始")), ("held", _("已开诊")), ("called_off", _("已停诊"))]


class ClinicFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("专家、科室或医疗机构"), method="search")
    hospital = hospital_choice(_("医疗机构"), field_name="slot__department__hospital")
    phase = choice(PHASES, _("状态"), method="by_word")
    first = django_filters.DateFilter(
        label=_("期间起"), field_name="slot__starts_at", lookup_expr="date__gte", widget=DAY
    )
    last = django_filters.DateFilter(
        label=_("期间止"), field_name="slot__starts_at", lookup_expr="date__lte", widget=DAY
    )
    expert = hidden_row("expert_id", _("专家编号"))

    class Meta:
        model = ClinicSession
        fields = ["q", "hospital", "phase", "first", "last", "expert"]
