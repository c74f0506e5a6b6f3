"""Service requests over HTTP. The forms and the actions are those of the pages."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from hospitals.models import Hospital
from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.errors import Incomplete, NotAllowed
from portal.roles import Permission
from referrals.actions import service_requests
from referrals.api.shown import Event, Identity, Moving, Place
from referrals.filters import ServiceRequestFilter
from referrals.forms.reveal import RevealForm
from referrals.forms.service_requests import FORMS, RequestForm
from referrals.models import Referral, ServiceRequest
from referrals.service_states import MOVES

ServiceContent = serializer_of(RequestForm, "ServiceRequestContent")
ServiceDetails = PolymorphicProxySerializer(
    component_name="ServiceMoveDetails",
    serializers=[
        serializer_of(form, f"Service{form.__name__.removesuffix('Form')}Details")
        for form in FORMS.values()
    ],
    resource_type_field_name=None,
)


class ServiceSummary(Shown):
    """One row of a list. The patient is masked."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    priority = serializers.CharField()
    patient_name = serializers.CharField(source="patient.masked_name")
    sex = serializers.CharField(source="patient.sex")
    diagnosis = serializers.CharField()
    origin = Place()
    destination = Place()
    requested_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    reported_at = serializers.DateTimeField(allow_null=True)
    target_minutes = serializers.SerializerMethodField()
    target_workdays = serializers.SerializerMethodField()
    took_minutes = serializers.SerializerMethodField()
    is_late = serializers.BooleanField()
    was_late = serializers.BooleanField()
    version = serializers.IntegerField()
    is_synthetic = serializers.BooleanField()

    def get_target_minutes(self, service) -> int | None:
        target = service.target
        return None if isinstance(target, int) else int(target.total_seconds() // 60)

    def get_target_workdays(self, service) -> int | None:
        return service.target if isinstance(service.target, int) else None

    def get_took_minutes(self, service) -> int | None:
        """By the clock; of a target in workdays only the time on workdays."""
        return None if service.took is None else int(service.took.total_seconds() // 60)


class ServiceDetail(Moving, ServiceSummary):
    """One request in full, the identity still masked."""

    transition = "api:service-request-transition"
    destination_department = Place(allow_null=True)
    summary = serializers.CharField()
    question = serializers.CharField()
    materials = serializers.CharField()
    referral = serializers.UUIDField(source="referral_id", allow_null=True)
    converted_to = serializers.UUIDField(source="converted_to_id", allow_null=True)
    breached_at = serializers.DateTimeField(allow_null=True)
    reporter_name = serializers.CharField(source="reporter.display_name", default="")
    report = serializers.CharField()
    conclusion = serializers.CharField()


class ServiceEvent(Event):
    """What happened to a service request; a refusal says why."""

    reason_code = serializers.CharField()


class Converted(Shown):
    """The referral draft that a consultation became."""

    referral = serializers.UUIDField(source="pk")
    number = serializers.CharField()


class ServiceRequestViewSet(ScopedViewSet):
    """Remote consultations, pathology and imaging that this person's hospitals ask or answer."""

    model = ServiceRequest
    permission = Permission.SERVICE_VIEW
    select_related = ("patient", "origin", "destination")
    filterset_class = ServiceRequestFilter
    http_method_names = ["get", "post", "head", "options"]

    def get_serializer_class(self):
        return ServiceSummary if self.action == "list" else ServiceDetail

    def get_queryset(self):
        rows = super().get_queryset()
        if self.action == "list":
            return rows.order_by("-requested_at")
        return rows.select_related("destination_department", "reporter")

    @extend_schema(
        request=ServiceContent, responses={201: ServiceDetail}, parameters=[IDEMPOTENCY_KEY]
    )
    def create(self, request):
        """Ask another hospital. origin says for which of one's own, when there are several;
        referral copies the patient from a referral instead of typing it."""
        return once(request, lambda: self._create(request))

    def _create(self, request):
        content = content_of(request)
        referral = self._referral(content.pop("referral", None))
        origin = self._origin(content.pop("origin", None), referral)
        form = RequestForm(content, user=request.user, hospital=origin, referral=referral)
        made = service_requests.request(
            origin=origin, content=cleaned(form), by=request.user, referral=referral
        )
        return self.answer(made, status=201)

    def _referral(self, given):
        if given is None:
            return None
        rows = Referral.objects.visible_to(self.request.user)
        try:
            return rows.get(pk=given)
        except (Referral.DoesNotExist, ValidationError) as error:
            raise Incomplete(
                _("没有这张转诊单。"), errors={"referral": _("请填写可见的转诊单编号。")}
            ) from error

    def _origin(self, given, referral):
        mine = self.request.user.hospitals_with(Permission.SERVICE_ASK)
        if not mine:
            raise NotAllowed(_("您在该机构没有申请远程服务的权限。"), code="forbidden")
        if referral is not None:
            mine = mine & {referral.origin_id, referral.destination_id}
        chosen = [pk for pk in mine if given is None or str(pk) == str(given)]
        if len(chosen) != 1:
            raise Incomplete(
                _("请指明申请机构。"), errors={"origin": _("请填写您任职的一家机构的编号。")}
            )
        return Hospital.objects.visible_to(self.request.user).get(pk=chosen[0])

    @extend_schema(
        request=ServiceDetails,
        responses=ServiceDetail,
        parameters=[
            IF_MATCH,
            IDEMPOTENCY_KEY,
            OpenApiParameter("verb", str, OpenApiParameter.PATH, enum=list(FORMS)),
        ],
    )
    @action(
        detail=True,
        methods=["post"],
        url_path=r"transitions/(?P<verb>[a-z_]+)",
        url_name="transition",
    )
    def transition(self, request, pk=None, verb=None):
        """Make one move of the table. 409 illegal now, 403 not yours, 412 stale, 422 incomplete."""
        if verb not in FORMS:
            raise exceptions.NotFound(_("没有这个动作。"))
        version = required_version(request)
        return once(request, lambda: self._transition(request, verb, version))

    def _transition(self, request, verb, version):
        service = self.get_object()
        service_requests.check(MOVES[verb], service, by=request.user, version=version)
        form = FORMS[verb](content_of(request), user=request.user)
        moved = service_requests.ACTIONS[verb](
            service=service, by=request.user, details=cleaned(form), version=version
        )
        return self.answer(moved)

    @extend_schema(request=None, responses={201: Converted}, parameters=[IF_MATCH, IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"])
    def convert(self, request, pk=None):
        """File an answered consultation as a referral draft, its data kept."""
        version = required_version(request)
        return once(request, lambda: self._convert(request, version))

    def _convert(self, request, version):
        made = service_requests.convert(service=self.get_object(), by=request.user, version=version)
        response = Response(Converted(made).data, status=201)
        response["Location"] = reverse("api:referral-detail", args=[made.pk])
        return response

    @extend_schema(responses=ServiceEvent(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def events(self, request, pk=None):
        """The history in order."""
        rows = self.get_object().events.select_related("actor")
        return Response(ServiceEvent(rows, many=True).data)

    @extend_schema(request=serializer_of(RevealForm, "ServiceRevealReason"), responses=Identity)
    @action(detail=True, methods=["post"])
    def reveal(self, request, pk=None):
        """Show the identity once, for a reason that the audit trail keeps."""
        service = self.get_object()
        reason = cleaned(RevealForm(content_of(request)))["reason"]
        patient = service_requests.reveal(service=service, reason=reason, by=request.user)
        return Response(Identity(patient).data)
