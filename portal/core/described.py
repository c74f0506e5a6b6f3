"""What the API's schema says beyond REST framework's own: refusals, and what a field may be empty.

Every operation documents its problems (RFC 9457), so that a caller knows what to expect.
"""

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from portal.core.problems import MEDIA_TYPE, TITLES
from portal.core.schema import IF_MATCH

ALWAYS = (400, 401, 403, 422)
OF_A_PLACE, OF_A_CHANGE, OF_A_VERSION = (404,), (409,), (412, 428)


class ProblemError(serializers.Serializer):
    """What is wrong with one field; pointer: its place in the body, as /name."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer):
    """Why a request was refused (RFC 9457). code: for programs; title and detail: for people."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    instance = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField(allow_blank=True)
    errors = ProblemError(many=True, required=False)


class TimeOfDay(OpenApiSerializerFieldExtension):
    """A time on no day in no zone, which the format `time` of JSON Schema does not mean."""

    target_class = "rest_framework.serializers.TimeField"

    def map_serializer_field(self, auto_schema, direction):
        return {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d(\.\d{1,6})?)?$"}


class Described(AutoSchema):
    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        for status in self._refusals():
            said = OpenApiResponse(Problem, _(TITLES.get(status, TITLES[500])))
            code = str(status)
            bodies.setdefault(code, self._get_response_for_code(said, code, [MEDIA_TYPE]))
        return bodies

    def _refusals(self):
        yield from ALWAYS
        yield from OF_A_PLACE if "{" in self.path else ()
        yield from OF_A_CHANGE if self.method != "GET" else ()
        yield from OF_A_VERSION if IF_MATCH in self.get_override_parameters() else ()
        yield "default"

    def _map_serializer_field(self, field, direction, bypass_extensions=False):
        if direction == "response":
            _admit_what_may_be_empty(field)
        return super()._map_serializer_field(field, direction, bypass_extensions)


def _admit_what_may_be_empty(field):
    """REST framework forgets it of fields that are only read."""
    column = _column(field)
    if field.default is None or getattr(column, "null", False):
        field.allow_null = True
    is_text = getattr(column, "empty_strings_allowed", False)
    if isinstance(field, serializers.ChoiceField) and is_text and column.blank:
        field.allow_blank = True


def _column(field):
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    try:
        return model and model._meta.get_field(field.source)
    except FieldDoesNotExist:
        return None
