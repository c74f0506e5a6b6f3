"""How referrals are searched and narrowed: one set for the page, the API and exports.

A patient's name is no query parameter, because addresses end up in logs: the page asks for it by
POST (views/worklist.ReferralSearch).
"""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import DateRangeWidget

from referrals import enums
from referrals.models import Referral, ServiceRequest


class OneOrMore(forms.Select):
    """A drop-down on the page; the address may name several values all the same."""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return [value for value in values or [] if value]


def several(label, choices):
    return django_filters.MultipleChoiceFilter(
        label=label, choices=[("", _("全部")), *choices], widget=OneOrMore
    )


class ReferralFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("转诊单号"), method="by_number")
    state = several(_("状态"), enums.STATE_CHOICES)
    priority = several(_("紧急程度"), enums.Priority.choices)
    direction = several(_("方向"), enums.Direction.choices)
    cross_level = several(_("去向类型"), enums.CrossLevel.choices)
    submitted = django_filters.DateFromToRangeFilter(
        label=_("提交日期"),
        field_name="submitted_at",
        widget=DateRangeWidget(attrs={"type": "date"}),
    )

    class Meta:
        model = Referral
        fields = ()

    def by_number(self, rows, _name, value):
        return rows.filter(number__contains=value.strip().upper())


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
