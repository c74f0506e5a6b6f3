"""The lists of counted beds, bed targets, equipment and clusters of specialties."""

from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.filters.resources import (
    BedCountFilter,
    BedTargetFilter,
    ClusterFilter,
    EquipmentFilter,
)
from hospitals.listing import kept_files
from hospitals.listing.governance_lists import HOSPITAL, OF_NETWORKS
from hospitals.listing.target_file import TARGET_FILE
from hospitals.models import BedCapacity, BedTarget, Equipment, SpecialtyCluster
from portal.core.listing import SYNTHETIC, Column, ListKind, address_at, label_of, number


def _bed_counts(user):
    rows = BedCapacity.objects.visible_to(user).select_related("hospital", "campus")
    return rows.order_by("hospital__pinyin", "hospital__name", "-as_of", "kind", "pk")


def _bed_targets(user):
    rows = BedTarget.objects.visible_to(user).select_related("hospital", "campus")
    return rows.order_by("hospital__pinyin", "hospital__name", "due_on", "pk")


def _equipment(user):
    rows = Equipment.objects.visible_to(user).select_related("hospital")
    return rows.order_by("hospital__pinyin", "hospital__name", "kind", "name", "pk")


def _clusters(user):
    rows = SpecialtyCluster.objects.visible_to(user).select_related("hospital")
    return rows.order_by("hospital__pinyin", "hospital__name", "name", "pk")


CAMPUS = Column(
    "campus", gettext_lazy("院区"), lambda row: row.campus or _("全院"), by="campus__name"
)
SOURCE = Column("source", gettext_lazy("来源"), attrgetter("source"), by="source")

BED_COUNTS = ListKind(
    code="bed-counts",
    label=gettext_lazy("床位统计"),
    url_name="hospitals:bed-count-list",
    filterset_class=BedCountFilter,
    rows=_bed_counts,
    imports=(kept_files.BED_COUNTS,),
    columns=(
        HOSPITAL,
        CAMPUS,
        Column("kind", gettext_lazy("床位类型"), label_of("kind"), by="kind"),
        number(
            "count",
            gettext_lazy("床位数"),
            attrgetter("count"),
            gettext_lazy("机构报告的截至日期当日的床位数；全院一行不是各院区之和"),
            by="count",
        ),
        Column("as_of", gettext_lazy("截至日期"), attrgetter("as_of"), by="as_of"),
        SOURCE,
        SYNTHETIC,
    ),
    **OF_NETWORKS,
)

BED_TARGETS = ListKind(
    code="bed-targets",
    label=gettext_lazy("床位目标"),
    url_name="hospitals:bed-target-list",
    filterset_class=BedTargetFilter,
    rows=_bed_targets,
    columns=(
        HOSPITAL,
        CAMPUS,
        number(
            "count",
            gettext_lazy("目标床位"),
            attrgetter("count"),
            gettext_lazy("到目标期限应有的开放床位数"),
            by="count",
        ),
        number(
            "staff",
            gettext_lazy("目标人员"),
            attrgetter("staff"),
            gettext_lazy("到目标期限应有的在岗职工人数；没有目标的为空"),
            by="staff",
        ),
        Column("due_on", gettext_lazy("目标期限"), attrgetter("due_on"), by="due_on"),
        SOURCE,
        SYNTHETIC,
    ),
    imports=(TARGET_FILE,),
    **OF_NETWORKS,
)

EQUIPMENT = ListKind(
    code="equipment",
    label=gettext_lazy("设备"),
    url_name="hospitals:equipment-list",
    filterset_class=EquipmentFilter,
    rows=_equipment,
    imports=(kept_files.EQUIPMENT,),
    columns=(
        Column(
            "name",
            gettext_lazy("设备名称"),
            attrgetter("name"),
            is_fixed=True,
            note=attrgetter("note"),
            by="name",
        ),
        Column("kind", gettext_lazy("设备类别"), label_of("kind"), by="kind"),
        HOSPITAL,
        number(
            "count",
            gettext_lazy("台数"),
            attrgetter("count"),
            gettext_lazy("机构登记的台数；没有登记的为空"),
            by="count",
        ),
        Column(
            "commissioned_on",
            gettext_lazy("启用日期"),
            attrgetter("commissioned_on"),
            by="commissioned_on",
        ),
        SYNTHETIC,
    ),
    **OF_NETWORKS,
)

CLUSTERS = ListKind(
    code="specialty-clusters",
    label=gettext_lazy("学科群"),
    url_name="hospitals:cluster-list",
    filterset_class=ClusterFilter,
    rows=_clusters,
    imports=(kept_files.CLUSTERS,),
    columns=(
        Column("name", gettext_lazy("学科群"), attrgetter("name"), is_fixed=True, by="name"),
        Column(
            "hospital",
            gettext_lazy("牵头医院"),
            attrgetter("hospital"),
            url=address_at("hospital"),
            by="hospital__pinyin",
        ),
        Column("specialties", gettext_lazy("所含专科"), attrgetter("specialties")),
        SYNTHETIC,
    ),
    **OF_NETWORKS,
)
