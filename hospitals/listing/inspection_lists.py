"""The lists of inspections, of what they found, and of what is looked at."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from hospitals.filters.inspections import ChecklistFilter, FindingFilter, RoundFilter
from hospitals.listing.governance_lists import NETWORK
from hospitals.listing.inspection_file import CHECKLIST_FILE, INSPECTION_FILE
from hospitals.models import ChecklistItem, InspectionFinding, InspectionRound
from portal.core.listing import SYNTHETIC, Column, ListKind, address_of, label_of, number
from portal.roles import Permission

OF_INSPECTIONS = {
    "permission": Permission.INSPECTION_VIEW,
    "export_permission": Permission.INSPECTION_VIEW,
}


def _rounds(user):
    rows = InspectionRound.objects.visible_to(user).with_totals()
    named = rows.select_related("hospital", "network")
    return named.order_by("-year", "-half", "hospital__pinyin", "hospital__name", "pk")


def _findings(user):
    rows = InspectionFinding.objects.visible_to(user)
    named = rows.select_related("round__hospital", "round__network", "item")
    return named.order_by("due_on", "round__hospital__pinyin", "item__number", "pk")


def _items(user):
    rows = ChecklistItem.objects.visible_to(user).select_related("network")
    return rows.order_by("network__name", "-edition", "number", "pk")


ROUNDS = ListKind(
    code="inspections",
    label=gettext_lazy("同质化检查"),
    url_name="inspections:round-list",
    filterset_class=RoundFilter,
    rows=_rounds,
    columns=(
        Column(
            "hospital",
            gettext_lazy("受检医院"),
            attrgetter("hospital"),
            is_fixed=True,
            url=address_of,
            by=("hospital__pinyin", "hospital__name"),
        ),
        NETWORK,
        Column("year", gettext_lazy("年度"), attrgetter("year"), by="year"),
        Column("half", gettext_lazy("轮次"), label_of("half"), by="half"),
        Column("edition", gettext_lazy("检查表版本"), attrgetter("edition"), by="edition"),
        Column(
            "state",
            gettext_lazy("状态"),
            label_of("state"),
            state=lambda row: "overdue" if row.is_late else row.state,
            by="state",
        ),
        Column("due_on", gettext_lazy("检查期限"), attrgetter("due_on"), by="due_on"),
        Column(
            "inspected_on", gettext_lazy("检查日期"), attrgetter("inspected_on"), by="inspected_on"
        ),
        number(
            "percent",
            gettext_lazy("得分"),
            attrgetter("percent"),
            gettext_lazy("各条目得分之和占满分之和的百分比；未检查的为空"),
        ),
        number(
            "found",
            gettext_lazy("问题数"),
            attrgetter("found"),
            gettext_lazy("本轮检查登记的问题条数，含已确认整改的"),
            by="found",
        ),
        SYNTHETIC,
    ),
    imports=(INSPECTION_FILE,),
    **OF_INSPECTIONS,
)

FINDINGS = ListKind(
    code="inspection-findings",
    label=gettext_lazy("整改清单"),
    url_name="inspections:finding-list",
    filterset_class=FindingFilter,
    rows=_findings,
    columns=(
        Column(
            "round",
            gettext_lazy("检查"),
            attrgetter("round"),
            is_fixed=True,
            url=address_of,
            by=("round__year", "round__half", "round__hospital__pinyin"),
        ),
        Column("item", gettext_lazy("检查条目"), attrgetter("item"), by="item__number"),
        Column("text", gettext_lazy("存在问题"), attrgetter("text")),
        Column("responsible", gettext_lazy("责任科室"), attrgetter("responsible")),
        Column(
            "state",
            gettext_lazy("整改状态"),
            label_of("state"),
            state=lambda row: "overdue" if row.is_late else row.state,
            by="state",
        ),
        Column("due_on", gettext_lazy("整改期限"), attrgetter("due_on"), by="due_on"),
        Column("closed_on", gettext_lazy("整改完成日期"), attrgetter("closed_on"), by="closed_on"),
        Column(
            "verified_on", gettext_lazy("确认日期"), attrgetter("verified_on"), by="verified_on"
        ),
        SYNTHETIC,
    ),
    **OF_INSPECTIONS,
)

CHECKLISTS = ListKind(
    code="checklist-items",
    label=gettext_lazy("检查表"),
    url_name="inspections:checklist-list",
    filterset_class=ChecklistFilter,
    rows=_items,
    columns=(
        NETWORK,
        Column("edition", gettext_lazy("检查表版本"), attrgetter("edition"), by="edition"),
        Column(
            "number", gettext_lazy("条目编号"), attrgetter("number"), is_fixed=True, by="number"
        ),
        Column("section", gettext_lazy("检查内容"), attrgetter("section"), by="section"),
        Column("standard", gettext_lazy("评分标准"), attrgetter("standard")),
        number(
            "max_score",
            gettext_lazy("满分"),
            attrgetter("max_score"),
            gettext_lazy("该条目最多可得的分数"),
            by="max_score",
        ),
        SYNTHETIC,
    ),
    imports=(CHECKLIST_FILE,),
    **OF_INSPECTIONS,
)
