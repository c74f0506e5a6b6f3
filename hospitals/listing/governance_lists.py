"""The lists of agreements, policies, plans, committees and recognitions."""

from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.filters import AccreditationFilter
from hospitals.filters.governance import AgreementFilter, CommitteeFilter, PlanFilter, PolicyFilter
from hospitals.listing import kept_files
from hospitals.listing.cells import FILES
from hospitals.models import Accreditation, Agreement, Committee, HospitalPlan, PolicyItem
from portal.core.listing import (
    SYNTHETIC,
    Column,
    ListKind,
    address_at,
    address_of,
    days_of,
    label_of,
)
from portal.roles import Permission


def _agreements(user):
    rows = Agreement.objects.visible_to(user)
    named = rows.select_related("network", "first_party", "second_party").with_files()
    return named.order_by("network__name", "-signed_on", "title", "pk")


def _policies(user):
    rows = PolicyItem.objects.visible_to(user).select_related("network")
    return rows.order_by("network__name", "section", "title", "pk")


def _plans(user):
    rows = HospitalPlan.objects.visible_to(user).select_related("hospital")
    return rows.order_by("-year", "hospital__pinyin", "hospital__name", "pk")


def _committees(user):
    rows = Committee.objects.visible_to(user).with_seats().select_related("network")
    return rows.order_by("network__name", "name", "pk")


def _accreditations(user):
    rows = Accreditation.objects.visible_to(user).select_related("hospital")
    return rows.order_by("hospital__pinyin", "hospital__name", "kind", "specialty", "-since", "pk")


def _parties(row):
    return [row.first_party, row.second_party, row.other_parties]


def _seats(row):
    """Who sits there today, with post and hospital."""
    told = [
        (seat.get_role_display(), seat.person, seat.post, seat.hospital) for seat in row.seats_now
    ]
    return [" ".join(str(word) for word in words if word) for words in told] or [_("尚无席位")]


NETWORK = Column(
    "network",
    gettext_lazy("医联体"),
    attrgetter("network"),
    url=address_at("network"),
    by="network__pinyin",
)
HOSPITAL = Column(
    "hospital",
    gettext_lazy("医疗机构"),
    attrgetter("hospital"),
    is_fixed=True,
    url=address_at("hospital"),
    by=("hospital__pinyin", "hospital__name"),
)
STATUS = Column(
    "status", gettext_lazy("进展"), label_of("status"), state=attrgetter("status"), by="status"
)
OWNER = Column(
    "owner_department",
    gettext_lazy("责任部门"),
    attrgetter("owner_department"),
    by="owner_department",
)
OF_NETWORKS = {
    "permission": Permission.HOSPITAL_VIEW,
    "export_permission": Permission.HOSPITAL_VIEW,
}

AGREEMENTS = ListKind(
    code="agreements",
    label=gettext_lazy("协议"),
    url_name="hospitals:agreement-list",
    filterset_class=AgreementFilter,
    rows=_agreements,
    imports=(kept_files.AGREEMENTS,),
    columns=(
        Column(
            "title",
            gettext_lazy("协议名称"),
            attrgetter("title"),
            is_fixed=True,
            url=address_of,
            by="title",
        ),
        Column("kind", gettext_lazy("协议类型"), label_of("kind"), by="kind"),
        Column("parties", gettext_lazy("签约方"), _parties, by="first_party__pinyin"),
        NETWORK,
        Column(
            "signed",
            gettext_lazy("签订日期"),
            lambda row: row.signed_text or row.signed_on,
            by="signed_on",
        ),
        Column(
            "expires_on",
            gettext_lazy("到期日"),
            attrgetter("expires_on"),
            template="hospitals/_expiry.html",
            by="expires_on",
        ),
        FILES,
        SYNTHETIC,
    ),
    **OF_NETWORKS,
)

POLICIES = ListKind(
    code="policies",
    label=gettext_lazy("政策清单"),
    url_name="hospitals:policy-list",
    filterset_class=PolicyFilter,
    rows=_policies,
    imports=(kept_files.POLICIES,),
    columns=(
        Column("title", gettext_lazy("政策事项"), attrgetter("title"), is_fixed=True, by="title"),
        Column(
            "document_number",
            gettext_lazy("文号"),
            attrgetter("document_number"),
            by="document_number",
        ),
        Column("section", gettext_lazy("分类"), attrgetter("section"), by="section"),
        OWNER,
        Column("level", gettext_lazy("政策级别"), label_of("level"), by="level"),
        NETWORK,
        Column(
            "due_on",
            gettext_lazy("完成期限"),
            attrgetter("due_on"),
            template="hospitals/_due.html",
            by="due_on",
        ),
        STATUS,
        SYNTHETIC,
    ),
    **OF_NETWORKS,
)

PLANS = ListKind(
    code="hospital-plans",
    label=gettext_lazy("一院一策"),
    url_name="hospitals:plan-list",
    filterset_class=PlanFilter,
    rows=_plans,
    imports=(kept_files.PLANS,),
    columns=(
        HOSPITAL,
        Column("year", gettext_lazy("年度"), attrgetter("year"), by="year"),
        Column("actions", gettext_lazy("主要举措"), attrgetter("actions"), css="row-text"),
        OWNER,
        STATUS,
        SYNTHETIC,
    ),
    **OF_NETWORKS,
)

COMMITTEES = ListKind(
    code="committees",
    label=gettext_lazy("协调小组"),
    url_name="hospitals:committee-list",
    filterset_class=CommitteeFilter,
    rows=_committees,
    imports=(
        kept_files.COMMITTEES,
        kept_files.SEATS,
    ),
    columns=(
        Column("name", gettext_lazy("小组名称"), attrgetter("name"), is_fixed=True, by="name"),
        NETWORK,
        Column("duty", gettext_lazy("职责"), attrgetter("duty")),
        Column("seats", gettext_lazy("现任席位"), _seats),
        SYNTHETIC,
    ),
    **OF_NETWORKS,
)

ACCREDITATIONS = ListKind(
    code="accreditations",
    label=gettext_lazy("资质与重点专科"),
    url_name="hospitals:accreditation-list",
    filterset_class=AccreditationFilter,
    rows=_accreditations,
    imports=(kept_files.ACCREDITATIONS,),
    columns=(
        HOSPITAL,
        Column("title", gettext_lazy("资质"), str, is_fixed=True, by=("kind", "specialty")),
        Column("level", gettext_lazy("级别"), label_of("level"), by="level"),
        Column("issuer", gettext_lazy("认定机构"), attrgetter("issuer"), by="issuer"),
        Column(
            "certificate_number",
            gettext_lazy("证书编号"),
            attrgetter("certificate_number"),
            is_chosen=False,
            by="certificate_number",
        ),
        Column(
            "days",
            gettext_lazy("有效期"),
            days_of,
            template="hospitals/_validity.html",
            by=("until", "since"),
        ),
        SYNTHETIC,
    ),
    **OF_NETWORKS,
)
