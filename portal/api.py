"""The API's one router and version prefix."""

from functools import cache

from django.urls import include, path
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from experts.api import (
    activities,
    clinics,
    dispatches,
    evidence,
    mentoring,
    technologies,
    training,
)
from experts.api.papers import BatchFileViewSet
from hospitals.api import (
    abstracts,
    accreditations,
    calendars,
    capacity,
    claims,
    duty,
    flows,
    governance,
    inspections,
    network,
    networks,
    papers,
    population,
    quality,
    reports,
    resources,
    routes,
)
from portal.accounts.api import AuditViewSet, MembershipViewSet, PreferencesView
from portal.dashboards.api import ReferralOverviewView, SearchView
from portal.health.api import StatusView
from portal.lists.api import ExportViewSet, ImportRunViewSet, ImportView, SavedViewViewSet
from portal.metrics.api import ComputeRunViewSet, IndicatorValueViewSet, IndicatorViewSet
from referrals.api import care, outflow_leads
from referrals.api.attachments import AttachmentViewSet
from referrals.api.bulk import BulkTransitions
from referrals.api.duplicates import DuplicatesView
from referrals.api.green import GreenCaseViewSet, GreenTargetViewSet
from referrals.api.lookups import DiagnosisLookup
from referrals.api.messages import ReferralMessageViewSet
from referrals.api.pool import PoolViewSet
from referrals.api.prints import PrintJobViewSet, ReferralPdfViewSet, SlipVerifyViewSet
from referrals.api.reason_codes import ReasonCodeViewSet
from referrals.api.referrals import ReferralViewSet
from referrals.api.review import ReviewViewSet
from referrals.api.service_requests import ServiceRequestViewSet
from referrals.api.timers import TimerRuleViewSet, TimerViewSet
from referrals.api.transports import TransportViewSet

app_name = "api"

router = SimpleRouter(trailing_slash=False)
router.register("referrals/bulk-transitions", BulkTransitions, basename="bulk-transition")
router.register("referrals", ReferralViewSet, basename="referral")
router.register("review", ReviewViewSet, basename="review")
router.register("attachments", AttachmentViewSet, basename="attachment")
router.register("hospitals", network.HospitalViewSet, basename="hospital")
router.register("departments", network.DepartmentViewSet, basename="department")
router.register("accreditations", accreditations.AccreditationViewSet, basename="accreditation")
router.register("hospital-names", governance.HospitalNameViewSet, basename="hospital-name")
router.register("hospital-plans", governance.PlanViewSet, basename="hospital-plan")
router.register("agreements", governance.AgreementViewSet, basename="agreement")
router.register("agreement-files", papers.AgreementFileViewSet, basename="agreement-file")
router.register("milestone-files", papers.MilestoneFileViewSet, basename="milestone-file")
router.register("policies", governance.PolicyViewSet, basename="policy")
router.register("committees", governance.CommitteeViewSet, basename="committee")
router.register("committee-seats", governance.SeatViewSet, basename="committee-seat")
router.register("bed-counts", resources.BedCountViewSet, basename="bed-count")
router.register("inspections", inspections.InspectionRoundViewSet, basename="inspection")
router.register(
    "inspection-findings", inspections.InspectionFindingViewSet, basename="inspection-finding"
)
router.register("checklist-items", inspections.ChecklistItemViewSet, basename="checklist-item")
router.register("bed-targets", resources.BedTargetViewSet, basename="bed-target")
router.register("equipment", resources.EquipmentViewSet, basename="equipment")
router.register("specialty-clusters", resources.ClusterViewSet, basename="specialty-cluster")
router.register("projects", resources.ProjectViewSet, basename="project")
router.register("bed-pools", capacity.BedPoolViewSet, basename="bed-pool")
router.register("slots", capacity.SlotViewSet, basename="slot")
router.register("referral-routes", routes.RouteViewSet, basename="referral-route")
router.register("campuses", network.CampusViewSet, basename="campus")
router.register("networks", networks.NetworkViewSet, basename="network")
router.register("network-members", networks.NetworkMemberViewSet, basename="network-member")
router.register("relations", networks.RelationViewSet, basename="relation")
router.register("milestones", networks.ProjectMilestoneViewSet, basename="milestone")
router.register("regions", network.RegionViewSet, basename="region")
router.register("experts", dispatches.ExpertViewSet, basename="expert")
router.register("dispatch-batches", dispatches.DispatchBatchViewSet, basename="dispatch-batch")
router.register("batch-files", BatchFileViewSet, basename="batch-file")
router.register("postings", dispatches.PostingViewSet, basename="posting")
router.register("mentorships", mentoring.MentorshipViewSet, basename="mentorship")
router.register("skill-milestones", mentoring.SkillMilestoneViewSet, basename="skill-milestone")
router.register("co-directors", mentoring.CoDirectorViewSet, basename="co-director")
router.register("training-stays", training.TrainingStayViewSet, basename="training-stay")
router.register("certificates", training.CertificateViewSet, basename="certificate")
router.register("awards", training.AwardViewSet, basename="award")
router.register("recruitments", training.RecruitmentViewSet, basename="recruitment")
router.register("activities", activities.ActivityViewSet, basename="activity")
router.register("clinic-sessions", clinics.ClinicSessionViewSet, basename="clinic-session")
router.register("campaigns", activities.OutreachCampaignViewSet, basename="campaign")
router.register("campaign-stops", activities.OutreachStopViewSet, basename="campaign-stop")
router.register("technologies", technologies.TechnologyViewSet, basename="technology")
router.register("novelty-claims", technologies.NoveltyClaimViewSet, basename="novelty-claim")
router.register("evidence", evidence.EvidenceViewSet, basename="evidence")
router.register("price-items", technologies.PriceItemViewSet, basename="price-item")
router.register("down-referrals", care.DownReferralViewSet, basename="down-referral")
router.register("follow-ups", care.FollowUpViewSet, basename="follow-up")
router.register("recognitions", care.RecognitionViewSet, basename="recognition")
router.register("outflow-leads", outflow_leads.OutflowLeadViewSet, basename="outflow-lead")
router.register("readmissions", care.ReadmissionViewSet, basename="readmission")
router.register("catch-ups", care.CatchUpViewSet, basename="catch-up")
router.register("arrival-codes", care.ArrivalCodeViewSet, basename="arrival-code")
router.register("service-requests", ServiceRequestViewSet, basename="service-request")
router.register("print-jobs", PrintJobViewSet, basename="print-job")
router.register("reason-codes", ReasonCodeViewSet, basename="reason-code")
router.register("sla", TimerRuleViewSet, basename="timer-rule")
router.register("timers", TimerViewSet, basename="timer")
router.register("duty", duty.DutyShiftViewSet, basename="duty-shift")
router.register("calendar-days", calendars.CalendarDayViewSet, basename="calendar-day")
router.register("pool", PoolViewSet, basename="pool")
router.register("green-cases", GreenCaseViewSet, basename="green-case")
router.register("green-targets", GreenTargetViewSet, basename="green-target")
router.register("claims", claims.ClaimViewSet, basename="claim")
router.register("claim-proposals", claims.ClaimProposalViewSet, basename="claim-proposal")
router.register("monthly-reports", reports.MonthlyReportViewSet, basename="monthly-report")
router.register("flow-batches", flows.FlowBatchViewSet, basename="flow-batch")
router.register("abstract-batches", abstracts.AbstractBatchViewSet, basename="abstract-batch")
router.register("quality/checks", quality.QualityViewSet, basename="quality-check")
router.register("population", population.PopulationViewSet, basename="population")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("indicator-values", IndicatorValueViewSet, basename="indicator-value")
router.register("runs", ComputeRunViewSet, basename="run")
router.register("saved-views", SavedViewViewSet, basename="saved-view")
router.register("memberships", MembershipViewSet, basename="membership")
router.register("audit", AuditViewSet, basename="audit")
router.register("exports", ExportViewSet, basename="export")
router.register("import-runs", ImportRunViewSet, basename="import-run")


@cache
def _described(_language):
    return SchemaGenerator().get_schema(request=None, public=True)


class KeptSchema(SchemaGenerator):
    """The same for everybody, so made once in each language."""

    def get_schema(self, request=None, public=False):
        return _described(get_language())


class Schema(SpectacularAPIView):
    """OpenAPI 3.1 of this API, as JSON, or as YAML where that is asked for."""

    generator_class = KeptSchema
    renderer_classes = [OpenApiJsonRenderer, OpenApiYamlRenderer]


class Docs(SpectacularSwaggerSplitView):
    """The page to try the API; its script is a file, as the content security policy wants it."""

    http_method_names = ["get", "head"]
    template_name = "api/docs.html"
    url_name = "api:schema"


urlpatterns = [
    path("v1/me/preferences", PreferencesView.as_view(), name="preferences"),
    path("v1/referrals/duplicates", DuplicatesView.as_view(), name="duplicates"),
    path("v1/search", SearchView.as_view(), name="search"),
    path("v1/imports/<slug:table>", ImportView.as_view(), name="import"),
    path("v1/status", StatusView.as_view(), name="status"),
    path("v1/referral-overview", ReferralOverviewView.as_view(), name="referral-overview"),
    path(
        "v1/referrals/verify",
        SlipVerifyViewSet.as_view({"post": "create"}),
        name="slip-verify",
    ),
    path(
        "v1/referrals/<uuid:pk>/pdf",
        ReferralPdfViewSet.as_view({"post": "create"}),
        name="referral-pdf",
    ),
    path(
        "v1/referrals/<uuid:pk>/messages",
        ReferralMessageViewSet.as_view({"get": "list", "post": "create"}),
        name="referral-messages",
    ),
    path(
        "v1/referrals/<uuid:pk>/transport",
        TransportViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="referral-transport",
    ),
    path(
        "v1/referrals/<uuid:pk>/urge",
        ReferralMessageViewSet.as_view({"post": "urge"}),
        name="referral-urge",
    ),
    path("v1/lookup/diagnoses", DiagnosisLookup.as_view({"get": "list"}), name="diagnosis-lookup"),
    path("v1/", include(router.urls)),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
]
