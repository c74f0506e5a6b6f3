"""Printed figures: the list, one with how it may be read, and the contradictions among them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from hospitals.actions import claims
from hospitals.enums import ProposalState
from hospitals.forms.claims import DecisionForm, ProposalForm, WithdrawForm
from hospitals.listing.claim_list import CLAIMS
from hospitals.models import Claim, ClaimProposal
from portal.core.pages import ActionPage, DetailPage, ListPage
from portal.roles import Permission


class ClaimList(ListPage):
    """The printed value beside the proposed one; what the rules doubt is marked."""

    model = Claim
    kind = CLAIMS
    template_name = "claims/claim_list.html"


class FindingList(ListPage):
    """Every contradiction that a rule finds among all printed figures, worked out when asked."""

    model = Claim
    permission = Permission.CLAIM_VIEW
    title = gettext_lazy("矛盾与存疑")
    template_name = "claims/finding_list.html"

    def get_queryset(self):
        return super().get_queryset().findings()


class ClaimDetail(DetailPage):
    model = Claim
    permission = Permission.CLAIM_VIEW
    template_name = "claims/claim_detail.html"
    select_related = ("hospital",)

    def get_queryset(self):
        return super().get_queryset().with_proposals()

    def get_context_data(self, **context):
        user = self.request.user
        findings = Claim.objects.visible_to(user).findings()
        about = [one for one in findings if self.object.code in one["subjects"]]
        proposals = list(self.object.proposals.all())
        waiting = [row for row in proposals if row.state == ProposalState.PROPOSED]
        return super().get_context_data(
            title=str(self.object),
            findings=about,
            proposals=proposals,
            waiting=waiting[0] if waiting else None,
            may_propose=not waiting and user.has_perm(Permission.CLAIM_PROPOSE),
            may_decide=self.object.may_be_decided_by(user),
            **context,
        )


class _ClaimPage(ActionPage):
    """Claims are public: authority is the role alone."""

    template_name = "claims/action.html"

    def may_open(self, user):
        return user.has_perm(self.permission)

    @property
    def claim(self):
        return self.object

    def get_context_data(self, **context):
        return super().get_context_data(claim=self.claim, **context)

    def get_success_url(self):
        return reverse("claims:claim-detail", args=[self.claim.pk])


class ClaimPropose(_ClaimPage):
    model = Claim
    permission = Permission.CLAIM_PROPOSE
    title = gettext_lazy("提出建议值")
    form_class = ProposalForm
    success_message = gettext_lazy("已提出，等待他人核定。")

    def act(self, form):
        claims.propose(claim=self.object, details=form.cleaned_data, by=self.request.user)
        return self.get_success_url()


class ProposalDecide(_ClaimPage):
    model = ClaimProposal
    permission = Permission.CLAIM_DECIDE

    def may_open(self, user):
        return self.claim.may_be_decided_by(user)

    title = gettext_lazy("核定建议值")
    form_class = DecisionForm
    success_message = gettext_lazy("已核定。")

    @property
    def claim(self):
        return self.object.claim

    def act(self, form):
        claims.decide(
            proposal=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return self.get_success_url()


class ProposalWithdraw(_ClaimPage):
    model = ClaimProposal
    permission = Permission.CLAIM_PROPOSE
    title = gettext_lazy("撤回建议值")
    form_class = WithdrawForm
    success_message = gettext_lazy("已撤回。")

    @property
    def claim(self):
        return self.object.claim

    def act(self, form):
        claims.withdraw(proposal=self.object, by=self.request.user, version=self.seen_version)
        return self.get_success_url()
