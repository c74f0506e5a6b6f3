"""The lists of experts and of local people. Files hold no telephone and no licence."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from experts.filters import ExpertFilter
from experts.listing import kept_files
from experts.listing.expert_file import EXPERTS as EXPERT_FILE
from experts.models import Expert
from portal.core.listing import SYNTHETIC, Column, ListKind, address_of, days_of, label_of, number
from portal.roles import Permission


def _people(user, *, is_local):
    rows = Expert.objects.visible_to(user).filter(is_local=is_local)
    return rows.select_related("home_hospital", "home_department").order_by("pinyin", "name", "pk")


def _experts(user):
    return _people(user, is_local=False).with_posts(user).with_apprentices()


def _staff(user):
    return _people(user, is_local=True)


def _each(say):
    """Of each posting of today."""
    return lambda row: [say(post) for post in row.posts_now]


def _place(post):
    return f"{post.to_hospital} {post.to_department or ''}".strip()


NAME = Column(
    "name",
    gettext_lazy("姓名"),
    attrgetter("name"),
    is_fixed=True,
    url=address_of,
    means=gettext_lazy("不含联系电话和执业证书编号"),
    by=("pinyin", "name"),
)
SEX = Column("sex", gettext_lazy("性别"), label_of("sex"), is_chosen=False, by="sex")
TITLE = Column("title", gettext_lazy("职称名称"), attrgetter("title"), by="title")
TITLE_LEVEL = Column(
    "title_level",
    gettext_lazy("职称级别"),
    label_of("title_level"),
    means=gettext_lazy("按聘任文件填报，不从职称名称推断"),
    by="title_level",
)
DEGREE = Column(
    "degree", gettext_lazy("学历学位"), label_of("degree"), is_chosen=False, by="degree"
)
SPECIALTY = Column("specialty", gettext_lazy("专科"), attrgetter("specialty"), by="specialty")
DEPARTMENT = Column(
    "home_department",
    gettext_lazy("所在科室"),
    attrgetter("home_department"),
    is_chosen=False,
    by="home_department__name",
)

EXPERTS = ListKind(
    code="experts",
    label=gettext_lazy("派驻专家"),
    url_name="experts:expert-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=ExpertFilter,
    rows=_experts,
    imports=(EXPERT_FILE,),
    columns=(
        NAME,
        SEX,
        TITLE,
        TITLE_LEVEL,
        DEGREE,
        SPECIALTY,
        Column(
            "home_hospital",
            gettext_lazy("派出医院"),
            attrgetter("home_hospital"),
            by="home_hospital__pinyin",
        ),
        DEPARTMENT,
        Column(
            "to_hospital",
            gettext_lazy("今日派驻医院"),
            _each(_place),
            means=gettext_lazy("当日已确认且未结束的派驻任务；同时有几项的用顿号隔开"),
        ),
        Column(
            "posting_kind",
            gettext_lazy("派驻方式"),
            _each(lambda post: post.get_kind_display()),
        ),
        Column("days", gettext_lazy("起止"), _each(days_of)),
        number(
            "apprentices",
            gettext_lazy("带教（人）"),
            attrgetter("apprentices"),
            gettext_lazy("今日带教的学员数，同一学员只计一次"),
            by="apprentices",
        ),
        SYNTHETIC,
    ),
)

STAFF = ListKind(
    code="staff",
    label=gettext_lazy("本地人员"),
    url_name="experts:staff-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=ExpertFilter,
    rows=_staff,
    imports=(kept_files.STAFF,),
    columns=(
        NAME,
        SEX,
        TITLE,
        TITLE_LEVEL,
        DEGREE,
        SPECIALTY,
        Column(
            "home_hospital",
            gettext_lazy("医疗机构"),
            attrgetter("home_hospital"),
            by="home_hospital__pinyin",
        ),
        DEPARTMENT,
        SYNTHETIC,
    ),
)
