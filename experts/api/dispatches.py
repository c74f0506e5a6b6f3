"""Experts, their batches and postings through the API."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from experts import windows
from experts.actions import batches, experts, postings
from experts.filters import CalendarFilter
from experts.forms.batches import ApproveForm, BatchForm, SendBackForm, SureForm
from experts.forms.experts import ExpertForm, RegisterForm
from experts.forms.postings import (
    AdmitForm,
    EndForm,
    EnlistForm,
    ExtendForm,
    PlanForm,
    PostForm,
)
from experts.forms.windows import WindowsForm
from experts.listing.expert_list import EXPERTS
from experts.listing.posting_lists import BATCHES, COUNTS, POSTINGS
from experts.models import DispatchBatch, Expert, PlannedActivity, Posting
from experts.models.effect import compared
from hospitals.api.network import HospitalName
from hospitals.models import Hospital
from portal.core.api import cleaned, content_of, once, refuse_unknown_parameters, row_named
from portal.core.keeping import KeptViewSet, described
from portal.core.schema import IDEMPOTENCY_KEY, serializer_of, verb
from portal.roles import Permission


class ExpertName(serializers.ModelSerializer):
    class Meta:
        model = Expert
        fields = ["id", "name"]


class ExpertSerializer(serializers.ModelSerializer):
    home_hospital = HospitalName(read_only=True)
    kept_by = HospitalName(read_only=True)
    home_department = serializers.SlugRelatedField(slug_field="name", read_only=True)
    phone = serializers.CharField(source="masked_phone", read_only=True)

    class Meta:
        model = Expert
        fields = [
            "id",
            "name",
            "sex",
            "home_hospital",
            "home_department",
            "kept_by",
            "title",
            "title_level",
            "degree",
            "specialty",
            "licence_number",
            "phone",
            "is_local",
            "is_synthetic",
            "version",
        ]


@described
class ExpertViewSet(KeptViewSet):
    model = Expert
    permission = Permission.EXPERT_VIEW
    serializer_class = ExpertSerializer
    kind = EXPERTS
    select_related = ("home_hospital", "home_department", "kept_by")
    form_class = RegisterForm
    change_class = ExpertForm

    def get_queryset(self):
        return super().get_queryset().with_apprentices().order_by("pinyin", "name", "pk")

    def add(self, owner, details):
        kept_by = details.pop("kept_by")
        return experts.register(kept_by=kept_by, details=details, by=self.request.user)

    def change(self, row, details, version):
        return experts.revise(expert=row, details=details, by=self.request.user, version=version)


class BatchSerializer(serializers.ModelSerializer):
    source_hospital = HospitalName(read_only=True)
    project_hospital = HospitalName(read_only=True)
    size = serializers.IntegerField(read_only=True)
    file_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = DispatchBatch
        fields = [
            "id",
            "source_hospital",
            "project_hospital",
            "number",
            "starts_on",
            "document_number",
            "note",
            "stage",
            "submitted_at",
            "decided_at",
            "decision_note",
            "size",
            "file_count",
            "is_synthetic",
            "version",
        ]


class EnlistContent(serializer_of(EnlistForm, "EnlistFields")):
    """The fields of the page's form; the answer is the posting on the list."""


class PostingSerializer(serializers.ModelSerializer):
    expert = ExpertName(read_only=True)
    from_hospital = HospitalName(read_only=True)
    to_hospital = HospitalName(read_only=True)
    to_campus = serializers.SlugRelatedField(slug_field="name", read_only=True)
    to_department = serializers.SlugRelatedField(slug_field="name", read_only=True)
    phase = serializers.CharField(read_only=True)

    class Meta:
        model = Posting
        fields = [
            "id",
            "expert",
            "batch",
            "from_hospital",
            "to_hospital",
            "to_campus",
            "to_department",
            "kind",
            "post",
            "since",
            "until",
            "state",
            "phase",
            "leave_reason",
            "leave_note",
            "is_synthetic",
            "version",
        ]
        read_only_fields = fields


@described
class DispatchBatchViewSet(KeptViewSet):
    model = DispatchBatch
    permission = Permission.EXPERT_VIEW
    serializer_class = BatchSerializer
    kind = BATCHES
    select_related = ("source_hospital", "project_hospital")
    form_class = BatchForm

    def get_queryset(self):
        rows = super().get_queryset().with_size().with_files()
        return rows.order_by("-starts_on", "-number", "pk")

    def add(self, owner, details):
        return batches.open_batch(details=details, by=self.request.user)

    def change(self, row, details, version):
        return batches.revise(batch=row, details=details, by=self.request.user, version=version)

    @extend_schema(
        request=EnlistContent, responses={201: PostingSerializer}, parameters=[IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["post"])
    def experts(self, request, pk=None):
        """One more expert on the list."""
        return once(request, lambda: self._enlist(request))

    def _enlist(self, request):
        batch = self.get_object()
        details = cleaned(EnlistForm(content_of(request), user=request.user, batch=batch))
        expert = details.pop("expert")
        row = batches.enlist(batch=batch, expert=expert, details=details, by=request.user)
        return Response(PostingSerializer(row).data, status=201)

    @verb(SureForm, "BatchSubmission")
    @action(detail=True, methods=["post"])
    def submit(self, request, pk=None):
        return self.changed(batches.submit, SureForm, "batch", spread=True)

    @verb(ApproveForm, "BatchApproval")
    @action(detail=True, methods=["post"])
    def approve(self, request, pk=None):
        return self.changed(batches.approve, ApproveForm, "batch", spread=True)

    @verb(SendBackForm, "BatchReturn")
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request, pk=None):
        return self.changed(batches.send_back, SendBackForm, "batch", spread=True)


class HospitalCounts(serializers.Serializer):
    """The three counts of one receiving hospital, under its name of the day."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(source="name_then", read_only=True)
    people = serializers.IntegerField(read_only=True)
    postings = serializers.IntegerField(read_only=True)
    on_post = serializers.IntegerField(read_only=True)


class CountsSerializer(serializers.Serializer):
    """人, 人次 and 在岗 at one day; long-term by the rule of the national figure."""

    on = serializers.DateField(read_only=True)
    first = serializers.DateField(read_only=True, allow_null=True)
    people = serializers.IntegerField(read_only=True)
    postings = serializers.IntegerField(read_only=True)
    on_post = serializers.IntegerField(read_only=True)
    long_term = serializers.IntegerField(read_only=True)
    long_term_unknown_title = serializers.IntegerField(read_only=True)
    hospitals = HospitalCounts(many=True, read_only=True)


class MonthOfDepartment(serializers.Serializer):
    """state: none, partial or full; days: on how many of its days somebody was there."""

    month = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    days = serializers.IntegerField(read_only=True)
    people = serializers.ListField(child=serializers.CharField(), read_only=True)


class DepartmentMonths(serializers.Serializer):
    """gaps: months in which nobody was there on some day."""

    department = serializers.UUIDField(source="pk", read_only=True, allow_null=True)
    name = serializers.CharField(read_only=True)
    gaps = serializers.IntegerField(read_only=True)
    cells = MonthOfDepartment(many=True, read_only=True)


class FigureOfWindows(serializers.Serializer):
    figure = serializers.CharField(read_only=True)
    before = serializers.IntegerField(read_only=True)
    after = serializers.IntegerField(read_only=True)


class EffectSerializer(serializers.Serializer):
    """months: how long each window is."""

    before_first = serializers.CharField(read_only=True)
    before_last = serializers.CharField(read_only=True)
    after_first = serializers.CharField(read_only=True)
    after_last = serializers.CharField(read_only=True)
    months = serializers.IntegerField(read_only=True)
    figures = FigureOfWindows(many=True, read_only=True)


class PlannedSerializer(serializers.Serializer):
    kind = serializers.CharField(read_only=True)
    planned = serializers.IntegerField(read_only=True)
    done = serializers.IntegerField(read_only=True)


MONTHS_OF_WINDOWS = [OpenApiParameter(name, str) for name in WindowsForm.base_fields]


@described
class PostingViewSet(KeptViewSet):
    model = Posting
    owner, owner_field = Expert, "expert"
    permission = Permission.EXPERT_VIEW
    serializer_class = PostingSerializer
    kind = POSTINGS
    select_related = ("expert", "from_hospital", "to_hospital", "to_campus", "to_department")
    form_class = PostForm
    http_method_names = ("get", "post", "head", "options")

    def get_queryset(self):
        return super().get_queryset().order_by("-since", "expert__pinyin", "pk")

    def add(self, owner, details):
        return postings.post(expert=owner, details=details, by=self.request.user)

    @verb(ExtendForm, "PostingExtension")
    @action(detail=True, methods=["post"])
    def extend(self, request, pk=None):
        return self.changed(postings.extend, ExtendForm, "posting", spread=True)

    @verb(EndForm, "PostingEnding")
    @action(detail=True, methods=["post"])
    def end(self, request, pk=None):
        return self.changed(postings.end_early, EndForm, "posting")

    @verb(PlanForm, "PostingPlan")
    @action(detail=True, methods=["post"])
    def plan(self, request, pk=None):
        """The whole plan: kinds that are not named are not in it."""
        return self.changed(postings.plan, PlanForm, "posting")

    @extend_schema(responses=PlannedSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def attainment(self, request, pk=None):
        """What is planned by kind of activity, and how many of it were done."""
        rows = PlannedActivity.objects.visible_to(request.user).filter(posting=self.get_object())
        told = [{"kind": row.kind, "planned": row.count, "done": n} for row, n in rows.attained()]
        return Response(PlannedSerializer(told, many=True).data)

    @verb(AdmitForm, "PostingAdmission")
    @action(detail=True, methods=["post"])
    def admit(self, request, pk=None):
        return self.changed(postings.admit, AdmitForm, "posting", spread=True)

    @verb(SureForm, "PostingStriking")
    @action(detail=True, methods=["post"])
    def strike(self, request, pk=None):
        return self.changed(batches.strike, SureForm, "posting", spread=True)

    @extend_schema(responses=DepartmentMonths(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def calendar(self, request):
        """Twelve months of one hospital, from `first`: a row per department, with its gaps."""
        refuse_unknown_parameters(request, CalendarFilter)
        rows = Posting.objects.visible_to(request.user)
        filterset = CalendarFilter(request.query_params, rows, request=request)
        given = cleaned(filterset.form)
        hospital = row_named(
            Hospital.objects.visible_to(request.user),
            getattr(given["hospital"], "pk", None),
            "hospital",
        )
        months = windows.year(given["first"], timezone.localdate())
        told = windows.calendar(filterset.qs.filter(to_hospital=hospital).stays(), months)
        return Response(DepartmentMonths(told, many=True).data)

    @extend_schema(responses=EffectSerializer, parameters=MONTHS_OF_WINDOWS)
    @action(detail=True)
    def effect(self, request, pk=None):
        """Figures of two equal windows: an association, which says nothing of causes."""
        posting = self.get_object()
        given = request.query_params.dict()
        form = WindowsForm(given, posting=posting) if given else WindowsForm.proposed(posting)
        cleaned(form)
        told = compared(posting, form.before, form.after, request.user)
        rows = [{"figure": name, "before": before, "after": after} for name, before, after in told]
        return Response(
            EffectSerializer({"months": form.before.months, "figures": rows} | form.data).data
        )

    @extend_schema(responses=CountsSerializer, filters=False)
    @action(detail=False, pagination_class=None)
    def counts(self, request):
        """The three counts of everything this person sees, as of `on`, since `first` if given."""
        refuse_unknown_parameters(request, COUNTS.filterset_class)
        rows = COUNTS.rows(request.user)
        filterset = COUNTS.filterset_class(request.query_params, rows, request=request)
        cleaned(filterset.form)
        on, first, long = (
            filterset.day,
            filterset.since,
            filterset.postings.long_term(filterset.day),
        )
        told = filterset.postings.counts(on, first) | {
            "on": on,
            "first": first,
            "hospitals": filterset.qs,
            "long_term": len(long.counted),
            "long_term_unknown_title": len(long.unknown),
        }
        return Response(CountsSerializer(told).data)
