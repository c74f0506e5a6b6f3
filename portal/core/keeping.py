"""Rows that somebody keeps through one form: added, changed, deleted over HTTP as on the page."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version, row_named
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, serializer_of


class KeptViewSet(ScopedViewSet):
    """A subclass names the form, and has add(owner, details) and change(row, details, version).

    Both return the row. owner: the model whose row a new one belongs to, which the body names under
    owner_field; without one the form says everything. change_class: the form of changes, where it
    is another one. A form with more to say than its fields has a property details, or told.
    """

    form_class = None
    change_class = None
    owner = None
    owner_field = "hospital"
    # Fields of the form that take several values.
    lists = ()
    http_method_names = ["get", "post", "patch", "head", "options"]

    def bound(self, content, *, owner, row=None):
        """The form of a new row of this owner, or of an existing one."""
        form_class = self.form_class if row is None else self.change_class or self.form_class
        return form_class(content, instance=row, user=self.request.user)

    def typed(self, row):
        """A row as its form would be filled in."""
        form = self.bound(None, owner=self._owner_of(row), row=row)
        return {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}

    def _owner_of(self, row):
        return getattr(row, self.owner_field) if self.owner else None

    def _owner_in(self, content):
        if self.owner is None:
            return None
        rows = self.owner.objects.visible_to(self.request.user)
        return row_named(rows, content.pop(self.owner_field, None), self.owner_field)

    def create(self, request):
        """Add a row; where it belongs to another one, the body names that."""
        return once(request, self._create)

    def _create(self):
        content = content_of(self.request, self.lists)
        owner = self._owner_in(content)
        details = _details(self.bound(content, owner=owner))
        return self.answer(self.add(owner, details), status=201)

    def partial_update(self, request, pk=None):
        """Fields not given stay as they are."""
        version, row = required_version(request), self.get_object()
        content = self.typed(row) | content_of(request, self.lists)
        form = self.bound(content, owner=self._owner_of(row), row=row)
        return self.answer(self.change(row, _details(form), version))

    def destroy(self, request, pk=None):
        """Where rows may go, the subclass allows the method and has remove(row, version)."""
        version = required_version(request)
        self.remove(self.get_object(), version)
        return Response(status=204)


def _details(form):
    plain = cleaned(form)
    return getattr(form, "told", None) or getattr(form, "details", plain)


def described(view):
    """Tell the API's schema what a KeptViewSet takes: the fields of its form."""
    name, shown = view.__name__.removesuffix("ViewSet"), view.serializer_class
    fields = serializer_of(view.form_class, f"{name}Fields")
    content = fields
    if view.owner:
        content = type(f"{name}Content", (fields,), {view.owner_field: serializers.UUIDField()})
    of = {
        "create": extend_schema(
            request=content, responses={201: shown}, parameters=[IDEMPOTENCY_KEY]
        ),
        "partial_update": extend_schema(
            request=serializer_of(view.change_class or view.form_class, f"{name}Change"),
            responses=shown,
            parameters=[IF_MATCH],
        ),
        "destroy": extend_schema(responses={204: None}, parameters=[IF_MATCH]),
    }
    return extend_schema_view(**of)(view)
