"""The page of whoever looks after the machine."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.health import parts
from portal.roles import Permission


def status(request):
    """How each part does now."""
    if not request.user.has_perm(Permission.STATUS_VIEW):
        raise PermissionDenied(Permission.STATUS_VIEW)
    context = {"title": _("系统状态"), "parts": parts.everything(), "now": timezone.now()}
    return render(request, "health/status.html", context)
