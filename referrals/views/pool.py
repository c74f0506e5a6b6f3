"""The pool: referrals that ask a network, not one hospital, until a member claims them."""

from django.utils.translation import gettext_lazy as _

from portal.core.pages import ListPage
from portal.roles import Permission
from referrals.filters import PoolFilter
from referrals.models import Referral


class PoolList(ListPage):
    """What one of my hospitals may claim, or my transfer centre direct; the most urgent first."""

    model = Referral
    permission = Permission.REFERRAL_RECEIVE
    title = _("转诊中心接收池")
    template_name = "referrals/pool_list.html"
    filterset_class = PoolFilter
    select_related = ("patient", "origin", "pool")

    def get_queryset(self):
        rows = super().get_queryset().pooled(self.request.user)
        return rows.order_by("due_at", "state_since")
