"""The lists of training away, of certificates, of titles, and of people won from elsewhere."""

from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.filters.training import (
    AwardFilter,
    CertificateFilter,
    RecruitmentFilter,
    StayFilter,
)
from experts.listing import training_file
from experts.models import Award, Certificate, Recruitment, TrainingStay
from portal.core.listing import SYNTHETIC, Column, ListKind, address_of, days_of, label_of, number
from portal.roles import Permission


def _stays(user):
    rows = TrainingStay.objects.visible_to(user)
    named = rows.select_related("trainee", "home_hospital", "at_hospital")
    return named.order_by("-since", "trainee__pinyin", "pk")


def _certificates(user):
    rows = Certificate.objects.visible_to(user).select_related("holder__home_hospital", "stay")
    return rows.order_by("expires_on", "holder__pinyin", "kind", "pk")


def _awards(user):
    rows = Award.objects.visible_to(user).select_related("hospital", "holder")
    return rows.order_by("-granted_on", "title", "pk")


def _recruitments(user):
    rows = Recruitment.objects.visible_to(user).select_related("hospital")
    return rows.order_by("-joined_on", "name", "pk")


PHASES = {
    "coming": (gettext_lazy("未开始"), "draft"),
    "current": (gettext_lazy("进修中"), "current"),
    "overdue": (gettext_lazy("逾期未返"), "waiting"),
    "returned": (gettext_lazy("已返院"), "ended"),
    "independent": (gettext_lazy("已独立工作"), "completed"),
}


def _where(row):
    return f"{row.where} {row.department}".strip()


def _terms(row):
    """How the stay was arranged."""
    told = ((row.is_whole_team, _("整建制外送")), (row.is_free, _("免费进修")))
    return "、".join(words for is_so, words in told if is_so)


def _support(row):
    told = (
        (row.has_housing, _("住房保障")),
        (row.has_schooling, _("子女入学")),
        (row.has_spouse_job, _("配偶就业")),
    )
    return [words for is_so, words in told if is_so]


OF_EXPERTS = {
    "permission": Permission.EXPERT_VIEW,
    "export_permission": Permission.EXPERT_VIEW,
}

STAYS = ListKind(
    code="training-stays",
    label=gettext_lazy("进修"),
    url_name="experts:stay-list",
    filterset_class=StayFilter,
    rows=_stays,
    imports=(training_file.STAYS,),
    columns=(
        Column(
            "trainee",
            gettext_lazy("进修人员"),
            attrgetter("trainee"),
            is_fixed=True,
            url=address_of,
            by=("trainee__pinyin", "trainee__name"),
        ),
        Column(
            "home_hospital",
            gettext_lazy("派出医院"),
            attrgetter("home_hospital"),
            by="home_hospital__pinyin",
        ),
        Column("where", gettext_lazy("进修机构"), _where, by=("at_hospital__pinyin", "at_place")),
        Column(
            "subject", gettext_lazy("进修内容"), attrgetter("subject"), note=_terms, by="subject"
        ),
        Column("terms", gettext_lazy("进修方式"), _terms, is_on_page=False),
        Column("days", gettext_lazy("起止"), days_of, by=("since", "until")),
        Column(
            "returned_on", gettext_lazy("返院日期"), attrgetter("returned_on"), by="returned_on"
        ),
        Column(
            "independent_on",
            gettext_lazy("独立工作日期"),
            attrgetter("independent_on"),
            means=gettext_lazy("返院后独立开展所学内容的日期；为空表示尚未"),
            by="independent_on",
        ),
        Column(
            "phase",
            gettext_lazy("状态"),
            lambda row: PHASES[row.phase][0],
            state=lambda row: PHASES[row.phase][1],
        ),
        SYNTHETIC,
    ),
    **OF_EXPERTS,
)

CERTIFICATES = ListKind(
    code="certificates",
    label=gettext_lazy("证书"),
    url_name="experts:certificate-list",
    filterset_class=CertificateFilter,
    rows=_certificates,
    imports=(training_file.CERTIFICATES,),
    columns=(
        Column(
            "holder",
            gettext_lazy("持证人"),
            attrgetter("holder"),
            is_fixed=True,
            url=address_of,
            by=("holder__pinyin", "holder__name"),
        ),
        Column(
            "hospital",
            gettext_lazy("医疗机构"),
            attrgetter("holder.home_hospital"),
            by="holder__home_hospital__pinyin",
        ),
        Column("kind", gettext_lazy("证书种类"), str, is_fixed=True, by="kind"),
        Column("number", gettext_lazy("证书编号"), attrgetter("number"), by="number"),
        Column("issuer", gettext_lazy("发证机构"), attrgetter("issuer"), by="issuer"),
        Column("issued_on", gettext_lazy("发证日期"), attrgetter("issued_on"), by="issued_on"),
        Column(
            "expires_on",
            gettext_lazy("有效期至"),
            attrgetter("expires_on"),
            template="experts/_expiry.html",
            means=gettext_lazy("为空表示长期有效"),
            by="expires_on",
        ),
        Column(
            "stay",
            gettext_lazy("进修开始日期"),
            lambda row: row.stay and row.stay.since,
            url=lambda row: row.stay and row.stay.get_absolute_url(),
            is_chosen=False,
            is_filed=True,
            means=gettext_lazy("因某次进修取得的证书，那次进修的开始日期"),
            by="stay__since",
        ),
        SYNTHETIC,
    ),
    **OF_EXPERTS,
)

AWARDS = ListKind(
    code="awards",
    label=gettext_lazy("人才称号"),
    url_name="experts:award-list",
    filterset_class=AwardFilter,
    rows=_awards,
    imports=(training_file.AWARDS,),
    columns=(
        Column("title", gettext_lazy("称号"), attrgetter("title"), is_fixed=True, by="title"),
        Column("level", gettext_lazy("级别"), label_of("level"), by="level"),
        Column(
            "holder",
            gettext_lazy("获得者"),
            lambda row: row.holder or _("机构或团队"),
            url=lambda row: row.holder and row.holder.get_absolute_url(),
            by=("holder__pinyin", "holder__name"),
        ),
        Column("hospital", gettext_lazy("医疗机构"), attrgetter("hospital"), by="hospital__pinyin"),
        Column("issuer", gettext_lazy("授予机构"), attrgetter("issuer"), by="issuer"),
        Column("granted_on", gettext_lazy("授予日期"), attrgetter("granted_on"), by="granted_on"),
        SYNTHETIC,
    ),
    **OF_EXPERTS,
)

RECRUITMENTS = ListKind(
    code="recruitments",
    label=gettext_lazy("人才引进"),
    url_name="experts:recruitment-list",
    filterset_class=RecruitmentFilter,
    rows=_recruitments,
    imports=(training_file.RECRUITMENTS,),
    columns=(
        Column(
            "name", gettext_lazy("引进项目或批次"), attrgetter("name"), is_fixed=True, by="name"
        ),
        Column("hospital", gettext_lazy("医疗机构"), attrgetter("hospital"), by="hospital__pinyin"),
        Column("joined_on", gettext_lazy("到岗日期"), attrgetter("joined_on"), by="joined_on"),
        number(
            "people",
            gettext_lazy("引进人数"),
            attrgetter("people"),
            gettext_lazy("该批次到岗的人数"),
            by="people",
        ),
        number(
            "doctors",
            gettext_lazy("其中博士"),
            attrgetter("doctors"),
            gettext_lazy("引进人数中有博士学位的"),
            by="doctors",
        ),
        Column("support", gettext_lazy("保障"), _support),
        Column("note", gettext_lazy("说明"), attrgetter("note"), by="note"),
        SYNTHETIC,
    ),
    **OF_EXPERTS,
)
