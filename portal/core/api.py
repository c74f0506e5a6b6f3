"""What every API view does alike: sign-in, scope, known parameters only, versions, replays."""

import hashlib
import json
import re

from django.core.exceptions import ValidationError
from django.db.models import UUIDField
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import exceptions, viewsets
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from portal.core.locking import atomic
from portal.core.problems import PreconditionRequired, Unprocessable
from portal.errors import Incomplete, Stale
from portal.models import RequestKey

VERSION = re.compile(r"v[0-9]{1,9}")
HALF_A_PAIR = re.compile("[\ud800-\udfff]")
UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
PAGING_PARAMETERS = {"page", "page_size", "format"}


class ScopedViewSet(viewsets.ReadOnlyModelViewSet):
    """Read access to the rows that this person may see, for holders of the permission.

    With a kind its list takes the filters of the page, and saved views.
    """

    model = None
    permission = None
    kind = None
    select_related = ()

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if cls.kind:
            cls.filterset_class = cls.kind.filterset_class
        if cls.model:
            cls.lookup_value_regex = _like(cls.model._meta.pk)

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
            refuse_unknown_parameters(
                self.request,
                getattr(self, "filterset_class", None),
                {"view"} if self.kind else set(),
            )
        return super().filter_queryset(queryset)

    def retrieve(self, request, *args, **kwargs):
        row = self.get_object()
        response = Response(self.get_serializer(row).data)
        if hasattr(row, "version"):
            response["ETag"] = etag(row)
        return response

    def answer(self, row, status=200, *, is_read=False):
        """The row as this person now sees it, with its version; one just made says where it is.

        is_read: the row was made in this request, so that it needs no second reading.
        """
        seen = row if is_read else self.get_queryset().get(pk=row.pk)
        response = Response(self.get_serializer(seen).data, status=status)
        response["ETag"] = etag(seen)
        if status == 201:
            response["Location"] = reverse(f"api:{self.basename}-detail", args=[seen.pk])
        return response

    def form(self, form_class, row):
        """What the body says of a row, as the form of the page takes it."""
        return cleaned(form_class(content_of(self.request), user=self.request.user))

    def changed(self, change, form_class, name, *, spread=False):
        """Change the row of this address by a form, once, at the version that was read.

        name: what the action calls the row. spread: each field is an argument of its own.
        """
        version = required_version(self.request)

        def act():
            row = self.get_object()
            details = self.form(form_class, row)
            given = details if spread else {"details": details}
            return self.answer(
                change(**{name: row}, by=self.request.user, version=version, **given)
            )

        return once(self.request, act)


def _like(pk):
    """What an id of this model looks like; an address with anything else names no row."""
    return UUID if isinstance(pk, UUIDField) else "[0-9]{1,18}"


def refuse_unknown_parameters(request, filterset_class, more=frozenset()):
    """A misspelt filter must not silently return everything."""
    known = set(filterset_class.base_filters) | more if filterset_class else more
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
    if not VERSION.fullmatch(text):
        raise Stale(_("If-Match 不是有效的版本。"), code="stale")
    return int(text[1:])


def content_of(request, lists=()):
    """The body as an object of plain values, as a form can take them; anything else is refused.

    Everything becomes text, which is all that forms know from browsers. lists names the fields
    that take several values. Files of a multipart body are no fields.
    """
    if not isinstance(request.data, dict):
        raise exceptions.ParseError(_("请求内容须是一个 JSON 对象。"))
    given = {name: value for name, value in request.data.items() if name not in request.FILES}
    wrong = [name for name, value in given.items() if not _fits(name, value, lists)]
    if wrong:
        errors = {name: _("请给出文本、数字或是否。") for name in wrong}
        raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="invalid")
    return {name: _as_typed(value) for name, value in given.items()}


def cleaned(form):
    """The form's cleaned data, or Incomplete with a message per field."""
    if not form.is_valid():
        errors = {
            name: " ".join(str(text) for text in texts) for name, texts in form.errors.items()
        }
        raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="invalid")
    return form.cleaned_data


def row_named(rows, pk, field):
    """The row that a request names by its id in a field, or Incomplete at that field."""
    try:
        return rows.get(pk=pk)
    except (rows.model.DoesNotExist, ValidationError):
        errors = {field: _("没有这一项，或您不能使用它。")}
        raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="invalid") from None


def _fits(name, value, lists):
    if name in lists and isinstance(value, list):
        return all(_is_plain(one) for one in value)
    return _is_plain(value)


def _as_typed(value):
    if isinstance(value, list):
        return [_as_typed(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def _is_plain(value):
    if isinstance(value, str):
        # Half a surrogate pair is legal JSON, but no text that a database could keep.
        return not HALF_A_PAIR.search(value)
    return value is None or isinstance(value, int | float)


def once(request, act):
    """Run act() once per Idempotency-Key of this person and replay its reply afterwards.

    The key's row is written before the effect in the same transaction, so of two parallel
    requests one waits for the other and then replays it. act() returns a Response.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 8 <= len(key) <= 128:
        raise exceptions.ParseError(_("请在 Idempotency-Key 中给出 8 至 128 个字符的请求键。"))
    return _once(request.user, key, _fingerprint(request), act)


@atomic
def _once(user, key, fingerprint, act):
    row, is_new = RequestKey.objects.claim(user, key, fingerprint)
    if row.fingerprint != fingerprint:
        raise Unprocessable(_("此请求键已用于另一内容。"), code="key_reused")
    if not is_new and row.status is not None:
        return _replay(row)
    response = act()
    headers = {name: response[name] for name in ("ETag", "Location") if response.has_header(name)}
    text = json.dumps(response.data, cls=JSONEncoder, ensure_ascii=False, separators=(",", ":"))
    row.keep(response.status_code, text, headers)
    return _as_kept(response, text)


def _as_kept(response, text):
    """What is kept is what is said, and need not be written a second time."""
    if response.data is None:
        return response
    headers = dict(response.items()) | {"Content-Type": "application/json"}
    return HttpResponse(text, status=response.status_code, headers=headers)


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
