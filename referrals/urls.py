"""Pages of referrals."""

from django.urls import path

from referrals.views import (
    assignment,
    attachments,
    board,
    bulk,
    care,
    detail,
    filing,
    follow_ups,
    green,
    moves,
    outcomes,
    outflow_leads,
    paper,
    pool,
    reason_codes,
    review,
    rules,
    worklist,
)
from referrals.views import service_requests as services

app_name = "referrals"


def _step(page, *, below="", prefix="referral"):
    """The address of one verb: its name in kebab case, here as in the name of the route."""
    verb = page.verb.replace("_", "-")
    return path(f"{below}<uuid:pk>/{verb}/", page.as_view(), name=f"{prefix}-{verb}")


urlpatterns = [
    path("", worklist.ReferralList.as_view(), name="referral-list"),
    path("bulk/", bulk.ReferralBulk.as_view(), name="referral-bulk"),
    path(
        "bulk/assign/",
        assignment.ReferralBulkAssign.as_view(),
        name="referral-bulk-assign",
    ),
    path("bulk/print/", bulk.ReferralBulkPrint.as_view(), name="referral-bulk-print"),
    path("board/", board.ReferralBoard.as_view(), name="referral-board"),
    path("board/counts/", board.ReferralBoardCounts.as_view(), name="referral-board-counts"),
    path("search/", worklist.ReferralSearch.as_view(), name="referral-search"),
    path("pool/", pool.PoolList.as_view(), name="pool-list"),
    path("pool/<uuid:pk>/claim/", pool.PoolClaim.as_view(), name="pool-claim"),
    path("green/", green.GreenList.as_view(), name="green-list"),
    path("green/targets/", green.GreenTargetList.as_view(), name="green-target-list"),
    path("green/targets/new/", green.GreenTargetSet.as_view(), name="green-target-set"),
    path("<uuid:pk>/milestones/", green.GreenCase.as_view(), name="green-case"),
    path("new/", filing.ReferralFile.as_view(), name="referral-file"),
    path("typed/", filing.KeepTyped.as_view(), name="referral-typed"),
    path("typed/discard/", filing.DiscardTyped.as_view(), name="referral-discard-typed"),
    path("review/", review.ReferralReview.as_view(), name="referral-review"),
    path("review/<uuid:pk>/", review.ReferralReview.as_view(), name="referral-review-one"),
    path("<uuid:pk>/", detail.ReferralDetail.as_view(), name="referral-detail"),
    path("<uuid:pk>/assign/", assignment.ReferralAssign.as_view(), name="referral-assign"),
    path("<uuid:pk>/moves/", board.ReferralMoves.as_view(), name="referral-moves"),
    path("<uuid:pk>/edit/", filing.ReferralEdit.as_view(), name="referral-edit"),
    path("<uuid:pk>/check/", filing.ReferralCheck.as_view(), name="referral-check"),
    path("<uuid:pk>/attachments/", attachments.AttachmentAdd.as_view(), name="attachment-add"),
    path("attachments/<uuid:pk>/", attachments.AttachmentFile.as_view(), name="attachment-file"),
    path(
        "attachments/<uuid:pk>/remove/",
        attachments.AttachmentRemove.as_view(),
        name="attachment-remove",
    ),
    path("<uuid:pk>/reveal/", detail.ReferralReveal.as_view(), name="referral-reveal"),
    path("<uuid:pk>/print/", paper.ReferralPrint.as_view(), name="referral-print"),
    path("<uuid:pk>/pdf/", paper.ReferralPdf.as_view(), name="referral-pdf"),
    path("verify/", paper.SlipVerify.as_view(), name="slip-verify"),
    path("prints/<uuid:pk>/", paper.PrintJobDetail.as_view(), name="print-job-detail"),
    path("prints/<uuid:pk>/file/", paper.PrintJobFile.as_view(), name="print-job-file"),
    _step(moves.ReferralSubmitForReview),
    _step(moves.ReferralReturn),
    _step(moves.ReferralApprove),
    _step(moves.ReferralSend),
    _step(moves.ReferralReceive),
    _step(moves.ReferralRequestInfo),
    _step(moves.ReferralSupplyInfo),
    _step(moves.ReferralAccept),
    _step(moves.ReferralDecline),
    _step(moves.ReferralRedirect),
    _step(moves.ReferralSchedule),
    _step(moves.ReferralDepart),
    _step(moves.ReferralArrive),
    _step(moves.ReferralAdmit),
    _step(moves.ReferralFinishTreatment),
    _step(moves.ReferralReply),
    _step(moves.ReferralAcknowledge),
    _step(moves.ReferralCancel),
    _step(moves.ReferralDiscard),
    _step(moves.ReferralWaitlist),
    _step(moves.ReferralWithdrawAcceptance),
    _step(moves.ReferralProposeOnward),
    _step(moves.ReferralRecordExternalAcceptance),
    _step(moves.ReferralReschedule),
    _step(moves.ReferralRelease),
    _step(moves.ReferralEmergencyBypass),
    _step(moves.ReferralTurnBack),
    _step(moves.ReferralFileRetrospective),
    _step(moves.ReferralMarkNoShow),
    _step(moves.ReferralRebook),
    _step(moves.ReferralRefuseAtDoor),
    _step(moves.ReferralInterimReply),
    _step(moves.ReferralRequestCancel),
    _step(moves.ReferralConfirmCancel),
    _step(moves.ReferralRefuseCancel),
    _step(moves.ReferralCloseUnplaced),
    _step(moves.ReferralRecordDeath),
    _step(moves.ReferralSupersede),
    _step(moves.ReferralChangePriority),
    _step(moves.ReferralMarkError),
    _step(moves.ReferralReopen),
    _step(moves.ReferralDivert),
    _step(moves.ReferralReturnWithAdvice),
]

urlpatterns += [
    path("services/", services.ServiceList.as_view(), name="service-list"),
    path("services/new/", services.ServiceNew.as_view(), name="service-new"),
    path("services/<uuid:pk>/", services.ServiceDetail.as_view(), name="service-detail"),
    path(
        "services/<uuid:pk>/attachments/",
        attachments.ServiceAttachmentAdd.as_view(),
        name="service-attach",
    ),
    path("services/<uuid:pk>/reveal/", services.ServiceReveal.as_view(), name="service-reveal"),
    _step(services.ServiceReceive, below="services/", prefix="service"),
    _step(services.ServiceStart, below="services/", prefix="service"),
    _step(services.ServiceReport, below="services/", prefix="service"),
    _step(services.ServiceAcknowledge, below="services/", prefix="service"),
    _step(services.ServiceDecline, below="services/", prefix="service"),
    _step(services.ServiceCancel, below="services/", prefix="service"),
    path("services/<uuid:pk>/convert/", services.ServiceConvert.as_view(), name="service-convert"),
]

# Below /settings/sla/, beside roster and calendar (portal/urls.py).
settings_pages = [
    path("", rules.RuleList.as_view(), name="rule-list"),
    path("rules/new/", rules.RuleSet.as_view(), name="rule-set"),
    path("rules/<uuid:pk>/end/", rules.RuleEnd.as_view(), name="rule-end"),
    path("reasons/", reason_codes.ReasonList.as_view(), name="reason-list"),
    path("reasons/set/", reason_codes.ReasonSet.as_view(), name="reason-set"),
    path("reasons/<uuid:pk>/end/", reason_codes.ReasonEnd.as_view(), name="reason-end"),
    path("late/", rules.LateList.as_view(), name="late-list"),
]

urlpatterns += [
    path("check-in/", outcomes.CheckIn.as_view(), name="check-in"),
    path("follow-ups/", follow_ups.FollowUpList.as_view(), name="follow-up-list"),
    path(
        "follow-ups/<uuid:pk>/record/",
        follow_ups.FollowUpRecord.as_view(),
        name="follow-up-record",
    ),
    path("follow-ups/<uuid:pk>/move/", follow_ups.FollowUpMove.as_view(), name="follow-up-move"),
    path(
        "follow-ups/<uuid:pk>/cancel/",
        follow_ups.FollowUpCancel.as_view(),
        name="follow-up-cancel",
    ),
    path(
        "follow-ups/<uuid:pk>/send-up/",
        follow_ups.FollowUpSendUp.as_view(),
        name="follow-up-send-up",
    ),
    path("<uuid:pk>/follow-ups/", follow_ups.FollowUpAdd.as_view(), name="follow-up-add"),
    path("<uuid:pk>/down/", care.ReferralDown.as_view(), name="referral-down"),
    path("<uuid:pk>/care/", care.CareSheet.as_view(), name="care-sheet"),
    path(
        "<uuid:pk>/recognitions/",
        outcomes.RecognitionRecord.as_view(),
        name="recognition-record",
    ),
    path("outflow-leads/", outflow_leads.OutflowLeadList.as_view(), name="outflow-lead-list"),
    path(
        "outflow-leads/<uuid:pk>/judge/",
        outflow_leads.OutflowLeadJudge.as_view(),
        name="outflow-lead-judge",
    ),
    path("readmissions/", outcomes.ReadmissionList.as_view(), name="readmission-list"),
    path(
        "readmissions/<uuid:pk>/judge/",
        outcomes.ReadmissionJudge.as_view(),
        name="readmission-judge",
    ),
    path("catch-up/", outcomes.CatchUpList.as_view(), name="catch-up-list"),
    path("catch-up/<uuid:pk>/", outcomes.CatchUpDo.as_view(), name="catch-up-do"),
]
