"""One step for many referrals over HTTP: all of them, or none and a word about each."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, once
from portal.core.schema import IDEMPOTENCY_KEY
from portal.errors import Incomplete
from portal.roles import Permission
from referrals.actions import assignment, bulk
from referrals.forms.assignment import BulkAssignForm
from referrals.forms.bulk import BulkForm
from referrals.models import Referral

ASSIGN = "assign"


class BulkItem(serializers.Serializer):
    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1)


class BulkTransition(serializers.Serializer):
    verb = serializers.ChoiceField(choices=[*bulk.VERBS, ASSIGN])
    items = BulkItem(many=True)
    details = serializers.DictField(required=False, help_text="assignee")


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
        content = _content(request.data)
        assigning = content["verb"] == ASSIGN
        form = (BulkAssignForm if assigning else BulkForm)(content, user=request.user)
        if not form.is_valid():
            errors = {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
            raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="invalid")
        found, by = form.cleaned_data, request.user
        if assigning:
            rows = assignment.assign_all(items=found["picked"], assignee=found["assignee"], by=by)
        else:
            rows = bulk.transition(verb=found["verb"], items=found["picked"], by=by)
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
    details = data.get("details")
    assignee = details.get("assignee") if isinstance(details, dict) else ""
    return {
        "verb": str(data.get("verb", "")),
        "picked": ",".join(picked),
        "assignee": str(assignee or ""),
    }
