"""Describe a form to the API's schema, so that pages and API document one set of fields."""

import copy
import functools
from operator import attrgetter

from django import forms
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Manager
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)
IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


class Shown(serializers.Serializer):
    """What the API answers with: nothing in it is ever read from a request.

    So its fields keep nothing of one answer but their place in it, and need no making anew; only
    what holds fields of its own is copied whole.
    """

    def get_fields(self):
        fields = {}
        for name, field in self._declared_fields.items():
            is_whole = isinstance(field, serializers.BaseSerializer)
            fields[name] = copy.deepcopy(field) if is_whole else copy.copy(field)
            fields[name].read_only = True
        return fields

    def to_representation(self, row):
        shown = {}
        for name, read in _readers(type(self)):
            try:
                shown[name] = read(self, row)
            except serializers.SkipField:
                continue
        return shown


@functools.cache
def _readers(shown_class):
    """How each field of a class is read from a row. The fields are made once for all answers."""
    return [(name, _reader(field)) for name, field in shown_class().fields.items()]


def _reader(field):
    if isinstance(field, serializers.SerializerMethodField):
        return lambda shown, row: getattr(shown, field.method_name)(row)
    value_of = _value(field)
    if not isinstance(field, serializers.BaseSerializer):
        return lambda _shown, row: _told(field, value_of(row))
    return lambda shown, row: _nested(field, shown, value_of(row))


def _value(field):
    """The field's value as REST framework finds it; its own slow way only where that differs."""
    quick = attrgetter(".".join(field.source_attrs))

    def value_of(row):
        try:
            value = quick(row)
        except (AttributeError, ObjectDoesNotExist):
            return field.get_attribute(row)
        return value() if callable(value) and not isinstance(value, Manager) else value

    return value_of


def _told(field, value):
    return None if value is None else field.to_representation(value)


def _nested(field, shown, value):
    """What has fields of its own asks about its surroundings, so it is hung below this answer."""
    if value is None:
        return None
    is_list = isinstance(field, serializers.ListSerializer)
    inner = copy.copy(field.child if is_list else field)
    inner.parent = shown
    if not is_list:
        return inner.to_representation(value)
    rows = value.all() if isinstance(value, Manager) else value
    return [inner.to_representation(row) for row in rows]


_PLAIN = (
    (forms.FileField, serializers.FileField),
    (forms.DateTimeField, serializers.DateTimeField),
    (forms.DateField, serializers.DateField),
    (forms.BooleanField, serializers.BooleanField),
    (forms.IntegerField, serializers.IntegerField),
)


def serializer_of(form_class, name):
    """A serializer class with the fields of a form class, for documentation only."""
    fields = {key: _field(field) for key, field in form_class.base_fields.items()}
    return type(name, (serializers.Serializer,), fields)


def verb(form_class, name):
    """The schema of one verb on one row, at the version that was read."""
    return extend_schema(
        request=serializer_of(form_class, name), parameters=[IF_MATCH, IDEMPOTENCY_KEY]
    )


def _field(field):
    options = {"required": field.required, "help_text": str(field.help_text or field.label or "")}
    if isinstance(field, forms.ModelMultipleChoiceField):
        return serializers.ListField(child=serializers.UUIDField(), **options)
    if isinstance(field, forms.ModelChoiceField):
        return serializers.UUIDField(**options)
    if isinstance(field, forms.ChoiceField) and field.choices:
        return serializers.ChoiceField(choices=list(field.choices), **options)
    for form_field, plain in _PLAIN:
        if isinstance(field, form_field):
            return plain(**options)
    return serializers.CharField(max_length=getattr(field, "max_length", None), **options)


class SessionScheme(OpenApiAuthenticationExtension):
    """The browser's session cookie; writing also needs the CSRF token in X-CSRFToken."""

    target_class = "portal.core.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
