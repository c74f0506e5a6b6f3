"""The warning of the filing page over HTTP."""

from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from hospitals.models import Hospital
from portal.core.api import cleaned, content_of
from portal.core.schema import Shown, serializer_of
from portal.errors import NotAllowed
from portal.roles import Permission
from referrals.actions import duplicates
from referrals.forms.fields import IdNumberField


class DuplicateForm(forms.Form):
    """A whole identity number with the right check digit, and the hospital that would file."""

    id_number = IdNumberField(label=_("证件号码"))
    origin = forms.UUIDField(label=_("转出机构"), required=False)


class DuplicateShown(Shown):
    """Where the same person has an open referral; never anything about the person."""

    hospital = serializers.CharField()
    at = serializers.DateTimeField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    phone = serializers.CharField()
    number = serializers.CharField()


class DuplicatesView(APIView):
    """Ask across the network before filing; audited, and limited per person and hour."""

    permission = Permission.REFERRAL_CREATE

    def check_permissions(self, request):
        """Before the body is read: whoever may not file has nothing to ask."""
        super().check_permissions(request)
        if not request.user.has_perm(self.permission):
            raise NotAllowed(_("您没有新建转诊单的权限。"), code="forbidden")

    @extend_schema(
        request=serializer_of(DuplicateForm, "DuplicateQuestion"),
        responses=DuplicateShown(many=True),
    )
    def post(self, request):
        """429 when asked too often."""
        asked = cleaned(DuplicateForm(content_of(request)))
        desks = Hospital.objects.visible_to(request.user).held_with(request.user, self.permission)
        if asked["origin"]:
            desks = desks.filter(pk=asked["origin"])
        origin = desks.order_by("pk").first()
        if origin is None:
            raise NotAllowed(_("您没有新建转诊单的权限。"), code="forbidden")
        found = duplicates.look_up(id_number=asked["id_number"], origin=origin, by=request.user)
        return Response(DuplicateShown(found, many=True).data)
