"""What a hospital has and aims at: counted beds, bed targets, equipment, clusters of specialties.

BedPool is how many beds are free at this hour. BedCapacity is what was reported as of a day and
stays as it was reported: from its rows one sees how a hospital grew.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.enums import BedKind, EquipmentKind
from hospitals.models.hospital import Campus, Hospital
from hospitals.models.spelled import Spelled, named
from portal.models import Record


class _OfHospital(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=Hospital.objects.visible_to(user))

    def about(self, text):
        return self.filter(hospital__in=Hospital.objects.named_like(text).values("pk"))


class BedCapacityQuerySet(_OfHospital):
    def totals(self, kind):
        """[(day, beds)] of a hospital: its own total where it told one, else all campuses of it."""
        rows = self.filter(kind=kind).values_list("as_of", "campus", "count").order_by("as_of")
        whole, parts = {}, {}
        for day, campus, count in rows:
            if campus is None:
                whole[day] = count
            else:
                parts[day] = parts.get(day, 0) + count
        return sorted((parts | whole).items())


class BedCapacity(Record):
    """How many beds of one kind a hospital, or one campus of it, had as of a day."""

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="bed_counts"
    )
    campus = models.ForeignKey(
        Campus,
        verbose_name=_("院区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(_("床位类型"), max_length=12, choices=BedKind.choices)
    count = models.PositiveIntegerField(_("床位数"))
    as_of = models.DateField(_("截至日期"))
    source = models.CharField(_("来源"), max_length=200, blank=True)

    objects = BedCapacityQuerySet.as_manager()

    class Meta:
        verbose_name = _("床位统计")
        ordering = ["hospital__pinyin", "-as_of", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "campus", "kind", "as_of"],
                nulls_distinct=False,
                name="beds_counted_once_a_day",
                violation_error_message=_("该日期已登记过同类床位。"),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.count}"

    @property
    def owner(self):
        return self.hospital

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)


class BedTarget(Record):
    """How many open beds, and staff, a hospital or one campus of it aims at, and until when."""

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="bed_targets"
    )
    campus = models.ForeignKey(
        Campus,
        verbose_name=_("院区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    count = models.PositiveIntegerField(_("目标床位"))
    staff = models.PositiveIntegerField(_("目标人员"), null=True, blank=True)
    due_on = models.DateField(_("目标期限"))
    source = models.CharField(_("来源"), max_length=200, blank=True)

    objects = _OfHospital.as_manager()

    class Meta:
        verbose_name = _("床位目标")
        ordering = ["hospital__pinyin", "due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "campus", "due_on"],
                nulls_distinct=False,
                name="bed_target_once_a_day",
                violation_error_message=_("该日期已登记过床位目标。"),
            )
        ]

    def __str__(self):
        return f"{self.count} {self.due_on}"

    @property
    def owner(self):
        return self.hospital

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)


class EquipmentQuerySet(_OfHospital):
    def about(self, text):
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(named(text, "name") | models.Q(hospital__in=places))


class Equipment(Spelled):
    """Large equipment of a hospital: what, how many, since when."""

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="equipment"
    )
    name = models.CharField(_("设备名称"), max_length=64)
    kind = models.CharField(_("设备类别"), max_length=10, choices=EquipmentKind.choices)
    count = models.PositiveSmallIntegerField(_("台数"), null=True, blank=True)
    commissioned_on = models.DateField(_("启用日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("设备")
        ordering = ["hospital__pinyin", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "name", "commissioned_on"],
                nulls_distinct=False,
                name="equipment_once",
                violation_error_message=_("本院已登记同名设备。"),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def owner(self):
        return self.hospital

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)


class SpecialtyClusterQuerySet(_OfHospital):
    def about(self, text):
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(named(text, "name", "specialties") | models.Q(hospital__in=places))


class SpecialtyCluster(Spelled):
    """Specialties that work together under one lead hospital."""

    SPELLED = ("name", "specialties")

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("牵头医院"), on_delete=models.PROTECT, related_name="clusters"
    )
    name = models.CharField(_("学科群"), max_length=64)
    specialties = models.CharField(_("所含专科"), max_length=200, blank=True)

    objects = SpecialtyClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("学科群")
        ordering = ["hospital__pinyin", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "name"],
                name="cluster_once_per_hospital",
                violation_error_message=_("本院已有同名学科群。"),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def owner(self):
        return self.hospital

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)
