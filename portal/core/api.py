"""What every API view does alike: sign-in, scope, known parameters only, versions, replays."""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework import exceptions, viewsets
from rest_framework.response import Response

from portal.core.problems import PreconditionRequired, Unprocessable
from portal.errors import Stale
from portal.models import RequestKey

PAGING_PARAMETERS = {"page", "page_size", "format", "ordering"}


class ScopedViewSet(viewsets.ReadOnlyModelViewSet):
    """Read access to the rows that this person may see, for holders of the permission."""

    model = None
    permission = None
    select_related = ()

    def check_permissions(self, request):
        super().check_permissions(request)
        if not request.user.has_perm(self.permission):
            raise exceptions.PermissionDenied(_("您的角色不能执行此操作。"))

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.model.objects.none()
        return self.model.objects.visible_to(self.request.user).select_related(*self.select_related)

    def filter_queryset(self, queryset):
        if self.action == "list":
            refuse_unknown_parameters(self.request, getattr(self, "filterset_class", None))
        return super().filter_queryset(queryset)

    def retrieve(self, request, *args, **kwargs):
        row = self.get_object()
        response = Response(self.get_serializer(row).data)
        if hasattr(row, "version"):
            response["ETag"] = etag(row)
        return response


def refuse_unknown_parameters(request, filterset_class):
    """A misspelt filter must not silently return everything."""
    known = set(filterset_class.base_filters) if filterset_class else set()
    unknown = sorted(set(request.query_params) - known - PAGING_PARAMETERS)
    if unknown:
        raise exceptions.ParseError(
            _("不认识的查询参数：%(names)s") % {"names": "、".join(unknown)}
        )


def etag(row):
    return f'"v{row.version}"'


def required_version(request):
    """The version in If-Match. 428 when the header is missing, 412 when it is no version."""
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionRequired(_("请在 If-Match 中给出所依据的版本。"))
    text = header.strip().removeprefix("W/").strip('"')
    if not (text.startswith("v") and text[1:].isdigit()):
        raise Stale(_("If-Match 不是有效的版本。"), code="stale")
    return int(text[1:])


def once(request, act):
    """Run act() once per Idempotency-Key of this person and replay its reply afterwards.

    The key's row is written before the effect in the same transaction, so of two parallel
    requests one waits for the other and then replays it. act() returns a Response.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 8 <= len(key) <= 128:
        raise exceptions.ParseError(_("请在 Idempotency-Key 中给出 8 至 128 个字符的请求键。"))
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        row, is_new = RequestKey.objects.claim(request.user, key, fingerprint)
        if row.fingerprint != fingerprint:
            raise Unprocessable(_("此请求键已用于另一内容。"), code="key_reused")
        if not is_new and row.status is not None:
            return _replay(row)
        response = act()
        row.status, row.body = response.status_code, _plain(response.data)
        row.headers = {
            name: response[name] for name in ("ETag", "Location") if response.has_header(name)
        }
        row.save(update_fields=["status", "body", "headers"])
        return response


def _replay(row):
    response = Response(row.body, status=row.status, headers=row.headers)
    response["Idempotent-Replayed"] = "true"
    return response


def _fingerprint(request):
    content = json.dumps(
        [request.method, request.path, request.headers.get("If-Match"), request.data],
        sort_keys=True,
        default=str,
    )
    return hashlib.sha256(content.encode()).hexdigest()


def _plain(data):
    return json.loads(json.dumps(data, default=str))
