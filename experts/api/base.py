"""Rows that are read, made and revised through the API with the very forms of the pages."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, serializer_of


class RecordViewSet(ScopedViewSet):
    """form_class makes a row and, unless change_class is given, also changes it."""

    form_class = None
    change_class = None
    http_method_names = ("get", "post", "patch", "head", "options")

    def make(self, details):
        """Do it and return the new row."""
        raise NotImplementedError  # pragma: no cover

    def revise(self, row, details, version):
        """Do it and return the changed row."""
        raise NotImplementedError  # pragma: no cover

    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        details = cleaned(self.form_class(content_of(request), user=request.user))
        return self.answer(self.make(details), status=201)

    def partial_update(self, request, pk=None):
        """Fields not given stay as they are."""
        version = required_version(request)
        row = self.get_object()
        form_class = self.change_class or self.form_class
        seen = form_class(instance=row, user=request.user)
        kept = {name: seen.get_initial_for_field(seen.fields[name], name) for name in seen.fields}
        content = kept | content_of(request)
        details = cleaned(form_class(content, instance=row, user=request.user))
        return self.answer(self.revise(row, details, version))

    def acted(self, request, form_class, act, **more):
        """One verb on one row at the version that was read: act(row, details, version)."""

        def once_only():
            version = required_version(request)
            row = self.get_object()
            details = cleaned(form_class(content_of(request), user=request.user, **more))
            return self.answer(act(row, details, version))

        return once(request, once_only)


def described(form_class, change_class=None):
    """What making and changing take, for the schema."""

    def with_schema(viewset):
        name = viewset.__name__.removesuffix("ViewSet")
        shown = viewset.serializer_class
        made = serializer_of(form_class, f"{name}Fields")
        changed = serializer_of(change_class or form_class, f"{name}Change")
        return extend_schema_view(
            create=extend_schema(
                request=made, responses={201: shown}, parameters=[IDEMPOTENCY_KEY]
            ),
            partial_update=extend_schema(request=changed, responses=shown, parameters=[IF_MATCH]),
        )(viewset)

    return with_schema


def verb(form_class, name):
    """The schema of one verb on one row."""
    return extend_schema(
        request=serializer_of(form_class, name), parameters=[IF_MATCH, IDEMPOTENCY_KEY]
    )
