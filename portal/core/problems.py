"""Errors as RFC 9457 problems: one shape for every refusal of the API."""

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions

from portal.errors import Incomplete, Refusal

TITLES = {
    400: _("请求有误"),
    401: _("请先登录"),
    403: _("没有权限"),
    404: _("未找到"),
    405: _("不支持该方法"),
    406: _("不支持该格式"),
    409: _("当前状态不允许"),
    412: _("内容已被他人更新"),
    413: _("内容过大"),
    415: _("不支持该内容类型"),
    422: _("内容不完整或不正确"),
    428: _("缺少前提条件"),
    429: _("请求过于频繁"),
    500: _("系统出错"),
    503: _("服务暂不可用"),
}

# The database is away, starting, full, or asked too much at once: the same may succeed soon.
AWAY = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = 5

SAID_WHEN_AWAY = gettext_lazy("数据库暂时不可用，请稍后重试。")

SAID_BY_DJANGO = {
    Http404: (404, gettext_lazy("没有这条记录，或您无权查看。"), "not_found"),
    PermissionDenied: (403, gettext_lazy("您的角色不能执行此操作。"), "forbidden"),
}

MEDIA_TYPE = "application/problem+json"


class PreconditionRequired(exceptions.APIException):
    """The request must say which version it changes (HTTP 428)."""

    status_code = 428
    default_code = "precondition_required"


class Unprocessable(exceptions.APIException):
    """Well-formed, but wrong in content (HTTP 422)."""

    status_code = 422
    default_code = "unprocessable"


def body(request, status, detail="", *, code="", errors=()):
    """The members of a problem. errors: dicts with pointer, code and detail."""
    problem = {
        "type": f"/api/problems/{code or status}",
        "title": _(TITLES.get(status, TITLES[500])),
        "status": status,
        "detail": str(detail),
        "instance": request.path,
        "code": code or str(status),
        "request_id": getattr(request, "request_id", ""),
    }
    if errors:
        problem["errors"] = list(errors)
    return problem


def json_problem(request, status, detail="", **more):
    """A problem outside of REST framework, for example from an error page."""
    return JsonResponse(
        body(request, status, detail, **more), status=status, content_type=MEDIA_TYPE
    )


def away(request):
    """The problem of an error of AWAY."""
    response = json_problem(request, 503, SAID_WHEN_AWAY, code="away")
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def answer(error, context):
    """REST framework's exception handler. None lets an unexpected error become a 500."""
    request = context["request"]._request
    if isinstance(error, Refusal):
        return _respond(request, error.status, error.message, error.code, _pointers(error))
    if isinstance(error, AWAY):
        return away(request)
    if isinstance(error, tuple(SAID_BY_DJANGO)):
        kind = Http404 if isinstance(error, Http404) else PermissionDenied
        status, detail, code = SAID_BY_DJANGO[kind]
        return _respond(request, status, str(detail), code)
    if isinstance(error, exceptions.ValidationError):
        return _respond(
            request, 422, _("请按提示修改后重试。"), "invalid", list(_field_errors(error.detail))
        )
    if isinstance(error, exceptions.APIException):
        response = _respond(request, error.status_code, error.detail, error.get_codes())
        for header, value in (("WWW-Authenticate", "auth_header"), ("Retry-After", "wait")):
            if getattr(error, value, None):
                response[header] = str(getattr(error, value))
        return response
    return None


def _respond(request, status, detail, code, errors=()):
    code = code if isinstance(code, str) else "invalid"
    # Not a REST framework response: that would be written by the renderer of the view, as YAML.
    return json_problem(request, status, detail, code=code, errors=errors)


def _pointers(error):
    if not isinstance(error, Incomplete):
        return ()
    return [
        {"pointer": f"/{name}", "code": error.code, "detail": str(text)}
        for name, text in error.errors.items()
    ]


def _field_errors(detail, path=""):
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _field_errors(inner, f"{path}/{name}")
    elif isinstance(detail, list):
        for inner in detail:
            yield from _field_errors(inner, path)
    else:
        # What a form refuses in its own words often has no code.
        yield {"pointer": path or "/", "code": detail.code or "invalid", "detail": str(detail)}
