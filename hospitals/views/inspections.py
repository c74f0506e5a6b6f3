"""Pages of inspections: rounds and one with its scores, findings, the checklist, and each step."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from hospitals.actions import inspections
from hospitals.forms.inspections import (
    ChecklistItemForm,
    RectifyForm,
    ReopenForm,
    RoundForm,
    ScoreForm,
    VerifyForm,
)
from hospitals.listing.inspection_lists import CHECKLISTS, FINDINGS, ROUNDS
from hospitals.models import (
    ChecklistItem,
    InspectionFinding,
    InspectionRound,
    InspectionScore,
    Network,
)
from hospitals.views.keeping import Record, Revise
from portal.core.pages import ActionPage, DetailPage, ListPage
from portal.roles import Permission


class RoundList(ListPage):
    model = InspectionRound
    kind = ROUNDS
    template_name = "inspections/round_list.html"

    def get_context_data(self, **context):
        networks = Network.objects.visible_to(self.request.user)
        led = networks.led_with(self.request.user, Permission.INSPECTION_EDIT)
        return super().get_context_data(led=led, **context)


class FindingList(ListPage):
    model = InspectionFinding
    kind = FINDINGS
    template_name = "inspections/finding_list.html"


class ChecklistList(ListPage):
    model = ChecklistItem
    kind = CHECKLISTS
    template_name = "inspections/checklist_list.html"

    def get_context_data(self, **context):
        networks = Network.objects.visible_to(self.request.user)
        led = networks.led_with(self.request.user, Permission.INSPECTION_EDIT)
        return super().get_context_data(led=led, **context)


class RoundDetail(DetailPage):
    model = InspectionRound
    permission = Permission.INSPECTION_VIEW
    template_name = "inspections/round_detail.html"
    select_related = ("network", "hospital")

    def get_queryset(self):
        user = self.request.user
        scores = InspectionScore.objects.visible_to(user).select_related("item")
        findings = InspectionFinding.objects.visible_to(user)
        findings = findings.select_related("item", "round__network", "closed_by", "verified_by")
        rows = super().get_queryset().with_totals()
        return rows.prefetch_related(Prefetch("scores", scores), Prefetch("findings", findings))

    def get_context_data(self, **context):
        row, user = self.object, self.request.user
        for line in row.lines:
            line["steps"] = line["finding"].steps_for(user) if line["finding"] else ()
        may_score = row.state == "planned" and user.has_perm(Permission.INSPECTION_EDIT, row)
        return super().get_context_data(title=str(row), may_score=may_score, **context)


class RoundPlan(ActionPage):
    model = Network
    permission = Permission.INSPECTION_EDIT
    title = _("安排检查")
    template_name = "inspections/action.html"
    form_class = RoundForm
    success_message = _("已安排。")

    def act(self, form):
        row = inspections.plan(network=self.object, details=form.cleaned_data, by=self.request.user)
        return row.get_absolute_url()


class RoundScore(ActionPage):
    model = InspectionRound
    permission = Permission.INSPECTION_EDIT
    title = _("登记检查结果")
    template_name = "inspections/round_score.html"
    form_class = ScoreForm
    success_message = _("检查结果已登记。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"inspection": self.object}

    def act(self, form):
        row = inspections.score(
            inspection=self.object,
            results=form.results,
            details=form.details,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class _FindingPage(ActionPage):
    """One step of one finding, and back to its round."""

    model = InspectionFinding
    template_name = "inspections/finding_action.html"

    def act(self, form):
        step = getattr(inspections, self.step)
        told = {"details": form.cleaned_data, "version": self.seen_version}
        return step(finding=self.object, by=self.request.user, **told).get_absolute_url()


class FindingRectify(_FindingPage):
    permission = Permission.INSPECTION_RECTIFY
    title = _("登记整改")
    form_class = RectifyForm
    step = "rectify"
    success_message = _("已登记整改，等待他人确认。")


class FindingVerify(_FindingPage):
    permission = Permission.INSPECTION_EDIT
    title = _("确认整改")
    form_class = VerifyForm
    step = "verify"
    success_message = _("已确认。")


class FindingReopen(_FindingPage):
    permission = Permission.INSPECTION_EDIT
    title = _("退回整改")
    form_class = ReopenForm
    step = "reopen"
    success_message = _("已退回。")


class ItemRecord(Record):
    kept = ChecklistItem
    model = Network
    permission = Permission.INSPECTION_EDIT
    title = _("登记检查条目")
    form_class = ChecklistItemForm


class ItemRevise(Revise):
    model = ChecklistItem
    permission = Permission.INSPECTION_EDIT
    title = _("修改检查条目")
    form_class = ChecklistItemForm
