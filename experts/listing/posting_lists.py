"""The lists of dispatch batches and of postings."""

from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext_lazy

from experts.filters import BatchFilter, CountFilter, PostingFilter
from experts.listing.batch_file import BATCHES as BATCH_FILE
from experts.models import DispatchBatch, Posting
from hospitals.listing.cells import FILES
from portal.core.listing import SYNTHETIC, Column, ListKind, address_of, days_of, label_of, number
from portal.roles import Permission


def _batches(user):
    rows = DispatchBatch.objects.visible_to(user).with_size().with_files()
    named = rows.select_related("source_hospital", "project_hospital")
    return named.order_by("-starts_on", "-number", "pk")


def _postings(user):
    rows = Posting.objects.visible_to(user)
    named = rows.select_related(
        "expert", "from_hospital", "to_hospital", "to_department", "to_campus", "batch"
    )
    return named.order_by("-since", "expert__pinyin", "pk")


def _received(user):
    rows = Posting.objects.visible_to(user).received(timezone.localdate())
    return rows.order_by("pinyin", "name", "pk")


PHASES = {
    "planned": (gettext_lazy("待批准"), "pending"),
    "struck": (gettext_lazy("已撤下"), "expired"),
    "coming": (gettext_lazy("未开始"), "draft"),
    "current": (gettext_lazy("进行中"), "current"),
    "ended": (gettext_lazy("已结束"), "ended"),
}


def _phase(row):
    is_early = row.phase == "ended" and row.leave_reason
    return gettext_lazy("提前结束") if is_early else PHASES[row.phase][0]


BATCHES = ListKind(
    code="dispatch-batches",
    label=gettext_lazy("派驻批次"),
    url_name="experts:batch-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=BatchFilter,
    rows=_batches,
    imports=(BATCH_FILE,),
    columns=(
        Column("batch", gettext_lazy("批次"), str, is_fixed=True, url=address_of, by="number"),
        Column(
            "source_hospital",
            gettext_lazy("派出医院"),
            attrgetter("source_hospital"),
            by="source_hospital__pinyin",
        ),
        Column(
            "project_hospital",
            gettext_lazy("派驻医院"),
            attrgetter("project_hospital"),
            by="project_hospital__pinyin",
        ),
        Column("starts_on", gettext_lazy("开始日期"), attrgetter("starts_on"), by="starts_on"),
        Column(
            "document_number",
            gettext_lazy("文号"),
            attrgetter("document_number"),
            is_chosen=False,
            by="document_number",
        ),
        number(
            "size",
            gettext_lazy("名单人次"),
            attrgetter("size"),
            gettext_lazy("名单上的派驻任务数，不含已撤下的"),
            by="size",
        ),
        Column(
            "stage", gettext_lazy("状态"), label_of("stage"), state=attrgetter("stage"), by="stage"
        ),
        FILES,
        SYNTHETIC,
    ),
)

POSTINGS = ListKind(
    code="postings",
    label=gettext_lazy("派驻任务"),
    url_name="experts:posting-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=PostingFilter,
    rows=_postings,
    imports=(BATCH_FILE,),
    columns=(
        Column(
            "expert",
            gettext_lazy("专家"),
            attrgetter("expert"),
            is_fixed=True,
            url=address_of,
            by=("expert__pinyin", "expert__name"),
        ),
        Column(
            "from_hospital",
            gettext_lazy("派出医院"),
            attrgetter("from_hospital"),
            by="from_hospital__pinyin",
        ),
        Column(
            "to_hospital",
            gettext_lazy("派驻医院"),
            attrgetter("to_hospital"),
            by="to_hospital__pinyin",
        ),
        Column(
            "to_campus",
            gettext_lazy("派驻院区"),
            attrgetter("to_campus"),
            is_chosen=False,
            by="to_campus__name",
        ),
        Column(
            "to_department",
            gettext_lazy("派驻科室"),
            attrgetter("to_department"),
            by="to_department__name",
        ),
        Column("kind", gettext_lazy("派驻方式"), label_of("kind"), by="kind"),
        Column("post", gettext_lazy("岗位"), attrgetter("post"), is_chosen=False, by="post"),
        Column("days", gettext_lazy("起止"), days_of, by=("since", "until")),
        Column("since", gettext_lazy("开始"), attrgetter("since"), is_on_page=False),
        Column(
            "until",
            gettext_lazy("结束"),
            attrgetter("until"),
            is_on_page=False,
            means=gettext_lazy("最后一天；为空表示没有确定的结束日期"),
        ),
        Column("batch", gettext_lazy("批次"), attrgetter("batch"), by="batch__number"),
        Column(
            "phase",
            gettext_lazy("状态"),
            _phase,
            state=lambda row: PHASES[row.phase][1],
            means=gettext_lazy("待批准和已撤下的不计入人数、人次和在岗"),
        ),
        SYNTHETIC,
    ),
)

COUNTS = ListKind(
    code="posting-counts",
    label=gettext_lazy("派驻人数统计"),
    url_name="experts:posting-counts",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=CountFilter,
    rows=_received,
    columns=(
        Column(
            "name",
            gettext_lazy("派驻医院"),
            attrgetter("name_then"),
            is_fixed=True,
            url=address_of,
            means=gettext_lazy("截至日期当日的名称；此前并入的机构计入并入后的机构"),
            by=("pinyin", "name"),
        ),
        number(
            "people",
            gettext_lazy("派驻专家（人）"),
            attrgetter("people"),
            gettext_lazy(
                "同一专家只计一次；派往几家医院的，在各医院各计一次、合计计一次，因此合计可小于各行之和。"
            ),
            by="people",
        ),
        number(
            "postings",
            gettext_lazy("派驻（人次）"),
            attrgetter("postings"),
            gettext_lazy("每项派驻任务计一次。待批准和已撤下的不计。"),
            by="postings",
        ),
        number(
            "on_post",
            gettext_lazy("在岗（人）"),
            attrgetter("on_post"),
            gettext_lazy("当日处于常驻或短期派驻期间的专家。"),
            by="on_post",
        ),
        SYNTHETIC,
    ),
)
