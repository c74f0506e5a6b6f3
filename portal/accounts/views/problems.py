"""The pages that say no, each with its problem+json twin for the API."""

import sys

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.core.problems import (
    AWAY,
    RETRY_AFTER_SECONDS,
    SAID_WHEN_AWAY,
    TITLES,
    away,
    json_problem,
)


def _says_no(request, status, detail, template=None):
    if request.path.startswith("/api/"):
        return json_problem(request, status, detail)
    context = {"status": status, "title": _(TITLES[status]), "detail": detail}
    return render(request, template or f"{status}.html", context, status=status)


def malformed(request, exception=None):
    return _says_no(request, 400, _("请求有误，无法处理。"), "_layouts/problem.html")


def forbidden(request, exception=None):
    return _says_no(request, 403, _("您的角色不能执行此操作。"))


def forged(request, reason=""):
    """The page was open for so long, or in so old a session, that its token no longer counts."""
    return _says_no(
        request, 403, _("页面已过期。请返回上一页，刷新后重新提交。"), "_layouts/problem.html"
    )


def not_found(request, exception=None):
    return _says_no(request, 404, _("没有这条记录，或您无权查看。"))


def broken(request):
    """Asks neither the database nor the session: they may be what is broken."""
    if isinstance(sys.exception(), AWAY):
        return _away(request)
    detail = _("系统出错，已记录。请稍后重试，或把请求编号告诉信息科。")
    if request.path.startswith("/api/"):
        return json_problem(request, 500, detail)
    return _alone(request, 500, detail)


def _away(request):
    if request.path.startswith("/api/"):
        return away(request)
    response = _alone(request, 503, SAID_WHEN_AWAY)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _alone(request, status, detail):
    """A page of its own, without the frame."""
    request_id = getattr(request, "request_id", "")
    context = {"title": _(TITLES[status]), "detail": detail, "request_id": request_id}
    return HttpResponse(render_to_string("500.html", context), status=status)
