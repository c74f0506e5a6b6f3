"""One page per move. Which moves there are, and from where to where, stands in states.py."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.pages import ActionPage
from portal.errors import Incomplete, Stale
from portal.roles import Permission
from referrals.actions import transfers
from referrals.forms import check
from referrals.forms.moves import FORMS
from referrals.models import Referral
from referrals.states import MOVES
from referrals.views import conflict
from referrals.views.attachments import attach_all
from referrals.views.outcomes import ticket_for
from referrals.views.summary import labels, record_of


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
        seen, user = self.seen_version or self.object.version, self.request.user
        if self.refusal:
            self._object = self.model.objects.visible_to(self.request.user).get(pk=self.object.pk)
        return super().get_context_data(
            possible=self.is_possible(),
            last_event=self.object.events.select_related("actor", "hospital").last(),
            is_stale=isinstance(self.refusal, Stale),
            changes=self.changes(seen),
            **record_of(self.object, user),
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
            at=form.happened(),
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
    form_class = FORMS["return"]
    template_name = "referrals/referral_return.html"


class ReferralApprove(MovePage):
    verb = "approve"
    permission = Permission.REFERRAL_APPROVE
    form_class = FORMS["approve"]
    template_name = "referrals/referral_approve.html"


class ReferralSend(MovePage):
    verb = "send"
    permission = Permission.REFERRAL_SEND
    form_class = check.CheckedSendForm
    template_name = "referrals/referral_send.html"


class ReferralDiscard(MovePage):
    verb = "discard"
    permission = Permission.REFERRAL_DISCARD
    form_class = FORMS["discard"]
    template_name = "referrals/referral_discard.html"


class ReferralReceive(MovePage):
    verb = "receive"
    permission = Permission.REFERRAL_RECEIVE
    form_class = FORMS["receive"]
    template_name = "referrals/referral_receive.html"


class ReferralRequestInfo(MovePage):
    verb = "request_info"
    permission = Permission.REFERRAL_REQUEST_INFO
    form_class = FORMS["request_info"]
    template_name = "referrals/referral_request_info.html"


class ReferralSupplyInfo(MovePage):
    verb = "supply_info"
    permission = Permission.REFERRAL_SUPPLY_INFO
    form_class = check.SupplyFilesForm
    template_name = "referrals/referral_supply_info.html"

    def act(self, form):
        attach_all(form, self.object, self.request.user)
        return super().act(form)


class ReferralAccept(MovePage):
    verb = "accept"
    permission = Permission.REFERRAL_ACCEPT
    form_class = FORMS["accept"]
    template_name = "referrals/referral_accept.html"


class ReferralWaitlist(MovePage):
    verb = "waitlist"
    permission = Permission.REFERRAL_WAITLIST
    form_class = FORMS["waitlist"]
    template_name = "referrals/referral_waitlist.html"


class ReferralDecline(MovePage):
    verb = "decline"
    permission = Permission.REFERRAL_DECLINE
    form_class = FORMS["decline"]
    template_name = "referrals/referral_decline.html"


class ReferralWithdrawAcceptance(MovePage):
    verb = "withdraw_acceptance"
    permission = Permission.REFERRAL_WITHDRAW_ACCEPTANCE
    form_class = FORMS["withdraw_acceptance"]
    template_name = "referrals/referral_withdraw_acceptance.html"


class ReferralRedirect(MovePage):
    verb = "redirect"
    permission = Permission.REFERRAL_REDIRECT
    form_class = FORMS["redirect"]
    template_name = "referrals/referral_redirect.html"


class ReferralProposeOnward(MovePage):
    verb = "propose_onward"
    permission = Permission.REFERRAL_PROPOSE_ONWARD
    form_class = FORMS["propose_onward"]
    template_name = "referrals/referral_propose_onward.html"


class ReferralRecordExternalAcceptance(MovePage):
    verb = "record_external_acceptance"
    permission = Permission.REFERRAL_RECORD_EXTERNAL_ACCEPTANCE
    form_class = FORMS["record_external_acceptance"]
    template_name = "referrals/referral_record_external_acceptance.html"


class ReferralSchedule(MovePage):
    verb = "schedule"
    permission = Permission.REFERRAL_SCHEDULE
    form_class = FORMS["schedule"]
    template_name = "referrals/referral_schedule.html"


class ReferralReschedule(MovePage):
    verb = "reschedule"
    permission = Permission.REFERRAL_RESCHEDULE
    form_class = FORMS["reschedule"]
    template_name = "referrals/referral_reschedule.html"


class ReferralRelease(MovePage):
    verb = "release"
    permission = Permission.REFERRAL_RELEASE
    form_class = FORMS["release"]
    template_name = "referrals/referral_release.html"


class ReferralDepart(MovePage):
    verb = "depart"
    permission = Permission.REFERRAL_DEPART
    form_class = FORMS["depart"]
    template_name = "referrals/referral_depart.html"


class ReferralEmergencyBypass(MovePage):
    verb = "emergency_bypass"
    permission = Permission.REFERRAL_EMERGENCY_BYPASS
    form_class = FORMS["emergency_bypass"]
    template_name = "referrals/referral_emergency_bypass.html"


class ReferralTurnBack(MovePage):
    verb = "turn_back"
    permission = Permission.REFERRAL_TURN_BACK
    form_class = FORMS["turn_back"]
    template_name = "referrals/referral_turn_back.html"


class ReferralArrive(MovePage):
    verb = "arrive"
    permission = Permission.REFERRAL_ARRIVE
    form_class = FORMS["arrive"]
    template_name = "referrals/referral_arrive.html"

    def get_initial(self):
        """Whoever has just looked up this patient's code need not say how they came."""
        return super().get_initial() | {"ticket": ticket_for(self.request, self.object)}


class ReferralFileRetrospective(MovePage):
    verb = "file_retrospective"
    permission = Permission.REFERRAL_FILE_RETROSPECTIVE
    form_class = FORMS["file_retrospective"]
    template_name = "referrals/referral_file_retrospective.html"


class ReferralMarkNoShow(MovePage):
    verb = "mark_no_show"
    permission = Permission.REFERRAL_MARK_NO_SHOW
    form_class = FORMS["mark_no_show"]
    template_name = "referrals/referral_mark_no_show.html"


class ReferralRebook(MovePage):
    verb = "rebook"
    permission = Permission.REFERRAL_REBOOK
    form_class = FORMS["rebook"]
    template_name = "referrals/referral_rebook.html"


class ReferralAdmit(MovePage):
    verb = "admit"
    permission = Permission.REFERRAL_ADMIT
    form_class = FORMS["admit"]
    template_name = "referrals/referral_admit.html"


class ReferralRefuseAtDoor(MovePage):
    verb = "refuse_at_door"
    permission = Permission.REFERRAL_REFUSE_AT_DOOR
    form_class = FORMS["refuse_at_door"]
    template_name = "referrals/referral_refuse_at_door.html"


class ReferralInterimReply(MovePage):
    verb = "interim_reply"
    permission = Permission.REFERRAL_INTERIM_REPLY
    form_class = FORMS["interim_reply"]
    template_name = "referrals/referral_interim_reply.html"


class ReferralFinishTreatment(MovePage):
    verb = "finish_treatment"
    permission = Permission.REFERRAL_FINISH_TREATMENT
    form_class = FORMS["finish_treatment"]
    template_name = "referrals/referral_finish_treatment.html"


class ReferralReply(MovePage):
    verb = "reply"
    permission = Permission.REFERRAL_REPLY
    form_class = FORMS["reply"]
    template_name = "referrals/referral_reply.html"


class ReferralAcknowledge(MovePage):
    verb = "acknowledge"
    permission = Permission.REFERRAL_ACKNOWLEDGE
    form_class = FORMS["acknowledge"]
    template_name = "referrals/referral_acknowledge.html"


class ReferralCancel(MovePage):
    verb = "cancel"
    permission = Permission.REFERRAL_CANCEL
    form_class = FORMS["cancel"]
    template_name = "referrals/referral_cancel.html"


class ReferralRequestCancel(MovePage):
    verb = "request_cancel"
    permission = Permission.REFERRAL_REQUEST_CANCEL
    form_class = FORMS["request_cancel"]
    template_name = "referrals/referral_request_cancel.html"


class ReferralConfirmCancel(MovePage):
    verb = "confirm_cancel"
    permission = Permission.REFERRAL_CONFIRM_CANCEL
    form_class = FORMS["confirm_cancel"]
    template_name = "referrals/referral_confirm_cancel.html"


class ReferralRefuseCancel(MovePage):
    verb = "refuse_cancel"
    permission = Permission.REFERRAL_REFUSE_CANCEL
    form_class = FORMS["refuse_cancel"]
    template_name = "referrals/referral_refuse_cancel.html"


class ReferralCloseUnplaced(MovePage):
    verb = "close_unplaced"
    permission = Permission.REFERRAL_CLOSE_UNPLACED
    form_class = FORMS["close_unplaced"]
    template_name = "referrals/referral_close_unplaced.html"


class ReferralRecordDeath(MovePage):
    verb = "record_death"
    permission = Permission.REFERRAL_RECORD_DEATH
    form_class = FORMS["record_death"]
    template_name = "referrals/referral_record_death.html"


class ReferralSupersede(MovePage):
    verb = "supersede"
    permission = Permission.REFERRAL_SUPERSEDE
    form_class = FORMS["supersede"]
    template_name = "referrals/referral_supersede.html"


class ReferralChangePriority(MovePage):
    verb = "change_priority"
    permission = Permission.REFERRAL_CHANGE_PRIORITY
    form_class = FORMS["change_priority"]
    template_name = "referrals/referral_change_priority.html"


class ReferralMarkError(MovePage):
    verb = "mark_error"
    permission = Permission.REFERRAL_MARK_ERROR
    form_class = FORMS["mark_error"]
    template_name = "referrals/referral_mark_error.html"


class ReferralReopen(MovePage):
    verb = "reopen"
    permission = Permission.REFERRAL_REOPEN
    form_class = FORMS["reopen"]
    template_name = "referrals/referral_reopen.html"


class ReferralDivert(MovePage):
    verb = "divert"
    permission = Permission.REFERRAL_DIVERT
    form_class = FORMS["divert"]
    template_name = "referrals/referral_divert.html"


class ReferralReturnWithAdvice(MovePage):
    verb = "return_with_advice"
    permission = Permission.REFERRAL_RETURN_WITH_ADVICE
    form_class = FORMS["return_with_advice"]
    template_name = "referrals/referral_return_with_advice.html"
