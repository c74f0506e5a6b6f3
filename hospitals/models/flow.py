"""Flow returns: how many residents of a county were treated where, for what, in which month.

Rows are never deleted: a newer batch for the same cell sets replaced_by on the older row.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.enums import (
    ALL_AGES,
    BatchState,
    DiseaseSystem,
    FlowGrain,
    PopulationSex,
    SourceSystem,
)
from hospitals.models.batch import ImportBatch
from hospitals.models.hospital import Hospital
from hospitals.models.membership import Membership
from hospitals.models.region import Region
from portal.roles import Permission


class FlowReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows about residents of the regions that one holds a role for."""
        regions = Membership.objects.region_ids_of(user, permission=Permission.FLOW_VIEW)
        return self.filter(origin__in=Region.objects.inside(regions).values("pk"))

    def in_force(self):
        """Rows that no newer batch has replaced."""
        return self.filter(replaced_by__isnull=True, batch__state=BatchState.CURRENT)


class FlowReturn(models.Model):
    """One cell of an origin × destination table, or what one sex and age band is of it.

    Unit of the counts: 人次.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows")
    replaced_by = models.ForeignKey(
        ImportBatch,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    source_system = models.CharField(max_length=20, choices=SourceSystem.choices)
    grain = models.CharField(
        _("粒度"), max_length=5, choices=FlowGrain.choices, default=FlowGrain.MONTH
    )
    month = models.DateField(_("月份"))
    # Without indexes of their own: rows are read by month and by batch, and written by the 100,000.
    origin = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    origin_code = models.CharField(_("来源地代码（原值）"), max_length=12)
    destination = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    destination_hospital = models.ForeignKey(
        Hospital,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    destination_code = models.CharField(_("去向代码（原值）"), max_length=22)
    disease_system = models.CharField(max_length=12, choices=DiseaseSystem.choices)
    disease_code = models.CharField(_("病种"), max_length=32)
    stays = models.PositiveIntegerField(_("住院人次"), null=True)
    suppressed_below = models.PositiveSmallIntegerField(_("小于"), null=True)
    # Only where the source tells them, and of counts that it did not suppress.
    persons = models.PositiveIntegerField(_("住院人数"), null=True)
    cost_fen = models.BigIntegerField(_("住院总费用（分）"), null=True)
    bed_days = models.PositiveIntegerField(_("占用总床日"), null=True)
    weight_e4 = models.BigIntegerField(_("总权重（万分之一）"), null=True)
    # Where the source tells whom a row counts, a cell is the sum of its rows.
    sex = models.PositiveSmallIntegerField(
        _("性别"), choices=PopulationSex.choices, default=PopulationSex.ALL
    )
    age_band = models.CharField(_("年龄段"), max_length=8, default=ALL_AGES)

    objects = FlowReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("流向数据")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stays__isnull=False, suppressed_below__isnull=True)
                | models.Q(stays__isnull=True, suppressed_below__isnull=False),
                name="flow_count_or_bound",
            ),
            models.CheckConstraint(
                condition=models.Q(stays__isnull=False)
                | models.Q(persons=None, cost_fen=None, bed_days=None, weight_e4=None),
                name="flow_totals_of_a_count",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(persons__isnull=True) | models.Q(persons__lte=models.F("stays"))
                )
                & (models.Q(bed_days__isnull=True) | models.Q(bed_days__gte=models.F("stays")))
                & (models.Q(cost_fen__isnull=True) | models.Q(cost_fen__gte=0))
                & (models.Q(weight_e4__isnull=True) | models.Q(weight_e4__gte=0)),
                name="flow_totals_fit_the_count",
            ),
            models.UniqueConstraint(
                fields=[
                    "month",
                    "origin_code",
                    "destination_code",
                    "disease_code",
                    "disease_system",
                    "source_system",
                    "grain",
                    "sex",
                    "age_band",
                ],
                condition=models.Q(replaced_by__isnull=True),
                name="flow_cell_once_in_force",
            ),
        ]
        indexes = [
            models.Index(fields=["month", "grain"], name="flow_by_month"),
        ]

    def __str__(self):
        return f"{self.origin_code} → {self.destination_code}"
