"""The state of the installation over HTTP, for whoever watches it by machine."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core.api import refuse_unknown_parameters
from portal.core.schema import Shown
from portal.health import parts
from portal.roles import Permission


class Fact(Shown):
    """One figure with its label."""

    label = serializers.CharField()
    value = serializers.CharField()


class PartShown(Shown):
    """One part: good, warn or bad, with its figures and what to do."""

    code = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    facts = Fact(many=True, source="told")
    advice = serializers.CharField()


class StatusView(APIView):
    """How database, broker, workers, outbox, jobs, disk and keys do now."""

    permission = Permission.STATUS_VIEW

    def check_permissions(self, request):
        super().check_permissions(request)
        if not request.user.has_perm(self.permission):
            raise exceptions.PermissionDenied(_("您的角色不能执行此操作。"))

    @extend_schema(responses=PartShown(many=True))
    def get(self, request):
        """Measured when asked."""
        refuse_unknown_parameters(request, None)
        return Response(PartShown(parts.everything(), many=True).data)
