"""One referral in full: to read, and once more with the patient's identity."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.models import DutyShift
from portal.core.pages import ActionPage, DetailPage
from portal.roles import Permission
from referrals.actions import consents, decisions, filing, messages, transports
from referrals.actions.attachments import may_attach
from referrals.actions.identities import reveal
from referrals.forms.consent import WithdrawConsentForm
from referrals.forms.reveal import RevealForm
from referrals.models import Referral
from referrals.states import STATES
from referrals.views.attachments import attachments_of
from referrals.views.care import care_of
from referrals.views.conflict import changes_beside_moves
from referrals.views.summary import record_of

WITH = (
    "patient__residence__parent__parent",
    "origin",
    "origin_department",
    "destination",
    "destination_department",
    "author",
    "assignee",
)


class ReferralDetail(DetailPage):
    model = Referral
    permission = Permission.REFERRAL_VIEW
    template_name = "referrals/referral_detail.html"
    select_related = WITH

    def get_context_data(self, **context):
        row, user = self.object, self.request.user
        moves = row.moves_for(user)
        return super().get_context_data(
            moves=_awaited_first(moves, row.state),
            decisions=decisions.offered(referral=row, by=user, moves=moves),
            may_reveal=user.has_perm(Permission.REFERRAL_REVEAL, row),
            may_edit=filing.may_revise(row, user),
            may_withdraw=consents.may_withdraw(row, user),
            may_copy=user.has_perm(Permission.REFERRAL_CREATE, row.origin),
            **record_of(row, user),
            events=row.events.select_related("actor", "hospital").order_by("-seq"),
            offers=row.offers.select_related("hospital", "department", "decided_by"),
            timers=row.timers.order_by("started_at"),
            transport=row.transport,
            may_correct=transports.may_correct(row, user),
            attachments=attachments_of(user, referral=row),
            may_attach=may_attach(row, user),
            replies=row.replies.select_related("created_by"),
            other_side=_other_side(row, user),
            to_call=to_call(row, user),
            changes=changes_beside_moves(row),
            may_assign=row.is_open and user.has_perm(Permission.REFERRAL_ASSIGN, row),
            said=row.messages.select_related("author", "hospital"),
            may_say=messages.may_say(row, user),
            may_urge=messages.may_urge(row, user, moves=moves),
            form_key=uuid.uuid4(),
            care=care_of(row, user),
            **context,
        )


class ReferralReveal(ActionPage):
    """Asks why, shows the identity once, and keeps nothing of it in the browser."""

    model = Referral
    permission = Permission.REFERRAL_REVEAL
    title = _("查看完整身份")
    form_class = RevealForm
    template_name = "referrals/referral_reveal.html"

    def get_form(self, form_class=None):
        return RevealForm(self.request.POST or None, label_suffix="")

    def form_valid(self, form):
        patient = reveal(
            referral=self.object, by=self.request.user, reason=form.cleaned_data["reason"]
        )
        return self.render_to_response(self.get_context_data(form=form, patient=patient))


class ReferralWithdrawConsent(ActionPage):
    model = Referral
    permission = Permission.REFERRAL_CREATE
    title = _("撤回知情同意")
    form_class = WithdrawConsentForm
    template_name = "referrals/referral_withdraw_consent.html"
    success_message = _("已登记撤回，对方不再能查看完整资料。")

    def act(self, form):
        consents.withdraw(
            referral=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("referrals:referral-detail", args=[self.object.pk])


def _awaited_first(moves, state):
    """The step that the referral waits for leads the buttons."""
    return sorted(moves, key=lambda move: move.verb != STATES[state].waits_for)


def _other_side(row, user):
    """The hospital that somebody of one side would have to call; nobody's for those who watch."""
    mine = user.hospitals_with(Permission.REFERRAL_REVEAL)
    if row.origin_id in mine:
        return row.destination
    return row.origin if row.destination_id in mine else None


def to_call(row, user):
    """Who is on duty there now: the department's own people first."""
    other = _other_side(row, user)
    if other is None:
        return ()
    is_destination = other.pk == row.destination_id
    department = row.destination_department if is_destination else row.origin_department
    return DutyShift.objects.visible_to(user).on_duty(other, department=department)[:3]
