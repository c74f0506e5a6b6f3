"""The lists of new technologies, of claims that they are the first somewhere, and of prices."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from experts.filters import ClaimFilter, PriceFilter, TechnologyFilter
from experts.listing import kept_files
from experts.listing.technology_file import CASES as CASE_FILE
from experts.listing.technology_file import TECHNOLOGIES as TECHNOLOGY_FILE
from experts.models import NewTechnology, NoveltyClaim, PriceItem
from hospitals.listing.cells import FILES
from portal.core.listing import (
    SYNTHETIC,
    Column,
    ListKind,
    address_of,
    label_of,
    number,
)
from portal.roles import Permission


def _technologies(user):
    rows = NewTechnology.objects.visible_to(user).with_cases().with_files().with_claims()
    named = rows.select_related("hospital", "department", "source_hospital", "brought_by")
    return named.order_by("-first_done_on", "name", "pk")


def _claims(user):
    rows = NoveltyClaim.objects.visible_to(user)
    named = rows.select_related("technology__hospital", "region")
    return named.order_by("-claimed_on", "pk")


def _prices(user):
    rows = PriceItem.objects.visible_to(user).select_related("hospital", "technology", "region")
    return rows.order_by("-effective_on", "code", "pk")


def _claims_of(row):
    return [f"{claim} {claim.get_state_display()}" for claim in row.claims_now]


def _claimed(row):
    region = row.region.name if row.region else ""
    return " ".join(filter(None, (str(row), region, row.area)))


TECHNOLOGIES = ListKind(
    code="technologies",
    label=gettext_lazy("新技术新项目"),
    url_name="experts:technology-list",
    permission=Permission.TECHNOLOGY_VIEW,
    export_permission=Permission.TECHNOLOGY_VIEW,
    filterset_class=TechnologyFilter,
    rows=_technologies,
    imports=(TECHNOLOGY_FILE, CASE_FILE),
    columns=(
        Column(
            "name",
            gettext_lazy("名称"),
            attrgetter("name"),
            is_fixed=True,
            url=address_of,
            by="name",
        ),
        Column(
            "name_english",
            gettext_lazy("英文名称"),
            attrgetter("name_english"),
            is_chosen=False,
            by="name_english",
        ),
        Column("hospital", gettext_lazy("医疗机构"), attrgetter("hospital"), by="hospital__pinyin"),
        Column(
            "department",
            gettext_lazy("科室"),
            attrgetter("department"),
            is_chosen=False,
            by="department__name",
        ),
        Column(
            "specialty",
            gettext_lazy("专科"),
            attrgetter("specialty"),
            is_chosen=False,
            by="specialty",
        ),
        Column("kind", gettext_lazy("类别"), label_of("kind"), by="kind"),
        Column(
            "surgery_level",
            gettext_lazy("手术级别"),
            label_of("surgery_level"),
            is_chosen=False,
            by="surgery_level",
        ),
        Column(
            "source_hospital",
            gettext_lazy("来源医院"),
            attrgetter("source_hospital"),
            is_chosen=False,
            by="source_hospital__pinyin",
        ),
        Column(
            "brought_by",
            gettext_lazy("引入专家"),
            attrgetter("brought_by"),
            by="brought_by__pinyin",
        ),
        Column(
            "first_done_on",
            gettext_lazy("首例日期"),
            attrgetter("first_done_on"),
            by="first_done_on",
        ),
        Column(
            "local_independent_on",
            gettext_lazy("本地首例独立开展日期"),
            attrgetter("local_independent_on"),
            is_chosen=False,
            is_filed=True,
            means=gettext_lazy("本地医师第一次独立完成的日期；为空表示尚未独立开展"),
            by="local_independent_on",
        ),
        number(
            "patients",
            gettext_lazy("例数"),
            attrgetter("patients"),
            gettext_lazy("各月登记例数合计，自首例起"),
            by="patients",
        ),
        number(
            "complications",
            gettext_lazy("并发症例数"),
            attrgetter("complications"),
            gettext_lazy("各月登记的并发症例数合计"),
            by="complications",
        ),
        number(
            "local_cases",
            gettext_lazy("本地独立完成例数"),
            attrgetter("local_cases"),
            gettext_lazy("没有派驻专家在场、由本地医师完成的例数合计"),
            is_chosen=False,
            is_filed=True,
            by="local_cases",
        ),
        Column(
            "claims",
            gettext_lazy("空白与首例认定"),
            _claims_of,
            means=gettext_lazy("已申报且未撤回的认定及其核实结论；待核为医院自述"),
        ),
        FILES,
        Column(
            "status",
            gettext_lazy("状态"),
            label_of("status"),
            state=attrgetter("status"),
            by="status",
        ),
        SYNTHETIC,
    ),
)

NOVELTY_CLAIMS = ListKind(
    code="novelty-claims",
    label=gettext_lazy("空白与首例认定"),
    url_name="experts:claim-list",
    permission=Permission.TECHNOLOGY_VIEW,
    export_permission=Permission.TECHNOLOGY_VIEW,
    filterset_class=ClaimFilter,
    rows=_claims,
    imports=(kept_files.NOVELTY_CLAIMS,),
    columns=(
        Column(
            "technology",
            gettext_lazy("新技术"),
            attrgetter("technology"),
            is_fixed=True,
            url=address_of,
            by="technology__name",
        ),
        Column(
            "hospital",
            gettext_lazy("医疗机构"),
            attrgetter("technology.hospital"),
            by="technology__hospital__pinyin",
        ),
        Column("claim", gettext_lazy("认定"), _claimed, is_fixed=True, by=("kind", "tier")),
        Column("claim_text", gettext_lazy("申报表述"), attrgetter("claim_text"), by="claim_text"),
        Column("claimed_on", gettext_lazy("申报日期"), attrgetter("claimed_on"), by="claimed_on"),
        Column("evidence", gettext_lazy("证据"), attrgetter("evidence"), is_chosen=False),
        number(
            "file_count",
            gettext_lazy("证据文件"),
            attrgetter("file_count"),
            gettext_lazy("随申报提交的文件数"),
            by="file_count",
        ),
        Column(
            "state",
            gettext_lazy("状态"),
            label_of("state"),
            state=attrgetter("state"),
            means=gettext_lazy("待核为医院自述；已核、存疑和撤回由申报人以外的人核实"),
            by="state",
        ),
        Column("judgement", gettext_lazy("核实意见"), attrgetter("judgement"), is_chosen=False),
        SYNTHETIC,
    ),
)

PRICES = ListKind(
    code="price-items",
    label=gettext_lazy("医疗服务价格项目"),
    url_name="experts:price-list",
    permission=Permission.TECHNOLOGY_VIEW,
    export_permission=Permission.TECHNOLOGY_VIEW,
    filterset_class=PriceFilter,
    rows=_prices,
    imports=(kept_files.PRICES,),
    columns=(
        Column("code", gettext_lazy("项目编码"), attrgetter("code"), is_fixed=True, by="code"),
        Column("name", gettext_lazy("项目名称"), attrgetter("name"), is_fixed=True, by="name"),
        Column(
            "hospital",
            gettext_lazy("登记机构"),
            attrgetter("hospital"),
            is_chosen=False,
            by="hospital__pinyin",
        ),
        Column("action", gettext_lazy("新增或调整"), label_of("action"), by="action"),
        Column("unit", gettext_lazy("计价单位"), attrgetter("unit"), by="unit"),
        number(
            "old_price",
            gettext_lazy("原价格（元）"),
            attrgetter("old_price"),
            gettext_lazy("调整前的价格；新增的为空"),
            by="old_price",
        ),
        number(
            "new_price",
            gettext_lazy("现价格（元）"),
            attrgetter("new_price"),
            gettext_lazy("自执行日期起、在执行地区的价格"),
            by="new_price",
        ),
        Column(
            "effective_on", gettext_lazy("执行日期"), attrgetter("effective_on"), by="effective_on"
        ),
        Column("region", gettext_lazy("执行地区"), attrgetter("region.name"), by="region__code"),
        Column(
            "technology", gettext_lazy("新技术"), attrgetter("technology"), by="technology__name"
        ),
        SYNTHETIC,
    ),
)
