"""The list of printed figures: the printed value beside the one that somebody proposes."""

from operator import attrgetter

from django.db.models import BooleanField, Case, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.filters import ClaimFilter
from hospitals.models import Claim
from portal.core.listing import SYNTHETIC, Column, ListKind, label_of
from portal.roles import Permission

# A day has no unit, though the sources give it one.
NO_UNIT = "日期"


def _rows(user):
    """is_doubted: whether a rule finds something about the figure, among all of them."""
    rows = Claim.objects.visible_to(user)
    doubted = {code for finding in rows.findings() for code in finding["subjects"]}
    told = Case(
        When(code__in=doubted, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    named = rows.with_proposals().select_related("hospital").annotate(is_doubted=told)
    return named.order_by("code")


def _with_unit(text, unit):
    return text if unit == NO_UNIT else f"{text} {unit}"


def _printed(row):
    limited = row.get_qualifier_display() if row.qualifier != "=" else ""
    return f"{limited} {_with_unit(row.printed, row.unit)}".strip()


def _proposed(row):
    reading = row.reading
    return reading and _with_unit(reading.proposed, reading.unit or row.unit)


def _of_reading(name):
    return lambda row: row.reading and getattr(row.reading, name)


def _decision(row):
    return row.reading and row.reading.get_state_display()


CLAIMS = ListKind(
    code="claims",
    label=gettext_lazy("引用数据"),
    url_name="claims:claim-list",
    permission=Permission.CLAIM_VIEW,
    export_permission=Permission.CLAIM_VIEW,
    filterset_class=ClaimFilter,
    rows=_rows,
    columns=(
        Column(
            "code",
            gettext_lazy("编号"),
            attrgetter("code"),
            is_fixed=True,
            css="text-nowrap",
            url=lambda row: reverse("claims:claim-detail", args=[row.pk]),
            by="code",
        ),
        Column("entity", gettext_lazy("对象"), attrgetter("entity"), is_fixed=True, by="entity"),
        Column("name", gettext_lazy("指标"), attrgetter("name"), is_fixed=True, by="name"),
        Column(
            "printed",
            gettext_lazy("原文数值"),
            _printed,
            is_fixed=True,
            css="number",
            means=gettext_lazy("报刊等公开材料印出的数，从不改动"),
        ),
        Column(
            "proposed",
            gettext_lazy("建议值"),
            _proposed,
            is_fixed=True,
            css="number",
            note=_decision,
            means=gettext_lazy("最后一次提出且未被否定的读法；与原文并列，不代替原文"),
        ),
        Column(
            "decision",
            gettext_lazy("建议值状态"),
            _decision,
            is_on_page=False,
            means=gettext_lazy("由提出人以外的人核定"),
        ),
        Column("reason", gettext_lazy("理由"), _of_reading("reason"), is_on_page=False),
        Column("period", gettext_lazy("统计期（原文）"), attrgetter("period")),
        Column("quality", gettext_lazy("质量标记"), label_of("quality"), by="quality"),
        Column(
            "doubt",
            gettext_lazy("规则存疑"),
            lambda row: _("规则存疑") if row.is_doubted else "",
            state=lambda row: "declined" if row.is_doubted else "",
            means=gettext_lazy("有规则在全部引用数据中发现矛盾的，见“矛盾与存疑”"),
        ),
        Column("source", gettext_lazy("来源"), attrgetter("source"), is_chosen=False, by="source"),
        Column("topic", gettext_lazy("分组"), attrgetter("topic"), is_chosen=False, by="topic"),
        Column("note", gettext_lazy("说明"), attrgetter("note"), is_chosen=False, is_filed=True),
        Column("quote", gettext_lazy("原文"), attrgetter("quote"), is_chosen=False, is_filed=True),
        SYNTHETIC,
    ),
)
