"""The list of coded reasons over HTTP: read by everybody, kept by those who keep the page."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.roles import Permission
from referrals.actions import reason_codes
from referrals.filters import ReasonCodeFilter
from referrals.forms.reason_codes import EndReasonForm, ReasonCodeForm
from referrals.models import ReasonCode


class ReasonCodeShown(Shown):
    """One reason, from when till when it is offered; without until it is offered still."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    label = serializers.CharField(source="words")
    sides = serializers.ListField(child=serializers.CharField())
    counts_as = serializers.CharField()
    comment_required = serializers.BooleanField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class ReasonCodeSent(serializer_of(ReasonCodeForm, "ReasonCodeFields")):
    """What is sent; a code that exists is given other words from that day on."""

    sides = serializers.ListField(child=serializers.CharField())


class ReasonCodeViewSet(ScopedViewSet):
    """Coded reasons of all times; valid_on narrows to those offered on a day."""

    http_method_names = ["get", "post", "head", "options"]
    model = ReasonCode
    permission = Permission.HOSPITAL_VIEW
    serializer_class = ReasonCodeShown
    filterset_class = ReasonCodeFilter

    def get_queryset(self):
        return super().get_queryset().order_by("rank", "code", "since")

    @extend_schema(
        request=ReasonCodeSent, responses={201: ReasonCodeShown}, parameters=[IDEMPOTENCY_KEY]
    )
    def create(self, request):
        """Offer a reason from a day on; the same code's row before it ends the day before."""
        return once(request, lambda: self._create(request))

    def _create(self, request):
        form = ReasonCodeForm(content_of(request, lists={"sides"}))
        row = reason_codes.set_reason(details=cleaned(form), by=request.user)
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(EndReasonForm, "ReasonEnd"),
        responses=ReasonCodeShown,
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"])
    def end(self, request, pk=None):
        """Say its last day."""
        version, row = required_version(request), self.get_object()
        until = cleaned(EndReasonForm(content_of(request)))["until"]
        done = reason_codes.end(reason=row, until=until, by=request.user, version=version)
        return self.answer(done)
