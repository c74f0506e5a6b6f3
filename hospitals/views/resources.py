"""Pages of counted beds, bed targets, equipment and clusters of specialties."""

from django.utils.translation import gettext_lazy as _

from hospitals.forms.resources import BedCountForm, BedTargetForm, ClusterForm, EquipmentForm
from hospitals.listing.resource_lists import BED_COUNTS, BED_TARGETS, CLUSTERS, EQUIPMENT
from hospitals.models import BedCapacity, BedTarget, Equipment, Hospital, SpecialtyCluster
from hospitals.views.keeping import Record, Revise
from portal.core.pages import ListPage
from portal.roles import Permission


class _Record(Record):
    model = Hospital
    permission = Permission.HOSPITAL_EDIT

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.object}


class _Revise(Revise):
    permission = Permission.HOSPITAL_EDIT

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.object.hospital}


class _List(ListPage):
    """kept: the hospitals whose rows this person revises."""

    def get_context_data(self, **context):
        kept = self.request.user.hospitals_with(Permission.HOSPITAL_EDIT)
        return super().get_context_data(kept=kept, **context)


class BedCountList(_List):
    model = BedCapacity
    kind = BED_COUNTS
    template_name = "hospitals/bed_count_list.html"


class BedCountRecord(_Record):
    kept = BedCapacity
    title = _("登记床位统计")
    form_class = BedCountForm


class BedCountRevise(_Revise):
    model = BedCapacity
    title = _("修改床位统计")
    form_class = BedCountForm


class BedTargetList(_List):
    model = BedTarget
    kind = BED_TARGETS
    template_name = "hospitals/bed_target_list.html"


class BedTargetRecord(_Record):
    kept = BedTarget
    title = _("登记床位目标")
    form_class = BedTargetForm


class BedTargetRevise(_Revise):
    model = BedTarget
    title = _("修改床位目标")
    form_class = BedTargetForm


class EquipmentList(_List):
    model = Equipment
    kind = EQUIPMENT
    template_name = "hospitals/equipment_list.html"


class EquipmentRecord(_Record):
    kept = Equipment
    title = _("登记设备")
    form_class = EquipmentForm


class EquipmentRevise(_Revise):
    model = Equipment
    title = _("修改设备")
    form_class = EquipmentForm


class ClusterList(_List):
    model = SpecialtyCluster
    kind = CLUSTERS
    template_name = "hospitals/cluster_list.html"


class ClusterRecord(_Record):
    kept = SpecialtyCluster
    title = _("登记学科群")
    form_class = ClusterForm


class ClusterRevise(_Revise):
    model = SpecialtyCluster
    title = _("修改学科群")
    form_class = ClusterForm
