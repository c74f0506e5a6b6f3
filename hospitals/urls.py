"""Pages of hospitals, their networks, beds and slots."""

from django.urls import include, path
from django.views.generic import RedirectView

from hospitals.views import (
    abstracts,
    accreditations,
    batches,
    calendars,
    capacity,
    claims,
    duty,
    governance,
    inspections,
    names,
    networks,
    papers,
    population,
    quality,
    registry,
    reports,
    resources,
    routes,
)

app_name = "hospitals"

_registry = [
    path("", registry.HospitalList.as_view(), name="hospital-list"),
    path("new/", registry.HospitalCreate.as_view(), name="hospital-create"),
    path("<uuid:pk>/", registry.HospitalDetail.as_view(), name="hospital-detail"),
    path("<uuid:pk>/edit/", registry.HospitalEdit.as_view(), name="hospital-edit"),
    path("<uuid:pk>/close/", registry.HospitalClose.as_view(), name="hospital-close"),
    path("<uuid:pk>/rename/", names.HospitalRename.as_view(), name="hospital-rename"),
    path("<uuid:pk>/merge/", names.HospitalMerge.as_view(), name="hospital-merge"),
    path("<uuid:pk>/names/new/", names.NameRecord.as_view(), name="name-record"),
    path("names/<uuid:pk>/edit/", names.NameRevise.as_view(), name="name-revise"),
    path("<uuid:pk>/campuses/new/", registry.CampusCreate.as_view(), name="campus-create"),
    path(
        "<uuid:pk>/departments/new/", registry.DepartmentCreate.as_view(), name="department-create"
    ),
    path("campuses/<uuid:pk>/edit/", registry.CampusEdit.as_view(), name="campus-edit"),
    path("departments/<uuid:pk>/edit/", registry.DepartmentEdit.as_view(), name="department-edit"),
    path("departments/<uuid:pk>/beds/", capacity.BedsSet.as_view(), name="beds-set"),
    path("accreditations/", accreditations.AccreditationList.as_view(), name="accreditation-list"),
    path(
        "<uuid:pk>/accreditations/new/",
        accreditations.AccreditationRecord.as_view(),
        name="accreditation-record",
    ),
    path(
        "accreditations/<uuid:pk>/edit/",
        accreditations.AccreditationRevise.as_view(),
        name="accreditation-revise",
    ),
    path("networks/", networks.NetworkList.as_view(), name="network-list"),
    path("networks/new/", networks.NetworkCreate.as_view(), name="network-create"),
    path("networks/<uuid:pk>/", networks.NetworkDetail.as_view(), name="network-detail"),
    path("networks/<uuid:pk>/admit/", networks.MemberAdmit.as_view(), name="member-admit"),
    path("networks/<uuid:pk>/end/", networks.NetworkEnd.as_view(), name="network-end"),
    path("networks/<uuid:pk>/edit/", networks.NetworkCorrect.as_view(), name="network-correct"),
    path("members/<uuid:pk>/edit/", networks.MemberCorrect.as_view(), name="member-correct"),
    path("members/<uuid:pk>/withdraw/", networks.MemberWithdraw.as_view(), name="member-withdraw"),
    path("relations/new/", networks.RelationCreate.as_view(), name="relation-create"),
    path("relations/<uuid:pk>/edit/", networks.RelationCorrect.as_view(), name="relation-correct"),
    path("relations/<uuid:pk>/end/", networks.RelationEnd.as_view(), name="relation-end"),
    path("projects/", networks.ProjectList.as_view(), name="project-list"),
    path("milestones/", networks.MilestoneList.as_view(), name="milestone-list"),
    path("projects/<uuid:pk>/", networks.ProjectDetail.as_view(), name="project-detail"),
    path("projects/<uuid:pk>/edit/", networks.ProjectRevise.as_view(), name="project-revise"),
    path(
        "projects/<uuid:pk>/milestones/new/",
        networks.MilestoneRecord.as_view(),
        name="milestone-record",
    ),
    path("batches/", batches.BatchList.as_view(), name="batch-list"),
    path("batches/new/", batches.BatchImport.as_view(), name="batch-import"),
    path("batches/<uuid:pk>/", batches.BatchDetail.as_view(), name="batch-detail"),
    path("batches/<uuid:pk>/columns/", batches.BatchColumns.as_view(), name="batch-columns"),
    path("batches/<uuid:pk>/commit/", batches.BatchCommit.as_view(), name="batch-commit"),
    path("batches/<uuid:pk>/drop/", batches.BatchDrop.as_view(), name="batch-drop"),
    path("batches/<uuid:pk>/restore/", batches.BatchRestore.as_view(), name="batch-restore"),
    path("batches/<uuid:pk>/problems.csv", batches.problems_file, name="batch-problems"),
]

_governance = [
    path("agreements/", governance.AgreementList.as_view(), name="agreement-list"),
    path("agreements/<uuid:pk>/", governance.AgreementDetail.as_view(), name="agreement-detail"),
    path(
        "networks/<uuid:pk>/agreements/new/",
        governance.AgreementRecord.as_view(),
        name="agreement-record",
    ),
    path(
        "agreements/<uuid:pk>/edit/", governance.AgreementRevise.as_view(), name="agreement-revise"
    ),
    path("policies/", governance.PolicyList.as_view(), name="policy-list"),
    path(
        "networks/<uuid:pk>/policies/new/", governance.PolicyRecord.as_view(), name="policy-record"
    ),
    path("policies/<uuid:pk>/edit/", governance.PolicyRevise.as_view(), name="policy-revise"),
    path("committees/", governance.CommitteeList.as_view(), name="committee-list"),
    path(
        "networks/<uuid:pk>/committees/new/",
        governance.CommitteeRecord.as_view(),
        name="committee-record",
    ),
    path(
        "committees/<uuid:pk>/edit/", governance.CommitteeRevise.as_view(), name="committee-revise"
    ),
    path("plans/", governance.PlanList.as_view(), name="plan-list"),
    path("<uuid:pk>/plans/new/", governance.PlanRecord.as_view(), name="plan-record"),
    path("plans/<uuid:pk>/edit/", governance.PlanRevise.as_view(), name="plan-revise"),
    path("committees/<uuid:pk>/seats/new/", governance.SeatRecord.as_view(), name="seat-record"),
    path("seats/<uuid:pk>/edit/", governance.SeatRevise.as_view(), name="seat-revise"),
]

_papers = [
    path(
        "agreements/<uuid:pk>/files/new/",
        papers.AgreementFileAdd.as_view(),
        name="agreement-file-add",
    ),
    path("agreements/files/<uuid:pk>/", papers.AgreementFileRead.as_view(), name="agreement-file"),
    path(
        "agreements/files/<uuid:pk>/remove/",
        papers.AgreementFileRemove.as_view(),
        name="agreement-file-remove",
    ),
    path(
        "milestones/<uuid:pk>/files/new/",
        papers.MilestoneFileAdd.as_view(),
        name="milestone-file-add",
    ),
    path("milestones/files/<uuid:pk>/", papers.MilestoneFileRead.as_view(), name="milestone-file"),
    path(
        "milestones/files/<uuid:pk>/remove/",
        papers.MilestoneFileRemove.as_view(),
        name="milestone-file-remove",
    ),
]

_resources = [
    path("bed-counts/", resources.BedCountList.as_view(), name="bed-count-list"),
    path("<uuid:pk>/bed-counts/new/", resources.BedCountRecord.as_view(), name="bed-count-record"),
    path("bed-counts/<uuid:pk>/edit/", resources.BedCountRevise.as_view(), name="bed-count-revise"),
    path("bed-targets/", resources.BedTargetList.as_view(), name="bed-target-list"),
    path(
        "<uuid:pk>/bed-targets/new/", resources.BedTargetRecord.as_view(), name="bed-target-record"
    ),
    path(
        "bed-targets/<uuid:pk>/edit/", resources.BedTargetRevise.as_view(), name="bed-target-revise"
    ),
    path("equipment/", resources.EquipmentList.as_view(), name="equipment-list"),
    path("<uuid:pk>/equipment/new/", resources.EquipmentRecord.as_view(), name="equipment-record"),
    path("equipment/<uuid:pk>/edit/", resources.EquipmentRevise.as_view(), name="equipment-revise"),
    path("clusters/", resources.ClusterList.as_view(), name="cluster-list"),
    path("<uuid:pk>/clusters/new/", resources.ClusterRecord.as_view(), name="cluster-record"),
    path("clusters/<uuid:pk>/edit/", resources.ClusterRevise.as_view(), name="cluster-revise"),
    path("population/", population.PopulationList.as_view(), name="population-list"),
    path("supports/", networks.SupportList.as_view(), name="support-list"),
]

urlpatterns = [
    path("hospitals/", include(_registry)),
    path("hospitals/", include(_governance)),
    path("hospitals/", include(_papers)),
    path("hospitals/", include(_resources)),
    path("beds/", capacity.BedBoard.as_view(), name="bed-board"),
    path("slots/", capacity.SlotList.as_view(), name="slot-list"),
    path("slots/new/", capacity.SlotsOpen.as_view(), name="slots-open"),
    path("slots/<uuid:pk>/close/", capacity.SlotClose.as_view(), name="slot-close"),
    path("settings/routes/", routes.RouteList.as_view(), name="route-list"),
    path("settings/routes/new/", routes.RouteOpen.as_view(), name="route-open"),
    path("settings/routes/generate/", routes.RoutesGenerate.as_view(), name="routes-generate"),
    path("settings/routes/import/", routes.RoutesImport.as_view(), name="routes-import"),
    path("settings/routes/<uuid:pk>/end/", routes.RouteEnd.as_view(), name="route-end"),
    path("settings/routes/networks/<uuid:pk>/", routes.RoutesBind.as_view(), name="routes-bind"),
]

# Below /settings/sla/, beside the deadlines of referrals (portal/urls.py).
settings_pages = [
    path("duty/", duty.DutyList.as_view(), name="duty-list"),
    path("duty/<uuid:pk>/", duty.DutyRoster.as_view(), name="duty-roster"),
    path("duty/<uuid:pk>/new/", duty.ShiftCreate.as_view(), name="shift-create"),
    path("shifts/<uuid:pk>/edit/", duty.ShiftEdit.as_view(), name="shift-edit"),
    path("shifts/<uuid:pk>/delete/", duty.ShiftDelete.as_view(), name="shift-delete"),
    path("calendar/", calendars.CalendarList.as_view(), name="calendar-list"),
    path("calendar/<uuid:pk>/new/", calendars.DayCreate.as_view(), name="day-create"),
    path("calendar/<uuid:pk>/import/", calendars.CalendarImport.as_view(), name="calendar-import"),
    path("days/<uuid:pk>/edit/", calendars.DayEdit.as_view(), name="day-edit"),
    path("days/<uuid:pk>/delete/", calendars.DayDelete.as_view(), name="day-delete"),
]

claim_pages = [
    path("", claims.ClaimList.as_view(), name="claim-list"),
    path("findings/", claims.FindingList.as_view(), name="finding-list"),
    path("<uuid:pk>/", claims.ClaimDetail.as_view(), name="claim-detail"),
    path("<uuid:pk>/propose/", claims.ClaimPropose.as_view(), name="claim-propose"),
    path("proposals/<uuid:pk>/decide/", claims.ProposalDecide.as_view(), name="proposal-decide"),
    path(
        "proposals/<uuid:pk>/withdraw/",
        claims.ProposalWithdraw.as_view(),
        name="proposal-withdraw",
    ),
]

report_pages = [
    path("", reports.ReportList.as_view(), name="report-list"),
    path("new/", reports.ReportOpen.as_view(), name="report-open"),
    path(
        "restated/",
        RedirectView.as_view(pattern_name="reports:totals", query_string=True, permanent=True),
        name="restated",
    ),
    path("totals/", reports.ReportTotals.as_view(), name="totals"),
    path("completeness/", reports.Completeness.as_view(), name="completeness"),
    path("<uuid:pk>/", reports.ReportDetail.as_view(), name="report-detail"),
    path("<uuid:pk>/fill/", reports.ReportFill.as_view(), name="report-fill"),
    path("<uuid:pk>/submit/", reports.ReportSubmit.as_view(), name="report-submit"),
    path("<uuid:pk>/approve/", reports.ReportApprove.as_view(), name="report-approve"),
    path("<uuid:pk>/send-back/", reports.ReportSendBack.as_view(), name="report-send-back"),
    path("<uuid:pk>/lock/", reports.ReportLock.as_view(), name="report-lock"),
    path("<uuid:pk>/reopen/", reports.ReportReopen.as_view(), name="report-reopen"),
]

inspection_pages = [
    path("", inspections.RoundList.as_view(), name="round-list"),
    path("findings/", inspections.FindingList.as_view(), name="finding-list"),
    path("checklists/", inspections.ChecklistList.as_view(), name="checklist-list"),
    path("of/<uuid:pk>/new/", inspections.RoundPlan.as_view(), name="round-plan"),
    path("of/<uuid:pk>/items/new/", inspections.ItemRecord.as_view(), name="item-record"),
    path("items/<uuid:pk>/edit/", inspections.ItemRevise.as_view(), name="item-revise"),
    path("<uuid:pk>/", inspections.RoundDetail.as_view(), name="round-detail"),
    path("<uuid:pk>/score/", inspections.RoundScore.as_view(), name="round-score"),
    path(
        "findings/<uuid:pk>/rectify/", inspections.FindingRectify.as_view(), name="finding-rectify"
    ),
    path("findings/<uuid:pk>/verify/", inspections.FindingVerify.as_view(), name="finding-verify"),
    path("findings/<uuid:pk>/reopen/", inspections.FindingReopen.as_view(), name="finding-reopen"),
]

abstract_pages = [
    path("", abstracts.AbstractBatchList.as_view(), name="batch-list"),
    path("new/", abstracts.AbstractImport.as_view(), name="batch-import"),
    path("<uuid:pk>/", abstracts.AbstractBatchDetail.as_view(), name="batch-detail"),
    path("<uuid:pk>/columns/", abstracts.AbstractColumns.as_view(), name="batch-columns"),
    path("<uuid:pk>/commit/", abstracts.AbstractCommit.as_view(), name="batch-commit"),
    path("<uuid:pk>/drop/", abstracts.AbstractDrop.as_view(), name="batch-drop"),
    path("<uuid:pk>/restore/", abstracts.AbstractRestore.as_view(), name="batch-restore"),
    path("<uuid:pk>/problems.csv", abstracts.problems_file, name="batch-problems"),
]

quality_pages = [path("", quality.QualityList.as_view(), name="quality-list")]
