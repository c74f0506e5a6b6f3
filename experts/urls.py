"""Pages of experts, their batches and postings, and of new technologies."""

from django.urls import include, path

from experts.views import (
    activities,
    batches,
    claims,
    clinics,
    evidence,
    experts,
    mentoring,
    papers,
    postings,
    talent,
    technologies,
    training,
    windows,
)

app_name = "experts"

_experts = [
    path("", experts.ExpertList.as_view(), name="expert-list"),
    path("new/", experts.ExpertRegister.as_view(), name="expert-register"),
    path("<uuid:pk>/", experts.ExpertDetail.as_view(), name="expert-detail"),
    path("<uuid:pk>/edit/", experts.ExpertRevise.as_view(), name="expert-revise"),
    path("<uuid:pk>/postings/new/", postings.PostingCreate.as_view(), name="posting-create"),
    path("batches/", batches.BatchList.as_view(), name="batch-list"),
    path("batches/new/", batches.BatchOpen.as_view(), name="batch-open"),
    path("batches/<uuid:pk>/", batches.BatchDetail.as_view(), name="batch-detail"),
    path("batches/<uuid:pk>/edit/", batches.BatchRevise.as_view(), name="batch-revise"),
    path("batches/<uuid:pk>/experts/new/", batches.BatchEnlist.as_view(), name="batch-enlist"),
    path("batches/<uuid:pk>/submit/", batches.BatchSubmit.as_view(), name="batch-submit"),
    path("batches/<uuid:pk>/approve/", batches.BatchApprove.as_view(), name="batch-approve"),
    path("batches/<uuid:pk>/send-back/", batches.BatchSendBack.as_view(), name="batch-send-back"),
    path("batches/<uuid:pk>/files/new/", papers.BatchFileAdd.as_view(), name="batch-file-add"),
    path("batches/files/<uuid:pk>/", papers.BatchFileRead.as_view(), name="batch-file"),
    path(
        "batches/files/<uuid:pk>/remove/",
        papers.BatchFileRemove.as_view(),
        name="batch-file-remove",
    ),
    path("postings/", postings.PostingList.as_view(), name="posting-list"),
    path("postings/<uuid:pk>/", postings.PostingDetail.as_view(), name="posting-detail"),
    path("postings/<uuid:pk>/strike/", batches.PostingStrike.as_view(), name="posting-strike"),
    path("postings/<uuid:pk>/extend/", postings.PostingExtend.as_view(), name="posting-extend"),
    path("postings/<uuid:pk>/end/", postings.PostingEnd.as_view(), name="posting-end"),
    path("postings/<uuid:pk>/plan/", postings.PostingPlan.as_view(), name="posting-plan"),
    path("postings/<uuid:pk>/admit/", postings.PostingAdmit.as_view(), name="posting-admit"),
    path("staff/", experts.StaffList.as_view(), name="staff-list"),
    path("mentorships/", mentoring.MentorshipList.as_view(), name="mentorship-list"),
    path("<uuid:pk>/apprentices/new/", mentoring.MentorshipPair.as_view(), name="mentorship-pair"),
    path("mentorships/<uuid:pk>/", mentoring.MentorshipDetail.as_view(), name="mentorship-detail"),
    path(
        "mentorships/<uuid:pk>/edit/",
        mentoring.MentorshipRevise.as_view(),
        name="mentorship-revise",
    ),
    path(
        "mentorships/<uuid:pk>/milestones/new/",
        mentoring.MilestoneReach.as_view(),
        name="milestone-reach",
    ),
    path(
        "milestones/<uuid:pk>/edit/",
        mentoring.MilestoneCorrect.as_view(),
        name="milestone-correct",
    ),
    path("directors/", mentoring.DirectorList.as_view(), name="director-list"),
    path("directors/<uuid:pk>/edit/", mentoring.DirectorRevise.as_view(), name="director-revise"),
    path(
        "directors/hospitals/<uuid:pk>/new/",
        mentoring.DirectorAppoint.as_view(),
        name="director-appoint",
    ),
    path("hospitals/<uuid:pk>/", experts.HospitalWork.as_view(), name="hospital-work"),
    path("counts/", postings.PostingCounts.as_view(), name="posting-counts"),
]

_work = [
    path("activities/", activities.ActivityList.as_view(), name="activity-list"),
    path("activities/<uuid:pk>/", activities.ActivityDetail.as_view(), name="activity-detail"),
    path("activities/<uuid:pk>/edit/", activities.ActivityRevise.as_view(), name="activity-revise"),
    path(
        "activities/hospitals/<uuid:pk>/new/",
        activities.ActivityLog.as_view(),
        name="activity-log",
    ),
    path("clinics/", clinics.ClinicList.as_view(), name="clinic-list"),
    path("<uuid:pk>/clinics/new/", clinics.ClinicOpen.as_view(), name="clinic-open"),
    path("calendar/", windows.PostingCalendar.as_view(), name="posting-calendar"),
    path("postings/<uuid:pk>/effect/", windows.PostingEffect.as_view(), name="posting-effect"),
    path("campaigns/", activities.CampaignList.as_view(), name="campaign-list"),
    path("campaigns/<uuid:pk>/", activities.CampaignDetail.as_view(), name="campaign-detail"),
    path("campaigns/<uuid:pk>/edit/", activities.CampaignRevise.as_view(), name="campaign-revise"),
    path("campaigns/<uuid:pk>/stops/new/", activities.StopAdd.as_view(), name="stop-add"),
    path("stops/<uuid:pk>/edit/", activities.StopRevise.as_view(), name="stop-revise"),
    path(
        "campaigns/hospitals/<uuid:pk>/new/",
        activities.CampaignOpen.as_view(),
        name="campaign-open",
    ),
]

_training = [
    path("training/", training.StayList.as_view(), name="stay-list"),
    path("training/<uuid:pk>/", training.StayDetail.as_view(), name="stay-detail"),
    path("training/<uuid:pk>/edit/", training.StayRevise.as_view(), name="stay-revise"),
    path("training/<uuid:pk>/return/", training.StayReturn.as_view(), name="stay-return"),
    path("training/hospitals/<uuid:pk>/new/", training.StaySend.as_view(), name="stay-send"),
    path("certificates/", training.CertificateList.as_view(), name="certificate-list"),
    path(
        "certificates/<uuid:pk>/edit/",
        training.CertificateRevise.as_view(),
        name="certificate-revise",
    ),
    path("<uuid:pk>/certificates/new/", training.CertificateAdd.as_view(), name="certificate-add"),
    path("awards/", talent.AwardList.as_view(), name="award-list"),
    path("awards/<uuid:pk>/edit/", talent.AwardRevise.as_view(), name="award-revise"),
    path("awards/hospitals/<uuid:pk>/new/", talent.AwardGrant.as_view(), name="award-grant"),
    path("recruitment/", talent.RecruitmentList.as_view(), name="recruitment-list"),
    path(
        "recruitment/<uuid:pk>/edit/",
        talent.RecruitmentRevise.as_view(),
        name="recruitment-revise",
    ),
    path(
        "recruitment/hospitals/<uuid:pk>/new/",
        talent.RecruitmentRecord.as_view(),
        name="recruitment-record",
    ),
]

_technologies = [
    path("", technologies.TechnologyList.as_view(), name="technology-list"),
    path(
        "hospitals/<uuid:pk>/new/",
        technologies.TechnologyRegister.as_view(),
        name="technology-register",
    ),
    path("<uuid:pk>/", technologies.TechnologyDetail.as_view(), name="technology-detail"),
    path("<uuid:pk>/edit/", technologies.TechnologyRevise.as_view(), name="technology-revise"),
    path("<uuid:pk>/names/new/", technologies.TechnologyAlias.as_view(), name="technology-alias"),
    path("<uuid:pk>/admit/", technologies.TechnologyAdmit.as_view(), name="technology-admit"),
    path("<uuid:pk>/cases/", technologies.TechnologyCount.as_view(), name="technology-count"),
    path("<uuid:pk>/stop/", technologies.TechnologyStop.as_view(), name="technology-stop"),
    path("<uuid:pk>/resume/", technologies.TechnologyResume.as_view(), name="technology-resume"),
    path("<uuid:pk>/claims/new/", claims.ClaimMake.as_view(), name="claim-make"),
    path("<uuid:pk>/evidence/new/", evidence.EvidenceAdd.as_view(), name="evidence-add"),
    path(
        "claims/<uuid:pk>/evidence/new/",
        evidence.ClaimEvidenceAdd.as_view(),
        name="claim-evidence-add",
    ),
    path("evidence/<uuid:pk>/file/", evidence.EvidenceFile.as_view(), name="evidence-file"),
    path("evidence/<uuid:pk>/remove/", evidence.EvidenceRemove.as_view(), name="evidence-remove"),
    path("claims/", claims.ClaimList.as_view(), name="claim-list"),
    path("claims/<uuid:pk>/", claims.ClaimDetail.as_view(), name="claim-detail"),
    path("claims/<uuid:pk>/edit/", claims.ClaimRevise.as_view(), name="claim-revise"),
    path("claims/<uuid:pk>/judge/", claims.ClaimJudge.as_view(), name="claim-judge"),
    path("prices/", claims.PriceList.as_view(), name="price-list"),
    path("prices/<uuid:pk>/edit/", claims.PriceRevise.as_view(), name="price-revise"),
    path("prices/hospitals/<uuid:pk>/new/", claims.PriceRecord.as_view(), name="price-record"),
]

urlpatterns = [
    path("experts/", include([*_work, *_training, *_experts])),
    path("technologies/", include(_technologies)),
]
