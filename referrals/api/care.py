"""After the journey, over HTTP: way down, follow-up, recognition, readmission, arrival code."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.errors import Incomplete
from portal.roles import Permission
from referrals.actions import (
    arrival_codes,
    catch_up,
    children,
    follow_ups,
    readmissions,
    recognitions,
)
from referrals.filters import CatchUpFilter, FollowUpFilter, ReadmissionFilter, RecognitionFilter
from referrals.forms import care as forms
from referrals.models import (
    CatchUpTask,
    FollowUpTask,
    Readmission,
    Referral,
    ResultRecognition,
)


class _AboutReferral(ScopedViewSet):
    """Rows of referrals; answers carry the version, changes ask for it."""

    http_method_names = ["get", "post", "head", "options"]

    def referral(self):
        """The referral that the body names; what one may not see does not exist."""
        rows = Referral.objects.visible_to(self.request.user)
        try:
            return rows.get(pk=self.request.data.get("referral"))
        except (Referral.DoesNotExist, ValidationError, AttributeError) as error:
            raise Incomplete(
                _("没有这张转诊单。"), errors={"referral": _("请填写可见的转诊单编号。")}
            ) from error

    def form(self, form_class, row):
        content = content_of(self.request)
        content.pop("referral", None)
        return cleaned(form_class(content, user=self.request.user, row=row))


class DownReferral(Shown):
    """The draft of the way back."""

    referral = serializers.UUIDField(source="pk")
    number = serializers.CharField()
    parent = serializers.UUIDField(source="parent_id")
    chain_id = serializers.UUIDField()


class DownReferralContent(serializer_of(forms.DownForm, "DownContent")):
    """The fields of the page, and the referral that was treated. days: 7,14,30."""

    referral = serializers.UUIDField()
    days = serializers.CharField()


class DownReferralViewSet(_AboutReferral):
    """Down-referrals: the children of referrals that were treated here."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    serializer_class = DownReferral

    def get_queryset(self):
        return super().get_queryset().filter(parent__isnull=False).order_by("-created_at")

    @extend_schema(
        request=DownReferralContent, responses={201: DownReferral}, parameters=[IDEMPOTENCY_KEY]
    )
    def create(self, request):
        """Make the draft of a down-referral in the chain of a referral that was treated here."""
        return once(request, self._create)

    def _create(self):
        row = self.referral()
        content = content_of(self.request)
        content["days"] = [part.strip() for part in content.get("days", "").split(",") if part]
        details = cleaned(forms.DownForm(content, user=self.request.user, row=row))
        made = children.down_refer(referral=row, details=details, by=self.request.user)
        response = Response(DownReferral(made).data, status=201)
        response["Location"] = reverse("api:referral-detail", args=[made.pk])
        return response


class FollowUp(Shown):
    """One look at one patient."""

    id = serializers.UUIDField()
    referral = serializers.UUIDField(source="referral_id")
    number = serializers.CharField(source="referral.number")
    patient_name = serializers.CharField(source="referral.patient.masked_name")
    kind = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    findings = serializers.CharField()
    readmitted = serializers.BooleanField(allow_null=True)
    needs_referral = serializers.BooleanField()
    sent_up = serializers.UUIDField(source="sent_up_id", allow_null=True)
    version = serializers.IntegerField()
    is_synthetic = serializers.BooleanField()


class FollowUpContent(serializer_of(forms.MoveForm, "FollowUpWhen")):
    """When and how, and of which referral."""

    referral = serializers.UUIDField()


class FollowUpViewSet(_AboutReferral):
    """Follow-ups of patients who went down; those of one's own hospitals and of their senders."""

    model = FollowUpTask
    permission = Permission.FOLLOW_UP
    select_related = ("referral__patient",)
    serializer_class = FollowUp
    filterset_class = FollowUpFilter

    @extend_schema(request=FollowUpContent, responses={201: FollowUp}, parameters=[IDEMPOTENCY_KEY])
    def create(self, request):
        """Plan one more look."""
        return once(request, self._create)

    def _create(self):
        row = self.referral()
        details = self.form(forms.MoveForm, row)
        return self.answer(
            follow_ups.add(referral=row, details=details, by=self.request.user), status=201
        )

    @extend_schema(
        request=serializer_of(forms.RecordForm, "FollowUpFindings"),
        responses=FollowUp,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def record(self, request, pk=None):
        """Write down what was found."""
        return self.changed(follow_ups.record, forms.RecordForm, "task")

    @extend_schema(
        request=serializer_of(forms.MoveForm, "FollowUpMoved"),
        responses=FollowUp,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def move(self, request, pk=None):
        """Another day or another way."""
        return self.changed(follow_ups.move, forms.MoveForm, "task")

    @extend_schema(
        request=serializer_of(forms.CancelForm, "FollowUpCancelled"),
        responses=FollowUp,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk=None):
        """Not needed any more."""
        return self.changed(follow_ups.cancel, forms.CancelForm, "task")

    @extend_schema(
        request=None, responses={201: DownReferral}, parameters=[IF_MATCH, IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["post"], url_path="send-up")
    def send_up(self, request, pk=None):
        """The draft that sends the patient up again."""
        required_version(request)
        return once(request, self._send_up)

    def _send_up(self):
        made = children.refer_up(task=self.get_object(), by=self.request.user)
        return Response(DownReferral(made).data, status=201)


class Recognition(Shown):
    """One result: used, or repeated and why. result: its number among those of the referral."""

    id = serializers.UUIDField()
    referral = serializers.UUIDField(source="referral_id")
    result = serializers.IntegerField(source="result.rank", default=None)
    item = serializers.CharField()
    verdict = serializers.CharField()
    reason_code = serializers.CharField()
    comment = serializers.CharField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class RecognitionContent(serializer_of(forms.RecognitionForm, "RecognitionEntry")):
    """One result of one referral: result, counted from 1 in the order of its key_results; or item,
    for what the referral does not list."""

    referral = serializers.UUIDField()
    result = serializers.IntegerField(required=False)


class RecognitionViewSet(_AboutReferral):
    """Recognition of results, by referral."""

    model = ResultRecognition
    permission = Permission.REFERRAL_VIEW
    select_related = ("result",)
    serializer_class = Recognition
    filterset_class = RecognitionFilter

    @extend_schema(
        request=RecognitionContent, responses={201: Recognition}, parameters=[IDEMPOTENCY_KEY]
    )
    def create(self, request):
        """Note one result; the same one again replaces what was said of it."""
        return once(request, self._create)

    def _create(self):
        row = self.referral()
        details = self.form(forms.RecognitionForm, row)
        made = recognitions.record(referral=row, details=details, by=self.request.user)
        return self.answer(made, status=201)


class ReadmissionShown(Shown):
    """One person back within thirty days."""

    id = serializers.UUIDField()
    referral = serializers.UUIDField(source="referral_id")
    number = serializers.CharField(source="referral.number")
    days = serializers.IntegerField()
    same_chapter = serializers.BooleanField()
    verdict = serializers.CharField()
    note = serializers.CharField()
    judged_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ReadmissionViewSet(_AboutReferral):
    """Readmissions within thirty days of leaving."""

    model = Readmission
    permission = Permission.READMISSION_VIEW
    select_related = ("referral",)
    serializer_class = ReadmissionShown
    filterset_class = ReadmissionFilter

    @extend_schema(
        request=serializer_of(forms.JudgeForm, "ReadmissionVerdict"),
        responses=ReadmissionShown,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def judge(self, request, pk=None):
        """Planned or not."""
        return self.changed(readmissions.judge, forms.JudgeForm, "readmission")


class CatchUp(Shown):
    """What an emergency left to be made good."""

    id = serializers.UUIDField()
    referral = serializers.UUIDField(source="referral_id")
    number = serializers.CharField(source="referral.number")
    kind = serializers.CharField()
    due_at = serializers.DateTimeField()
    looked_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    note = serializers.CharField()
    version = serializers.IntegerField()


class CatchUpViewSet(_AboutReferral):
    """Reviews after an emergency sending, and identities to be completed, at one's hospitals."""

    model = CatchUpTask
    permission = Permission.CATCH_UP_VIEW
    select_related = ("referral",)
    serializer_class = CatchUp
    filterset_class = CatchUpFilter

    @extend_schema(
        request=serializer_of(forms.ReviewForm, "AfterwardsReview"),
        responses=CatchUp,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def review(self, request, pk=None):
        """Confirm the sending, or object to it."""
        return self.changed(catch_up.review, forms.ReviewForm, "task")

    @extend_schema(
        request=serializer_of(forms.IdentityForm, "IdentityFound"),
        responses=CatchUp,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def identity(self, request, pk=None):
        """Say who the patient is."""
        return self.changed(catch_up.correct_identity, forms.IdentityForm, "task")


class Expected(Shown):
    """Whom a valid code announces, and the ticket that the arrival takes as its `ticket`."""

    referral = serializers.UUIDField(source="pk")
    number = serializers.CharField()
    patient_name = serializers.CharField(source="patient.masked_name")
    sex = serializers.CharField(source="patient.sex")
    birth_year = serializers.IntegerField(source="patient.birth_date.year", default=None)
    version = serializers.IntegerField()
    ticket = serializers.SerializerMethodField()

    def get_ticket(self, referral) -> str:
        return self.context["ticket"]


class ArrivalCodeViewSet(_AboutReferral):
    """Arrival codes are looked up, never listed."""

    model = Referral
    permission = Permission.REFERRAL_ARRIVE
    serializer_class = Expected
    http_method_names = ["post", "options"]

    @extend_schema(
        request=serializer_of(forms.CheckInForm, "ArrivalCodeShown"),
        responses=Expected,
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
    )
    @action(detail=False, methods=["post"])
    def check(self, request):
        """Look up a code. 422 unknown; 409 after five wrong ones within ten minutes."""
        code = cleaned(forms.CheckInForm(content_of(request), user=request.user))["code"]
        referral, ticket = arrival_codes.find(code=code, by=request.user)
        return Response(Expected(referral, context={"ticket": ticket}).data)
