"""The journey of a referral, over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of, etag, required_version
from portal.core.schema import IF_MATCH, Shown, serializer_of
from portal.roles import Permission
from referrals.actions import transports
from referrals.forms import transports as forms
from referrals.models import Referral


class TransportShown(Shown):
    """The journey that runs now, or the last one."""

    mode = serializers.CharField()
    vehicle = serializers.CharField()
    driver = serializers.CharField()
    escort = serializers.CharField()
    phone = serializers.CharField()
    handover = serializers.CharField()
    departed_at = serializers.DateTimeField()
    expected_at = serializers.DateTimeField(allow_null=True)
    arrived_at = serializers.DateTimeField(allow_null=True)
    turned_back_at = serializers.DateTimeField(allow_null=True)


class TransportViewSet(ScopedViewSet):
    """Departure and arrival are moves; what changes on the road is said here."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    serializer_class = TransportShown
    http_method_names = ["get", "patch", "head", "options"]

    @extend_schema(responses=TransportShown)
    def retrieve(self, request, pk=None):
        """404 before anybody has set out."""
        return self._told(self.get_object())

    @extend_schema(
        request=serializer_of(forms.TransportForm, "TransportChange"),
        responses=TransportShown,
        parameters=[IF_MATCH],
    )
    def partial_update(self, request, pk=None):
        """Correct what is known of the journey, at the version of the referral."""
        version, row = required_version(request), self.get_object()
        known = forms.content_of(row.transport) if row.transport else {}
        form = forms.TransportForm(known | content_of(request), user=request.user)
        details = cleaned(form)
        return self._told(
            transports.correct(referral=row, details=details, by=request.user, version=version)
        )

    def _told(self, row):
        if row.transport is None:
            raise exceptions.NotFound
        response = Response(TransportShown(row.transport).data)
        response["ETag"] = etag(row)
        return response
