"""What counted beds, bed targets, equipment and clusters can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from hospitals.enums import BedKind, EquipmentKind
from hospitals.filters import AboutFilter
from hospitals.filters.governance import choice, number_of
from hospitals.models import BedCapacity, BedTarget, Equipment, SpecialtyCluster


class _About(AboutFilter):
    q = django_filters.CharFilter(label=_("医疗机构"), method="search")
    hospital = number_of("hospital_id", _("医疗机构编号"))


class BedCountFilter(_About):
    kind = choice(BedKind.choices)
    year = django_filters.NumberFilter(
        label=_("年度"), field_name="as_of", lookup_expr="year", min_value=2000, max_value=2100
    )

    class Meta:
        model = BedCapacity
        fields = ["q", "hospital", "kind", "year"]


class BedTargetFilter(_About):
    class Meta:
        model = BedTarget
        fields = ["q", "hospital"]


class EquipmentFilter(_About):
    q = django_filters.CharFilter(label=_("设备或医疗机构"), method="search")
    kind = choice(EquipmentKind.choices)

    class Meta:
        model = Equipment
        fields = ["q", "hospital", "kind"]


class ClusterFilter(_About):
    q = django_filters.CharFilter(label=_("学科群、专科或医疗机构"), method="search")

    class Meta:
        model = SpecialtyCluster
        fields = ["q", "hospital"]
