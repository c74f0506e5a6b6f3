"""How the audit trail is searched."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts import trail
from portal.models import AuditEvent


class AuditFilter(django_filters.FilterSet):
    verb = django_filters.ChoiceFilter(label=_("动作"), choices=tuple(trail.VERBS.items()))
    actor_name = django_filters.CharFilter(label=_("操作人"))
    target_id = django_filters.CharFilter(label=_("对象编号"))
    since = django_filters.DateFilter(
        label=_("自"),
        field_name="at",
        lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label=_("至"),
        field_name="at",
        lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = AuditEvent
        fields = ()
