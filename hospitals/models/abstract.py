"""The ledger of case abstracts: which file holds which hospital's month, and which is in force."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models.batch import ImportBatch
from hospitals.models.hospital import Hospital
from hospitals.models.region import Region
from portal.models import Record


class AbstractFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of the batches that this person may see."""
        return self.filter(batch__in=ImportBatch.objects.visible_to(user))

    def current(self):
        return self.filter(replaced_by__isnull=True)

    def locations(self):
        """Where the files lie, as the engine reads them."""
        return [row.location for row in self.order_by("month", "path")]


class AbstractFile(Record):
    """One immutable Parquet file: a hospital's month, or a province's of invented data."""

    batch = models.ForeignKey(
        ImportBatch,
        verbose_name=_("导入批次"),
        on_delete=models.PROTECT,
        related_name="abstract_files",
    )
    hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("医疗机构"),
        null=True,
        on_delete=models.PROTECT,
        related_name="abstract_files",
    )
    region = models.ForeignKey(
        Region, verbose_name=_("省份"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField(_("月份"))
    path = models.CharField(_("文件"), max_length=120)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    rows = models.PositiveIntegerField(_("行数"))
    replaced_by = models.ForeignKey(
        ImportBatch,
        verbose_name=_("替换批次"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # What the checks of the next months compare with: rows of other provinces, unknown places …
    counts = models.JSONField(_("核对数"), default=dict)

    objects = AbstractFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("病案首页文件")
        ordering = ["month", "hospital"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hospital__isnull=False, region__isnull=True)
                | models.Q(hospital__isnull=True, region__isnull=False),
                name="abstracts_of_hospital_or_region",
            ),
            models.UniqueConstraint(
                fields=["hospital", "month"],
                condition=models.Q(replaced_by__isnull=True, hospital__isnull=False),
                name="abstracts_of_hospital_once",
            ),
            models.UniqueConstraint(
                fields=["region", "month"],
                condition=models.Q(replaced_by__isnull=True, region__isnull=False),
                name="abstracts_of_region_once",
            ),
            models.UniqueConstraint(
                fields=["batch", "hospital", "region", "month"],
                nulls_distinct=False,
                name="abstracts_once_per_batch",
            ),
        ]
        indexes = [models.Index(fields=["month"], name="abstracts_by_month")]

    def __str__(self):
        return self.path

    @property
    def location(self) -> str:
        return str(Path(settings.FACTS_DIR) / self.path)
