"""Sign-in, and the pages that say no."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.core.problems import json_problem


def _says_no(request, status, detail):
    if request.path.startswith("/api/"):
        return json_problem(request, status, detail)
    return render(request, f"{status}.html", {"detail": detail}, status=status)


def forbidden(request, exception=None):
    return _says_no(request, 403, _("您的角色不能执行此操作。"))


def not_found(request, exception=None):
    return _says_no(request, 404, _("没有这条记录，或您无权查看。"))


def broken(request):
    return _says_no(request, 500, _("系统出错，已记录。请稍后重试，或把请求编号告诉信息科。"))
