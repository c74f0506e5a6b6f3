"""Saved views and files of lists over HTTP: the forms and actions of the pages."""

from functools import partial

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.errors import NotAllowed
from portal.lists.actions import exports, imports, long_imports, looks
from portal.lists.forms import PLACE, ExportForm, ImportForm, ViewForm
from portal.lists.kinds import import_of, kind_of, kinds_for
from portal.lists.views.exports import ExportDownload
from portal.lists.views.imports import WORKBOOK, ImportLeftover
from portal.models import ExportJob, ImportRun, SavedView

ViewContent = type(
    "SavedViewContent",
    (serializer_of(ViewForm, "SavedViewFields"),),
    {"kind": serializers.CharField(help_text="referrals")},
)
ExportContent = type(
    "ExportContent",
    (serializer_of(ExportForm, "ExportFields"),),
    {
        "kind": serializers.CharField(help_text="referrals"),
        "query": serializers.CharField(required=False, help_text="state=received&priority=urgent"),
    },
)


class SavedViewRow(Shown):
    """One view; query and columns are written as an address writes them."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()
    scope = serializers.CharField()
    circle = serializers.UUIDField(allow_null=True)
    weight = serializers.IntegerField()
    query = serializers.SerializerMethodField()
    columns = serializers.SerializerMethodField()
    owner = serializers.CharField(source="owner.display_name")
    version = serializers.IntegerField()

    def get_query(self, view) -> str:
        query = QueryDict(mutable=True)
        for name, values in view.query.items():
            query.setlist(name, values)
        return query.urlencode()

    def get_columns(self, view) -> str:
        return ",".join(view.columns)


class SavedViewViewSet(ScopedViewSet):
    """Views that this person made, and those shared with a circle of theirs."""

    model = SavedView
    select_related = ("owner",)
    serializer_class = SavedViewRow
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def check_permissions(self, request):
        """Whoever is signed in may keep views of the lists that they may open."""
        super(ScopedViewSet, self).check_permissions(request)

    def get_queryset(self):
        rows = super().get_queryset().order_by("kind", "weight", "name", "pk")
        if getattr(self, "swagger_fake_view", False):
            return rows
        return rows.filter(kind__in=kinds_for(self.request.user))

    @extend_schema(request=ViewContent, responses={201: SavedViewRow}, parameters=[IDEMPOTENCY_KEY])
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        content = content_of(request)
        kind = kind_of(content.pop("kind", ""), request.user)
        found = cleaned(ViewForm(content, user=request.user, kind=kind))
        view = looks.save_view(kind=kind, content=found, by=request.user)
        response = self.answer(view, status=201)
        response["Location"] = reverse("api:saved-view-detail", args=[view.pk])
        return response

    @extend_schema(request=ViewContent, responses=SavedViewRow, parameters=[IF_MATCH])
    def partial_update(self, request, pk=None):
        """Change a view; what is not given stays as it is."""
        version, view = required_version(request), self.get_object()
        kind = kind_of(view.kind, request.user)
        content = self.get_serializer(view).data | content_of(request)
        content = {name: content[name] for name in ViewForm.base_fields if name in content}
        found = cleaned(ViewForm(content, user=request.user, kind=kind, view=view))
        return self.answer(
            looks.change_view(view=view, content=found, by=request.user, version=version)
        )

    @extend_schema(parameters=[IF_MATCH])
    def destroy(self, request, pk=None):
        version, view = required_version(request), self.get_object()
        looks.delete_view(view=view, by=request.user, version=version)
        return Response(status=204)


class ExportRow(Shown):
    """One file of a list, and where to fetch it once it is written."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    file_type = serializers.CharField()
    state = serializers.CharField()
    row_count = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    file = serializers.SerializerMethodField()

    def get_file(self, job) -> str | None:
        done = job.state == "done"
        return reverse("api:export-file", args=[job.pk]) if done else None


class ExportViewSet(ScopedViewSet):
    """Files that this person asked for. Asking answers 202; the file is written by a job."""

    model = ExportJob
    serializer_class = ExportRow
    http_method_names = ["get", "post", "head", "options"]

    def check_permissions(self, request):
        """Each list has its own permission to be taken away as a file."""
        super(ScopedViewSet, self).check_permissions(request)

    def get_queryset(self):
        return super().get_queryset().order_by("-created_at")

    @extend_schema(request=ExportContent, responses={202: ExportRow}, parameters=[IDEMPOTENCY_KEY])
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        content, user = content_of(request), request.user
        kind = kind_of(content.get("kind", ""), user)
        if not user.has_perm(kind.export_permission):
            raise NotAllowed(_("您的角色不能执行此操作。"), code="forbidden")
        given = {"query": content.get("query", ""), "name": "export"}
        query = ViewForm(given, user=user, kind=kind)
        found = cleaned(query)["query"], cleaned(ExportForm(content, user=user))["file_type"]
        job = exports.ask(wanted=exports.stored(kind, found[0], by=user, file_type=found[1]))
        response = Response(self.get_serializer(job).data, status=202)
        response["Location"] = reverse("api:export-detail", args=[job.pk])
        response["Retry-After"] = "5"
        return response

    @extend_schema(responses={(200, "text/csv", WORKBOOK): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], url_name="file")
    def file(self, request, pk=None):
        """The file itself, for a day."""
        return ExportDownload.as_view()(request._request, pk=pk)


class ImportSent(serializers.Serializer):
    """A file as multipart/form-data. place-<column> says where a column stands, from 0."""

    file = serializers.FileField()
    confirm = serializers.BooleanField(required=False)
    only_right = serializers.BooleanField(
        required=False, help_text="with confirm: bring in the right rows, leave the wrong ones out"
    )


class ImportProblemRow(Shown):
    """One thing wrong with one cell; row 1 is the header."""

    row = serializers.IntegerField()
    column = serializers.CharField()
    value = serializers.CharField()
    rule = serializers.CharField()
    hint = serializers.CharField()


class ImportAnswer(Shown):
    """What the file holds; written is 0 after a dry run. run: where to find it again."""

    run = serializers.UUIDField()

    rows = serializers.IntegerField()
    written = serializers.IntegerField()
    mapping = serializers.DictField(child=serializers.IntegerField())
    unused = serializers.ListField(child=serializers.CharField())
    problem_count = serializers.IntegerField()
    problems = ImportProblemRow(many=True)


class ImportRunRow(Shown):
    """One file: problems are the first of what was wrong, as row, column, rule and hint.

    mapping says which place of the file, from 0, is read as which column.
    """

    id = serializers.UUIDField()
    kind = serializers.CharField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    state = serializers.CharField()
    progress = serializers.IntegerField(help_text="percent, while it is tried or brought in")
    fault = serializers.CharField(help_text="why it failed")
    total = serializers.IntegerField()
    written = serializers.IntegerField()
    right_rows = serializers.IntegerField()
    wrong_rows = serializers.IntegerField()
    problem_count = serializers.IntegerField()
    problems = serializers.ListField(child=serializers.ListField())
    encoding = serializers.CharField()
    mapping = serializers.DictField(child=serializers.IntegerField())
    unused = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ImportColumnRow(Shown):
    """One column of a file; words are the only texts it takes, where the list is closed."""

    code = serializers.CharField()
    label = serializers.CharField()
    is_required = serializers.BooleanField()
    form = serializers.CharField()
    meaning = serializers.CharField()
    words = serializers.ListField(child=serializers.CharField())


class ImportView(APIView):
    """What a file of a list holds; try one, or bring it in."""

    parser_classes = (MultiPartParser,)

    @extend_schema(responses=ImportColumnRow(many=True))
    def get(self, request, table):
        """The columns, as the template says them."""
        sheet = import_of(table, request.user).sheet(request.user)
        return Response(ImportColumnRow(sheet.columns, many=True).data)

    @extend_schema(
        request={"multipart/form-data": ImportSent},
        responses={200: ImportAnswer, 202: ImportRunRow},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request, table):
        """A dry run, or with confirm the import itself; a long file answers 202 and its run.

        The run says how far its job is, what is wrong with the file, and how it was matched.
        """
        kind = import_of(table, request.user)
        return once(request, lambda: self._answer(request, kind))

    def _answer(self, request, kind):
        form = ImportForm(request.data, request.FILES, user=request.user)
        content = cleaned(form)["content"]
        places = form.places if any(name.startswith(PLACE) for name in request.data) else None
        sent = imports.Sent(content, form.cleaned_data["file_name"], places)
        told = {"kind": kind, "sent": sent, "by": request.user}
        only_right = _is_true(request, "only_right")
        is_confirmed = _is_true(request, "confirm")
        if long_imports.is_long(sent):
            ask = partial(long_imports.ask, only_right=only_right)
            return _accepted((ask if is_confirmed else long_imports.ask_trial)(**told))
        if is_confirmed:
            reading, run = imports.run(**told, only_right=only_right)
        else:
            reading, run = imports.try_out(**told)
        answer = {
            "run": run.pk,
            "rows": reading.total,
            "written": run.written,
            "mapping": reading.mapping,
            "unused": run.unused,
            "problem_count": len(reading.problems),
            "problems": [problem._asdict() for problem in reading.problems[: imports.SHOWN]],
        }
        return Response(ImportAnswer(answer).data)


def _accepted(run):
    response = Response(ImportRunRow(run).data, status=202)
    response["Location"] = reverse("api:import-run-detail", args=[run.pk])
    response["Retry-After"] = "2"
    return response


def _is_true(request, name):
    return request.data.get(name) in ("true", "1")


class ImportRunViewSet(ScopedViewSet):
    """Files that this person sent, and what became of each."""

    model = ImportRun
    serializer_class = ImportRunRow
    http_method_names = ["get", "post", "head", "options"]

    def check_permissions(self, request):
        """Whoever is signed in sees what they sent."""
        super(ScopedViewSet, self).check_permissions(request)

    def get_queryset(self):
        return super().get_queryset().order_by("-created_at")

    @extend_schema(request=None, responses=ImportRunRow, parameters=[IF_MATCH, IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk=None):
        """Take a long file back that is being tried or brought in; nothing of it is written."""
        version = required_version(request)

        def act():
            run = long_imports.cancel(run=self.get_object(), by=request.user, version=version)
            return self.answer(run)

        return once(request, act)

    @extend_schema(responses={(200, WORKBOOK): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def leftover(self, request, pk=None):
        """The workbook of the rows that were left out, for a day."""
        return ImportLeftover.as_view()(request._request, pk=pk)
