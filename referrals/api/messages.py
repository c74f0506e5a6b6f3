"""What people say to each other about a referral, over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of, once
from portal.core.schema import IDEMPOTENCY_KEY, Shown, serializer_of
from portal.roles import Permission
from referrals.actions import messages
from referrals.forms.messages import SayForm, UrgeForm
from referrals.models import Referral, ReferralMessage


class MessageShown(Shown):
    """One message. kind: message, or urge for a reminder, whose text may be empty."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    author_name = serializers.CharField(source="author.display_name")
    side = serializers.CharField()
    hospital = serializers.CharField(source="hospital.name")
    text = serializers.CharField()
    at = serializers.DateTimeField()


class ReferralMessageViewSet(ScopedViewSet):
    """The messages of one referral, oldest first. They move nothing and are never changed."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    serializer_class = MessageShown
    pagination_class = None
    http_method_names = ["get", "post", "head", "options"]

    @extend_schema(responses=MessageShown(many=True))
    def list(self, request, pk=None):
        """All of them: one referral has few."""
        rows = ReferralMessage.objects.visible_to(request.user).filter(referral=self.get_object())
        return Response(MessageShown(rows.select_related("author", "hospital"), many=True).data)

    @extend_schema(
        request=serializer_of(SayForm, "MessageToSay"),
        responses={201: MessageShown},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request, pk=None):
        """Say something. 403 for whoever is of neither side."""
        return self._written(messages.say, SayForm)

    @extend_schema(
        request=serializer_of(UrgeForm, "Urging"),
        responses={201: MessageShown},
        parameters=[IDEMPOTENCY_KEY],
    )
    def urge(self, request, pk=None):
        """Remind whose turn it is. 403 when it is nobody's or one's own; 409 when just reminded."""
        return self._written(messages.urge, UrgeForm)

    def _written(self, act, form_class):
        def write():
            referral = self.get_object()
            text = cleaned(form_class(content_of(self.request)))["text"]
            message = act(referral=referral, by=self.request.user, text=text)
            return Response(MessageShown(message).data, status=201)

        return once(self.request, write)
