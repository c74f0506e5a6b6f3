"""The inbox."""

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from portal.core import notices
from portal.core.pages import ListPage
from portal.models import Notice


class NoticeList(ListPage):
    model = Notice
    title = _("通知")
    template_name = "accounts/notice_list.html"
    select_related = ("message",)
    ordering = ("-created_at",)


@require_POST
def read(request, pk):
    """Mark one notice read and go on to what it tells about."""
    mine = Notice.objects.visible_to(request.user)
    notice = get_object_or_404(mine.select_related("message"), pk=pk)
    notices.read(mine.filter(pk=pk))
    if "open" in request.POST and notice.message.url:
        return redirect(notice.message.url)
    return redirect("accounts:notice-list")


@require_POST
def read_all(request):
    notices.read(Notice.objects.visible_to(request.user))
    return redirect("accounts:notice-list")
