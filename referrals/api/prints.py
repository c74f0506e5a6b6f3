"""Paper over HTTP: ask for the PDF, ask how far it is, fetch it."""

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of
from portal.core.schema import Shown, serializer_of
from portal.roles import Permission
from referrals.actions import prints
from referrals.forms.paper import VerifyForm
from referrals.models import PrintJob, Referral


class PrintedSheet(Shown):
    """A PDF under way or done. file is its address once it is ready."""

    id = serializers.UUIDField()
    referral = serializers.UUIDField(source="referral_id")
    referral_version = serializers.IntegerField()
    in_full = serializers.BooleanField()
    state = serializers.CharField()
    problem = serializers.CharField()
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    file = serializers.SerializerMethodField()

    def get_file(self, job) -> str | None:
        return reverse("api:print-job-file", args=[job.pk]) if job.is_ready else None


class ReferralPdfViewSet(ScopedViewSet):
    """Ask for the PDF of a referral."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    serializer_class = PrintedSheet
    http_method_names = ["post", "options"]

    @extend_schema(request=None, responses={200: PrintedSheet, 202: PrintedSheet})
    def create(self, request, pk=None):
        """202 with Location while it is printed; 200 when this version is already there."""
        job = prints.order(referral=self.get_object(), by=request.user)
        response = Response(PrintedSheet(job).data, status=200 if job.is_ready else 202)
        response["Location"] = reverse("api:print-job-detail", args=[job.pk])
        if not job.is_ready:
            response["Retry-After"] = "2"
        return response


class VerifiedSheet(Shown):
    """A sheet that this portal printed. It is out of date where version is not the newest."""

    referral = serializers.UUIDField()
    number = serializers.CharField()
    version = serializers.IntegerField()
    newest = serializers.IntegerField()


class SlipVerifyViewSet(ScopedViewSet):
    """Ask whether a sheet is genuine."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    serializer_class = VerifiedSheet
    http_method_names = ["post", "options"]

    @extend_schema(
        request=serializer_of(VerifyForm, "SheetToVerify"), responses={200: VerifiedSheet}
    )
    def create(self, request):
        """The version that was printed with this code; 422 when none was."""
        form = VerifyForm(content_of(request), user=request.user)
        cleaned(form)
        referral, version = form.find()
        found = {"referral": referral.pk, "number": referral.number}
        return Response(
            VerifiedSheet(found | {"version": version, "newest": referral.version}).data
        )


class PrintJobViewSet(ScopedViewSet):
    """The sheets that this person asked for."""

    model = PrintJob
    permission = Permission.REFERRAL_VIEW
    serializer_class = PrintedSheet
    http_method_names = ["get", "head", "options"]

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request, pk=None):
        """The PDF. 409 before it is ready and after it expired."""
        content = prints.hand_out(job=self.get_object(), by=request.user)
        return HttpResponse(content, content_type="application/pdf")
