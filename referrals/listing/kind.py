"""What the list of referrals is: its columns, rows and cells. Views, board and files read it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models.membership import places_of
from portal.core.listing import Column, ListKind
from portal.core.sealing import unseal
from portal.roles import Permission
from referrals.filters import ReferralFilter
from referrals.listing.rows import texts_of
from referrals.models import Referral

COLUMNS = (
    Column("number", _("单号"), order="number", is_fixed=True),
    Column("patient", _("患者")),
    Column("priority", _("急"), order="priority"),
    Column("diagnosis", _("诊断")),
    Column("way", _("转出→接收")),
    Column("state", _("状态")),
    Column("wait", _("等待"), order="due_at"),
    Column("reach", _("去向类型")),
    Column("assignee", _("责任人")),
    Column("submitted_at", _("提交时间"), order="submitted_at"),
    Column("green_channel", _("绿色通道"), is_chosen=False),
    Column("cross_level", _("跨区域"), is_chosen=False),
    Column("direction", _("方向"), is_chosen=False),
    Column("origin_department", _("转出科室"), is_chosen=False),
    Column("destination_department", _("接收科室"), is_chosen=False),
    Column("created_at", _("新建时间"), order="created_at", is_chosen=False),
    Column("state_since", _("进入状态"), order="state_since", is_chosen=False),
)
SEARCHED = "searched"
SHOWN = (
    "number",
    "state",
    "state_since",
    "due_at",
    "priority",
    "main_diagnosis",
    "cross_level",
    "direction",
    "version",
    "created_at",
    "submitted_at",
    "is_synthetic",
    "green_channel",
    "external_name",
    "pool",
    "origin",
    "destination",
    "assignee__display_name",
    "patient__name",
    "patient__sex",
    "patient__birth_date",
)
NAMED = ("patient", "assignee")
DEPARTMENTS = ("origin_department", "destination_department")


def with_names(rows, codes=()):
    """Everything that the columns show, and nothing sealed; places are named by Words."""
    places = [name for name in DEPARTMENTS if name in codes]
    names = [f"{name}__name" for name in places]
    return rows.select_related(*NAMED, *places).only(*SHOWN, *names)


def searched(request):
    """What this session searches for and must not stand in an address."""
    return unseal(request.session.get(SEARCHED, ""), about=SEARCHED)


def _rows(user):
    return Referral.objects.visible_to(user)


def _cells(rows, codes):
    return texts_of(with_names(rows, codes).iterator(chunk_size=2000), codes)


def narrowed(rows, request):
    """Only what this session searches for, if anything."""
    text = searched(request)
    return rows.found_by(text, request.user) if text else rows


def asked_by(look, request):
    """All that decides about the statements of one look at the list, beside what is kept there."""
    person, day = (look.user.pk, places_of(look.user)), timezone.localdate()
    return person, day, look.query.urlencode(), look.page_size, searched(request)


REFERRALS = ListKind(
    code="referrals",
    label=_("转诊工作台"),
    url_name="referrals:referral-list",
    permission=Permission.REFERRAL_VIEW,
    export_permission=Permission.REFERRAL_EXPORT,
    filterset_class=ReferralFilter,
    columns=COLUMNS,
    rows=_rows,
    cells=_cells,
    narrowed=narrowed,
    definitions=(
        (_("等待"), _("距当前环节时限的剩余或超出时间；没有时限的环节为已等待的时间")),
        (
            _("去向类型"),
            _(
                "按转出与接收机构所在地划分：同一地级市为市内，同省跨市为省内，其余为跨省；网络外机构单列"
            ),
        ),
        (_("患者"), _("姓名已脱敏")),
    ),
)
