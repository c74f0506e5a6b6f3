"""One step for many referrals over HTTP: all of them, or none and a word about each."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, once
from portal.errors import Incomplete
from portal.roles import Permission
from referrals.actions import bulk
from referrals.forms.bulk import BulkForm
from referrals.models import Referral

IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


class BulkItem(serializers.Serializer):
    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1)


class BulkTransition(serializers.Serializer):
    verb = serializers.ChoiceField(choices=bulk.VERBS)
    items = BulkItem(many=True)


class BulkResult(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField()


class BulkTransitions(ScopedViewSet):
    """POST only. 409 names every row that stands in the way, and then nothing was done."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    serializer_class = BulkResult
    http_method_names = ["post", "options"]

    @extend_schema(
        request=BulkTransition,
        responses=BulkResult(many=True),
        parameters=[IDEMPOTENCY_KEY],
        operation_id="referrals_bulk_transitions",
    )
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        form = BulkForm(_content(request.data), user=request.user)
        if not form.is_valid():
            errors = {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
            raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="invalid")
        rows = bulk.transition(
            verb=form.cleaned_data["verb"], items=form.cleaned_data["picked"], by=request.user
        )
        return Response(BulkResult(rows, many=True).data)


def _content(data):
    """The body as the page's form reads it; every item must name the version that was read."""
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise exceptions.ParseError(_("请给出 verb 和 items。"))
    picked = []
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("version"), int):
            raise exceptions.ParseError(_("items 的每一项须有 id 和 version。"))
        picked.append(f"{item.get('id')}:{item['version']}")
    return {"verb": str(data.get("verb", "")), "picked": ",".join(picked)}
