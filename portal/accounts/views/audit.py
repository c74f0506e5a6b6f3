"""Who did what that concerned my hospital."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.filters import AuditFilter
from portal.core.pages import ListPage
from portal.models import AuditEvent
from portal.roles import Permission


class AuditList(ListPage):
    model = AuditEvent
    permission = Permission.AUDIT_VIEW
    title = _("审计记录")
    template_name = "accounts/audit_list.html"
    filterset_class = AuditFilter
    ordering = ("-at", "-pk")
