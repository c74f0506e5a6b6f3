"""How referrals are searched and narrowed: one set for the page, the API and exports."""

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals import enums
from referrals.models import Referral


class ReferralFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("单号或姓名"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("状态"), choices=enums.STATE_CHOICES)
    priority = django_filters.MultipleChoiceFilter(
        label=_("紧急程度"), choices=enums.Priority.choices
    )
    direction = django_filters.ChoiceFilter(label=_("方向"), choices=enums.Direction.choices)
    cross_level = django_filters.ChoiceFilter(label=_("去向类型"), choices=enums.CrossLevel.choices)
    submitted = django_filters.DateFromToRangeFilter(label=_("提交日期"), field_name="submitted_at")

    class Meta:
        model = Referral
        fields = ()

    def search(self, rows, name, value):
        text = value.strip()
        if not text:
            return rows
        return rows.filter(
            models.Q(number__icontains=text) | models.Q(patient__name__startswith=text)
        )
