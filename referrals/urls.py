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
    review,
    rules,
    worklist,
)
from referrals.views import service_requests as services

app_name = "referrals"

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
    path(
        "<uuid:pk>/submit-for-review/",
        moves.ReferralSubmitForReview.as_view(),
        name="referral-submit-for-review",
    ),
    path("<uuid:pk>/return/", moves.ReferralReturn.as_view(), name="referral-return"),
    path("<uuid:pk>/approve/", moves.ReferralApprove.as_view(), name="referral-approve"),
    path("<uuid:pk>/send/", moves.ReferralSend.as_view(), name="referral-send"),
    path("<uuid:pk>/receive/", moves.ReferralReceive.as_view(), name="referral-receive"),
    path(
        "<uuid:pk>/request-info/",
        moves.ReferralRequestInfo.as_view(),
        name="referral-request-info",
    ),
    path("<uuid:pk>/supply-info/", moves.ReferralSupplyInfo.as_view(), name="referral-supply-info"),
    path("<uuid:pk>/accept/", moves.ReferralAccept.as_view(), name="referral-accept"),
    path("<uuid:pk>/decline/", moves.ReferralDecline.as_view(), name="referral-decline"),
    path("<uuid:pk>/redirect/", moves.ReferralRedirect.as_view(), name="referral-redirect"),
    path("<uuid:pk>/schedule/", moves.ReferralSchedule.as_view(), name="referral-schedule"),
    path("<uuid:pk>/depart/", moves.ReferralDepart.as_view(), name="referral-depart"),
    path("<uuid:pk>/arrive/", moves.ReferralArrive.as_view(), name="referral-arrive"),
    path("<uuid:pk>/admit/", moves.ReferralAdmit.as_view(), name="referral-admit"),
    path(
        "<uuid:pk>/finish-treatment/",
        moves.ReferralFinishTreatment.as_view(),
        name="referral-finish-treatment",
    ),
    path("<uuid:pk>/reply/", moves.ReferralReply.as_view(), name="referral-reply"),
    path(
        "<uuid:pk>/acknowledge/",
        moves.ReferralAcknowledge.as_view(),
        name="referral-acknowledge",
    ),
    path("<uuid:pk>/cancel/", moves.ReferralCancel.as_view(), name="referral-cancel"),
    path("<uuid:pk>/discard/", moves.ReferralDiscard.as_view(), name="referral-discard"),
    path("<uuid:pk>/waitlist/", moves.ReferralWaitlist.as_view(), name="referral-waitlist"),
    path(
        "<uuid:pk>/withdraw-acceptance/",
        moves.ReferralWithdrawAcceptance.as_view(),
        name="referral-withdraw-acceptance",
    ),
    path(
        "<uuid:pk>/propose-onward/",
        moves.ReferralProposeOnward.as_view(),
        name="referral-propose-onward",
    ),
    path(
        "<uuid:pk>/record-external-acceptance/",
        moves.ReferralRecordExternalAcceptance.as_view(),
        name="referral-record-external-acceptance",
    ),
    path("<uuid:pk>/reschedule/", moves.ReferralReschedule.as_view(), name="referral-reschedule"),
    path("<uuid:pk>/release/", moves.ReferralRelease.as_view(), name="referral-release"),
    path(
        "<uuid:pk>/emergency-bypass/",
        moves.ReferralEmergencyBypass.as_view(),
        name="referral-emergency-bypass",
    ),
    path("<uuid:pk>/turn-back/", moves.ReferralTurnBack.as_view(), name="referral-turn-back"),
    path(
        "<uuid:pk>/file-retrospective/",
        moves.ReferralFileRetrospective.as_view(),
        name="referral-file-retrospective",
    ),
    path(
        "<uuid:pk>/mark-no-show/", moves.ReferralMarkNoShow.as_view(), name="referral-mark-no-show"
    ),
    path("<uuid:pk>/rebook/", moves.ReferralRebook.as_view(), name="referral-rebook"),
    path(
        "<uuid:pk>/refuse-at-door/",
        moves.ReferralRefuseAtDoor.as_view(),
        name="referral-refuse-at-door",
    ),
    path(
        "<uuid:pk>/interim-reply/",
        moves.ReferralInterimReply.as_view(),
        name="referral-interim-reply",
    ),
    path(
        "<uuid:pk>/request-cancel/",
        moves.ReferralRequestCancel.as_view(),
        name="referral-request-cancel",
    ),
    path(
        "<uuid:pk>/confirm-cancel/",
        moves.ReferralConfirmCancel.as_view(),
        name="referral-confirm-cancel",
    ),
    path(
        "<uuid:pk>/refuse-cancel/",
        moves.ReferralRefuseCancel.as_view(),
        name="referral-refuse-cancel",
    ),
    path(
        "<uuid:pk>/close-unplaced/",
        moves.ReferralCloseUnplaced.as_view(),
        name="referral-close-unplaced",
    ),
    path(
        "<uuid:pk>/record-death/", moves.ReferralRecordDeath.as_view(), name="referral-record-death"
    ),
    path("<uuid:pk>/supersede/", moves.ReferralSupersede.as_view(), name="referral-supersede"),
    path(
        "<uuid:pk>/change-priority/",
        moves.ReferralChangePriority.as_view(),
        name="referral-change-priority",
    ),
    path("<uuid:pk>/mark-error/", moves.ReferralMarkError.as_view(), name="referral-mark-error"),
    path("<uuid:pk>/reopen/", moves.ReferralReopen.as_view(), name="referral-reopen"),
    path("<uuid:pk>/divert/", moves.ReferralDivert.as_view(), name="referral-divert"),
    path(
        "<uuid:pk>/return-with-advice/",
        moves.ReferralReturnWithAdvice.as_view(),
        name="referral-return-with-advice",
    ),
]

urlpatterns += [
    path("services/", services.ServiceList.as_view(), name="service-list"),
    path("services/new/", services.ServiceNew.as_view(), name="service-new"),
    path("services/<uuid:pk>/", services.ServiceDetail.as_view(), name="service-detail"),
    path("services/<uuid:pk>/reveal/", services.ServiceReveal.as_view(), name="service-reveal"),
    path("services/<uuid:pk>/receive/", services.ServiceReceive.as_view(), name="service-receive"),
    path("services/<uuid:pk>/start/", services.ServiceStart.as_view(), name="service-start"),
    path("services/<uuid:pk>/report/", services.ServiceReport.as_view(), name="service-report"),
    path(
        "services/<uuid:pk>/acknowledge/",
        services.ServiceAcknowledge.as_view(),
        name="service-acknowledge",
    ),
    path("services/<uuid:pk>/decline/", services.ServiceDecline.as_view(), name="service-decline"),
    path("services/<uuid:pk>/cancel/", services.ServiceCancel.as_view(), name="service-cancel"),
    path("services/<uuid:pk>/convert/", services.ServiceConvert.as_view(), name="service-convert"),
]

# Below /settings/sla/, beside roster and calendar (portal/urls.py).
settings_pages = [
    path("", rules.RuleList.as_view(), name="rule-list"),
    path("rules/new/", rules.RuleSet.as_view(), name="rule-set"),
    path("rules/<uuid:pk>/end/", rules.RuleEnd.as_view(), name="rule-end"),
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
