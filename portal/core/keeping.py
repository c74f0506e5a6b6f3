"""Rows that somebody keeps through one form: added, changed, deleted over HTTP as on the page."""

from abc import abstractmethod

from django.forms import model_to_dict
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version, row_named
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, serializer_of


class KeptViewSet(ScopedViewSet):
    """A subclass names form and owner, and says by which actions rows are added and changed.

    owner: the model whose row a new one belongs to; the body names it under owner_field.
    A form with more to say than its fields has a property details, else its cleaned data count.
    """

    form_class = None
    owner = None
    owner_field = "hospital"
    # Fields of the form that take several values.
    lists = ()
    http_method_names = ["get", "post", "patch", "head", "options"]

    @abstractmethod
    def add(self, owner, details):
        """The row that was added."""

    @abstractmethod
    def change(self, row, details, version):
        """The row as it was changed, if version is still its version."""

    def typed(self, row):
        """A row as its form would be filled in."""
        return model_to_dict(row, fields=list(self.form_class.base_fields))

    def bound(self, content, *, owner, row=None):
        """The form of a new row of this owner, or of an existing one."""
        return self.form_class(content, instance=row, user=self.request.user)

    def create(self, request):
        """Add a row; the body names whose it is."""
        return once(request, self._create)

    def _create(self):
        content = content_of(self.request, self.lists)
        owners = self.owner.objects.visible_to(self.request.user)
        owner = row_named(owners, content.pop(self.owner_field, None), self.owner_field)
        details = _details(self.bound(content, owner=owner))
        return self.answer(self.add(owner, details), status=201)

    def partial_update(self, request, pk=None):
        """Fields not given stay as they are."""
        version, row = required_version(request), self.get_object()
        owner = getattr(row, self.owner_field)
        form = self.bound(self.typed(row) | content_of(request, self.lists), owner=owner, row=row)
        return self.answer(self.change(row, _details(form), version))

    def destroy(self, request, pk=None):
        """Where rows may go, the subclass allows the method and has remove(row, version)."""
        version = required_version(request)
        self.remove(self.get_object(), version)
        return Response(status=204)


def _details(form):
    plain = cleaned(form)
    return getattr(form, "details", plain)


def described(view):
    """Tell the API's schema what a KeptViewSet takes: the fields of its form."""
    name, shown = view.__name__.removesuffix("ViewSet"), view.serializer_class
    fields = serializer_of(view.form_class, f"{name}Fields")
    content = type(f"{name}Content", (fields,), {view.owner_field: serializers.UUIDField()})
    of = {
        "create": extend_schema(
            request=content, responses={201: shown}, parameters=[IDEMPOTENCY_KEY]
        ),
        "partial_update": extend_schema(
            request=serializer_of(view.form_class, f"{name}Change"),
            responses=shown,
            parameters=[IF_MATCH],
        ),
        "destroy": extend_schema(responses={204: None}, parameters=[IF_MATCH]),
    }
    return extend_schema_view(**of)(view)
