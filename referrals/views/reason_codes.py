"""Pages of the list of coded reasons."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ActionPage, FormPage, ListPage
from portal.roles import Permission
from referrals.actions import reason_codes
from referrals.filters import ReasonCodeFilter
from referrals.forms.reason_codes import EndReasonForm, ReasonCodeForm
from referrals.models import ReasonCode
from referrals.reasons import NEEDED

ASKED = ("code", "label", "sides", "counts_as", "comment_required")


class ReasonList(ListPage):
    """Every reason that is or was offered; those in force have no end, or one to come."""

    model = ReasonCode
    permission = Permission.HOSPITAL_VIEW
    title = _("转诊原因代码")
    template_name = "sla/reason_list.html"
    filterset_class = ReasonCodeFilter
    ordering = ("rank", "code", "since")

    def get_context_data(self, **context):
        may_edit = self.request.user.has_perm(Permission.REASON_EDIT)
        return super().get_context_data(may_edit=may_edit, needed=NEEDED, **context)


class ReasonSet(FormPage):
    """A new code; with ?code= the one in force is the first value."""

    permission = Permission.REASON_EDIT
    title = _("设置原因代码")
    template_name = "sla/reason_form.html"
    form_class = ReasonCodeForm
    success_message = _("已设置原因代码。")

    def get_initial(self):
        rows = ReasonCode.objects.visible_to(self.request.user)
        row = rows.filter(code=self.request.GET.get("code", "")).order_by("since").last()
        return {name: getattr(row, name) for name in ASKED} if row else {}

    def act(self, form):
        reason_codes.set_reason(details=form.cleaned_data, by=self.request.user)
        return reverse("sla:reason-list")


class ReasonEnd(ActionPage):
    model = ReasonCode
    permission = Permission.REASON_EDIT
    title = _("停用原因代码")
    template_name = "sla/reason_end.html"
    form_class = EndReasonForm
    success_message = _("已停用。用过此原因的转诊单仍显示当时的名称。")

    def may_open(self, user):
        """The list belongs to the installation, not to a hospital: the role decides."""
        return user.has_perm(self.permission) and self.object is not None

    def act(self, form):
        reason_codes.end(
            reason=self.object,
            until=form.cleaned_data["until"],
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("sla:reason-list")
