"""Patients who, as far as we were told, went elsewhere: the list, and the verdict on one."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ActionPage, ListPage
from portal.roles import Permission
from referrals.actions import outflow_leads
from referrals.enums import OutflowState
from referrals.filters import OutflowLeadFilter
from referrals.forms.outflow_leads import OutflowLeadForm
from referrals.models import OutflowRecord


class OutflowLeadList(ListPage):
    """Those that nobody has verified first."""

    model = OutflowRecord
    permission = Permission.OUTFLOW_VIEW
    title = _("外流线索")
    template_name = "referrals/outflow_lead_list.html"
    filterset_class = OutflowLeadFilter
    select_related = ("referral__patient", "origin", "province")
    ordering = ("-noted_at",)

    def get_context_data(self, **context):
        seen = OutflowRecord.objects.visible_to(self.request.user)
        return super().get_context_data(
            waiting=seen.filter(state=OutflowState.CANDIDATE).count(), **context
        )


class OutflowLeadJudge(ActionPage):
    model = OutflowRecord
    permission = Permission.OUTFLOW_JUDGE
    title = _("核实外流线索")
    form_class = OutflowLeadForm
    template_name = "referrals/outflow_lead_judge.html"

    def get_initial(self):
        return {"province": self.object.province_id, "place_name": self.object.place_name}

    def get_context_data(self, **context):
        return super().get_context_data(
            referral=self.object.referral,
            version=self.seen_version or self.object.version,
            **context,
        )

    def act(self, form):
        outflow_leads.judge(
            lead=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("referrals:outflow-lead-list")
