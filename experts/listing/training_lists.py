"""The lists of who teaches whom, and of the two directors of departments."""

from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.filters import DirectorFilter, MentorshipFilter
from experts.listing import kept_files
from experts.models import CoDirectorPost, Mentorship
from portal.core.listing import SYNTHETIC, Column, ListKind, address_of, days_of, label_of, number
from portal.roles import Permission


def _mentorships(user):
    rows = Mentorship.objects.visible_to(user).with_load()
    named = rows.select_related("mentor", "apprentice", "hospital")
    return named.order_by("-since", "mentor__pinyin", "pk")


def _directors(user):
    rows = CoDirectorPost.objects.visible_to(user)
    named = rows.select_related("department__hospital", "person")
    return named.order_by(
        "department__hospital__pinyin", "department__name", "side", "-since", "pk"
    )


PHASES = {
    "coming": (gettext_lazy("未开始"), "draft"),
    "current": (gettext_lazy("进行中"), "current"),
    "ended": (gettext_lazy("已结束"), "ended"),
}


def _crowd(row):
    return _("同时带教 %(many)s 人") % {"many": row.load} if row.is_crowded else ""


MENTORSHIPS = ListKind(
    code="mentorships",
    label=gettext_lazy("带教关系"),
    url_name="experts:mentorship-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=MentorshipFilter,
    rows=_mentorships,
    imports=(kept_files.MENTORSHIPS, kept_files.SKILL_MILESTONES),
    columns=(
        Column(
            "mentor",
            gettext_lazy("导师"),
            attrgetter("mentor"),
            is_fixed=True,
            url=address_of,
            by=("mentor__pinyin", "mentor__name"),
        ),
        Column(
            "apprentice",
            gettext_lazy("学员"),
            attrgetter("apprentice"),
            is_fixed=True,
            by=("apprentice__pinyin", "apprentice__name"),
        ),
        Column("hospital", gettext_lazy("医疗机构"), attrgetter("hospital"), by="hospital__pinyin"),
        Column("kind", gettext_lazy("带教方式"), label_of("kind"), by="kind"),
        Column("technique", gettext_lazy("目标技术"), attrgetter("technique"), by="technique"),
        Column(
            "stage",
            gettext_lazy("已达阶段"),
            lambda row: row.get_stage_display(),
            means=gettext_lazy("观摩、助手、主刀、独立四个阶段中有见证人的最高一个"),
        ),
        Column("days", gettext_lazy("起止"), days_of, by=("since", "until")),
        Column(
            "phase",
            gettext_lazy("状态"),
            lambda row: PHASES[row.phase][0],
            state=lambda row: PHASES[row.phase][1],
            note=_crowd,
        ),
        number(
            "load",
            gettext_lazy("导师同时带教（人）"),
            attrgetter("load"),
            gettext_lazy("该导师今日带教的学员数；超过两名的标出"),
            is_chosen=False,
            is_filed=True,
            by="load",
        ),
        SYNTHETIC,
    ),
)

DIRECTORS = ListKind(
    code="co-directors",
    label=gettext_lazy("双主任"),
    url_name="experts:director-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=DirectorFilter,
    rows=_directors,
    imports=(kept_files.DIRECTORS,),
    columns=(
        Column(
            "hospital",
            gettext_lazy("医疗机构"),
            attrgetter("hospital"),
            is_fixed=True,
            by="department__hospital__pinyin",
        ),
        Column(
            "department",
            gettext_lazy("科室"),
            attrgetter("department"),
            is_fixed=True,
            by="department__name",
        ),
        Column("side", gettext_lazy("主任类别"), label_of("side"), by="side"),
        Column(
            "person",
            gettext_lazy("主任"),
            attrgetter("person"),
            by=("person__pinyin", "person__name"),
        ),
        Column("days", gettext_lazy("起止"), days_of, by=("since", "until")),
        SYNTHETIC,
    ),
)
