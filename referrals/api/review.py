"""The queue of decisions over HTTP: the same order and the same one step as the page."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of, etag, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH
from portal.roles import Permission
from referrals.actions import decisions
from referrals.api.record import ReferralSummary
from referrals.api.referrals import MoveDetails
from referrals.forms.moves import FORMS
from referrals.models import Referral


class ReviewViewSet(ScopedViewSet):
    """What waits for this person's decision, the most urgent first."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    serializer_class = ReferralSummary
    select_related = ("patient", "origin", "destination")

    def get_queryset(self):
        rows = super().get_queryset()
        if self.action != "list" or getattr(self, "swagger_fake_view", False):
            return rows
        return decisions.waiting(rows=rows, by=self.request.user)

    @extend_schema(
        request=MoveDetails,
        responses=ReferralSummary,
        parameters=[
            IF_MATCH,
            IDEMPOTENCY_KEY,
            OpenApiParameter("verb", str, OpenApiParameter.PATH, enum=list(decisions.VERBS)),
        ],
    )
    @action(detail=True, methods=["post"], url_path="decisions/(?P<verb>[a-z_]+)")
    def decide(self, request, pk=None, verb=None):
        """Decide in one step; what nobody has signed for yet is signed for with it."""
        if verb not in decisions.VERBS:
            raise exceptions.NotFound
        version = required_version(request)
        return once(request, lambda: self._decide(request, verb, version))

    def _decide(self, request, verb, version):
        referral = self.get_object()
        form = FORMS[verb](content_of(request), referral=referral, user=request.user)
        done = decisions.decide(
            referral=referral,
            verb=verb,
            by=request.user,
            details=cleaned(form),
            version=version,
        )
        response = Response(self.get_serializer(self.get_queryset().get(pk=done.pk)).data)
        response["ETag"] = etag(done)
        return response
