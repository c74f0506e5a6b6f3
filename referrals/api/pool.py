"""The pool through the API. Claiming is the transition `receive` of the referral."""

from rest_framework import serializers

from portal.core.api import ScopedViewSet
from portal.roles import Permission
from referrals.api.record import ReferralSummary
from referrals.filters import PoolFilter
from referrals.models import Referral


class PooledReferral(ReferralSummary):
    """A referral that a member of its pool may claim."""

    pool = serializers.UUIDField(source="pool_id")


class PoolViewSet(ScopedViewSet):
    model = Referral
    permission = Permission.REFERRAL_RECEIVE
    serializer_class = PooledReferral
    filterset_class = PoolFilter
    select_related = ("patient", "origin", "destination")

    def get_queryset(self):
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        return rows.pooled(self.request.user).order_by("due_at", "state_since")
