"""One page per move. Which moves there are, and from where to where, stands in states.py."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.pages import ActionPage
from portal.errors import Incomplete, Stale
from portal.roles import Permission
from referrals.actions import transfers
from referrals.forms import check, moves
from referrals.models import Referral
from referrals.states import MOVES
from referrals.views import conflict
from referrals.views.summary import answers, labels


class MovePage(ActionPage):
    """The form of one move; says so when the referral is no longer where the move begins."""

    model = Referral
    verb = ""
    refusal = None

    @property
    def title(self):
        return _(MOVES[self.verb].label)

    @property
    def success_message(self):
        return _("已办理“%(action)s”。") % {"action": self.title}

    def get(self, request, *args, **kwargs):
        status = 200 if self.is_possible() else 409
        return self.render_to_response(self.get_context_data(), status=status)

    def is_possible(self):
        return MOVES[self.verb] in self.object.moves_for(self.request.user)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"referral": self.object}

    def get_template_names(self):
        if isinstance(self.refusal, Stale):
            return [conflict.TEMPLATE]
        return super().get_template_names()

    def get_context_data(self, **context):
        """After a refusal the row is read again, so that the page tells what is true now."""
        seen = self.seen_version or self.object.version
        if self.refusal:
            self._object = self.model.objects.visible_to(self.request.user).get(pk=self.object.pk)
        return super().get_context_data(
            possible=self.is_possible(),
            last_event=self.object.events.select_related("actor", "hospital").last(),
            is_stale=isinstance(self.refusal, Stale),
            changes=self.changes(seen),
            parts=answers(self.object),
            version=self.object.version if isinstance(self.refusal, Stale) else seen,
            **context,
        )

    def changes(self, seen):
        """What others did since this person read; only after a conflict."""
        if not isinstance(self.refusal, Stale):
            return []
        events = conflict.seen_in(self.request)
        return conflict.changes_since(self.object, version=seen, seen=events)

    def act(self, form):
        transfers.ACTIONS[self.verb](
            referral=self.object,
            by=self.request.user,
            details=form.cleaned_data,
            version=self.seen_version,
        )
        return reverse("referrals:referral-detail", args=[self.object.pk])

    def refused(self, form, refusal):
        """What is missing in the referral itself is named, because this form cannot show it."""
        self.refusal = refusal
        if isinstance(refusal, Incomplete):
            here = {name: text for name, text in refusal.errors.items() if name in form.fields}
            if elsewhere := labels([name for name in refusal.errors if name not in here]):
                names = "、".join(str(label) for _name, label in elsewhere)
                here["referral"] = _("转诊单还缺必填内容：%(names)s") % {"names": names}
            refusal = Incomplete(refusal.message, errors=here)
        return super().refused(form, refusal)


class ReferralSubmitForReview(MovePage):
    verb = "submit_for_review"
    permission = Permission.REFERRAL_SUBMIT_FOR_REVIEW
    form_class = check.CheckedSubmitForm
    template_name = "referrals/referral_submit_for_review.html"


class ReferralReturn(MovePage):
    verb = "return"
    permission = Permission.REFERRAL_RETURN
    form_class = moves.ReturnForm
    template_name = "referrals/referral_return.html"


class ReferralApprove(MovePage):
    verb = "approve"
    permission = Permission.REFERRAL_APPROVE
    form_class = moves.ApproveForm
    template_name = "referrals/referral_approve.html"


class ReferralSend(MovePage):
    verb = "send"
    permission = Permission.REFERRAL_SEND
    form_class = check.CheckedSendForm
    template_name = "referrals/referral_send.html"


class ReferralReceive(MovePage):
    verb = "receive"
    permission = Permission.REFERRAL_RECEIVE
    form_class = moves.ReceiveForm
    template_name = "referrals/referral_receive.html"


class ReferralRequestInfo(MovePage):
    verb = "request_info"
    permission = Permission.REFERRAL_REQUEST_INFO
    form_class = moves.RequestInfoForm
    template_name = "referrals/referral_request_info.html"


class ReferralSupplyInfo(MovePage):
    verb = "supply_info"
    permission = Permission.REFERRAL_SUPPLY_INFO
    form_class = moves.SupplyInfoForm
    template_name = "referrals/referral_supply_info.html"


class ReferralAccept(MovePage):
    verb = "accept"
    permission = Permission.REFERRAL_ACCEPT
    form_class = moves.AcceptForm
    template_name = "referrals/referral_accept.html"


class ReferralDecline(MovePage):
    verb = "decline"
    permission = Permission.REFERRAL_DECLINE
    form_class = moves.DeclineForm
    template_name = "referrals/referral_decline.html"


class ReferralRedirect(MovePage):
    verb = "redirect"
    permission = Permission.REFERRAL_REDIRECT
    form_class = moves.RedirectForm
    template_name = "referrals/referral_redirect.html"


class ReferralSchedule(MovePage):
    verb = "schedule"
    permission = Permission.REFERRAL_SCHEDULE
    form_class = moves.ScheduleForm
    template_name = "referrals/referral_schedule.html"


class ReferralDepart(MovePage):
    verb = "depart"
    permission = Permission.REFERRAL_DEPART
    form_class = moves.DepartForm
    template_name = "referrals/referral_depart.html"


class ReferralArrive(MovePage):
    verb = "arrive"
    permission = Permission.REFERRAL_ARRIVE
    form_class = moves.ArriveForm
    template_name = "referrals/referral_arrive.html"


class ReferralAdmit(MovePage):
    verb = "admit"
    permission = Permission.REFERRAL_ADMIT
    form_class = moves.AdmitForm
    template_name = "referrals/referral_admit.html"


class ReferralFinishTreatment(MovePage):
    verb = "finish_treatment"
    permission = Permission.REFERRAL_FINISH_TREATMENT
    form_class = moves.FinishTreatmentForm
    template_name = "referrals/referral_finish_treatment.html"


class ReferralReply(MovePage):
    verb = "reply"
    permission = Permission.REFERRAL_REPLY
    form_class = moves.ReplyForm
    template_name = "referrals/referral_reply.html"


class ReferralAcknowledge(MovePage):
    verb = "acknowledge"
    permission = Permission.REFERRAL_ACKNOWLEDGE
    form_class = moves.AcknowledgeForm
    template_name = "referrals/referral_acknowledge.html"


class ReferralCancel(MovePage):
    verb = "cancel"
    permission = Permission.REFERRAL_CANCEL
    form_class = moves.CancelForm
    template_name = "referrals/referral_cancel.html"
