"""One's own preferences, people's roles and the audit trail over HTTP, by forms of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from hospitals.access import appointments_of
from hospitals.actions import memberships
from hospitals.forms.networks import LastDayForm
from hospitals.models import Membership
from portal.accounts.actions import people
from portal.accounts.filters import AuditFilter, MemberFilter
from portal.accounts.forms import AppointForm, PreferencesForm, TermsForm
from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.models import AuditEvent
from portal.roles import Permission


class Preferences(Shown):
    """How the person who asks likes the pages."""

    text_size = serializers.CharField()
    page_size = serializers.IntegerField()
    default_hospital_id = serializers.UUIDField(allow_null=True)
    has_sound = serializers.BooleanField()
    has_shortcuts = serializers.BooleanField()


class PreferencesView(APIView):
    """Text size, page size, usual hospital, sound and shortcuts of the person who asks."""

    permission = None

    @extend_schema(responses=Preferences)
    def get(self, request):
        """What is chosen now."""
        return Response(Preferences(request.user).data)

    @extend_schema(
        request=serializer_of(PreferencesForm, "PreferencesContent"), responses=Preferences
    )
    def patch(self, request):
        """Change some; what is not given stays as it is."""
        kept = {name: getattr(request.user, name) for name in people.PREFERENCES}
        form = PreferencesForm(kept | content_of(request), user=request.user)
        person = people.prefer(user=request.user, preferences=cleaned(form), by=request.user)
        return Response(Preferences(person).data)


class MembershipSerializer(Shown):
    """One role of one person at one hospital."""

    id = serializers.UUIDField()
    username = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user.display_name")
    hospital = serializers.UUIDField(source="hospital_id")
    department = serializers.UUIDField(source="department_id", allow_null=True)
    role = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    is_synthetic = serializers.BooleanField()
    version = serializers.IntegerField()


class MembershipViewSet(ScopedViewSet):
    """Who works where in which role; given, changed and ended by those who may appoint."""

    model = Membership
    permission = Permission.MEMBER_VIEW
    serializer_class = MembershipSerializer
    filterset_class = MemberFilter
    select_related = ("user", "hospital")
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        rows = super().get_queryset().order_by("hospital__pinyin", "user__display_name", "id")
        if getattr(self, "swagger_fake_view", False):
            return rows
        user = self.request.user
        return rows.filter(
            hospital__in=user.hospitals_with(self.permission) | {*appointments_of(user)}
        )

    @extend_schema(
        request=serializer_of(AppointForm, "AppointContent"),
        responses={201: MembershipSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        form = AppointForm(content_of(request), user=request.user)
        given = cleaned(form)
        row = memberships.appoint(
            person=form.person,
            role=given["role"],
            hospital=given["hospital"],
            terms=form.terms,
            by=request.user,
        )
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(TermsForm, "TermsContent"),
        responses=MembershipSerializer,
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"])
    def change(self, request, pk=None):
        """Another role from today on, another department or last day: all three are replaced."""
        version, row = required_version(request), self.get_object()
        places = {row.hospital_id}
        form = TermsForm(content_of(request), user=request.user, places=places)
        role = cleaned(form)["role"]
        return self.answer(
            memberships.change(
                membership=row, role=role, terms=form.terms, by=request.user, version=version
            )
        )

    @extend_schema(
        request=serializer_of(LastDayForm, "MembershipLastDay"),
        responses=MembershipSerializer,
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"])
    def end(self, request, pk=None):
        """The last day on which the role is held."""
        version, row = required_version(request), self.get_object()
        until = cleaned(LastDayForm(content_of(request), user=request.user))["until"]
        return self.answer(
            memberships.end(membership=row, until=until, by=request.user, version=version)
        )


class AuditSerializer(Shown):
    """One change or reveal; ids and codes only."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    actor_id = serializers.UUIDField(allow_null=True)
    actor_name = serializers.CharField()
    target_label = serializers.CharField()
    target_id = serializers.CharField()
    target_name = serializers.CharField()
    detail = serializers.JSONField()
    request_id = serializers.CharField()
    address = serializers.IPAddressField(allow_null=True)


class AuditViewSet(ScopedViewSet):
    """What touched the hospitals where one is auditor, newest first."""

    model = AuditEvent
    permission = Permission.AUDIT_VIEW
    serializer_class = AuditSerializer
    filterset_class = AuditFilter

    def get_queryset(self):
        return super().get_queryset().order_by("-at", "-pk")
