"""Give a referral to a colleague, or take it oneself."""

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ActionPage
from portal.roles import Permission
from referrals.actions import assignment
from referrals.forms.assignment import AssignForm, BulkAssignForm
from referrals.models import Referral
from referrals.views.bulk import ReferralBulk


class ReferralAssign(ActionPage):
    model = Referral
    permission = Permission.REFERRAL_ASSIGN
    title = _("指派责任人")
    form_class = AssignForm
    template_name = "referrals/referral_assign.html"
    success_message = _("责任人已更新。")

    def get_initial(self):
        return {"assignee": self.object.assignee_id}

    def act(self, form):
        assignment.assign(
            referral=self.object,
            assignee=form.cleaned_data["assignee"],
            by=self.request.user,
            version=self.seen_version,
        )
        back = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(back, allowed_hosts={self.request.get_host()}):
            return back
        return reverse("referrals:referral-detail", args=[self.object.pk])


class ReferralBulkAssign(ReferralBulk):
    permission = Permission.REFERRAL_ASSIGN
    title = _("批量指派")
    form_class = BulkAssignForm
    template_name = "referrals/referral_bulk_assign.html"
    success_message = _("责任人已更新。")

    def act(self, form):
        assignment.assign_all(
            items=form.cleaned_data["picked"],
            assignee=form.cleaned_data["assignee"],
            by=self.request.user,
        )
        return self.address

    def get_context_data(self, **context):
        return super().get_context_data(**context) | {"action": self.title}
