"""How members and the audit trail are searched."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.access import appointments_of
from hospitals.enums import RoleChoice
from hospitals.models import Hospital, Membership
from portal.accounts import trail
from portal.models import AuditEvent
from portal.roles import Permission

HELD = [("now", _("在任")), ("later", _("未开始")), ("over", _("已结束"))]


def hospitals_kept(request):
    """Where this person sees who works there."""
    user = request.user
    kept = user.hospitals_with(Permission.MEMBER_VIEW) | {*appointments_of(user)}
    return Hospital.objects.visible_to(user).filter(pk__in=kept).order_by("pinyin", "name")


class MemberFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("姓名或账号"), method="by_name")
    hospital = django_filters.ModelChoiceFilter(
        label=_("机构"), queryset=hospitals_kept, empty_label=_("全部机构")
    )
    role = django_filters.ChoiceFilter(
        label=_("角色"), choices=RoleChoice.choices, empty_label=_("全部角色")
    )
    held = django_filters.ChoiceFilter(
        label=_("状态"), choices=HELD, empty_label=_("全部"), method="by_dates"
    )

    class Meta:
        model = Membership
        fields = ()

    def by_name(self, rows, _name, text):
        named = Q(user__display_name__icontains=text) | Q(user__username__icontains=text)
        return rows.filter(named)

    def by_dates(self, rows, _name, value):
        today = timezone.localdate()
        if value == "later":
            return rows.filter(since__gt=today)
        return rows.filter(until__lt=today) if value == "over" else rows.current()


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
