"""The ledger of imports: what was sent, by whom, which batch is in force."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.enums import BatchState, FlowGrain, SourceSystem
from hospitals.models.membership import Membership
from hospitals.models.region import Region
from portal.models import Record
from portal.roles import Permission


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A region's batches are seen by those who hold a role for that region or one above it."""
        regions = Membership.objects.region_ids_of(user, permission=Permission.FLOW_VIEW)
        return self.filter(sender_region__in=Region.objects.inside(regions).values("pk"))

    def current(self):
        return self.filter(state=BatchState.CURRENT)

    def imported(self):
        """Those whose rows came in, even if newer rows replaced them all since."""
        return self.exclude(state=BatchState.REFUSED)


class ImportBatch(Record):
    """One file of flow returns. A newer batch for the same key replaces it; the older stays."""

    sender_region = models.ForeignKey(
        Region, verbose_name=_("报送地区"), on_delete=models.PROTECT, related_name="batches"
    )
    source_system = models.CharField(_("数据来源"), max_length=20, choices=SourceSystem.choices)
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    encoding = models.CharField(_("编码"), max_length=16, blank=True)
    code_system = models.CharField(_("代码体系"), max_length=32, default="GB/T 2260")
    grain = models.CharField(
        _("粒度"), max_length=5, choices=FlowGrain.choices, default=FlowGrain.MONTH
    )
    first_month = models.DateField(_("最早月份"), null=True)
    last_month = models.DateField(_("最晚月份"), null=True)
    row_count = models.PositiveIntegerField(_("行数"), default=0)
    problem_count = models.PositiveIntegerField(_("问题数"), default=0)
    warning_count = models.PositiveIntegerField(_("警告数"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=BatchState.choices)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入批次")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sender_region", "source_system", "sha256"],
                condition=~models.Q(state=BatchState.REFUSED),
                name="same_file_once",
            )
        ]

    def __str__(self):
        return self.file_name


class ImportProblem(models.Model):
    """One thing wrong with one cell of a file: row, column, rule and a hint how to mend it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(_("行"))
    column = models.CharField(_("列"), max_length=64)
    value = models.CharField(_("值"), max_length=200, blank=True)
    rule = models.CharField(_("规则"), max_length=64)
    hint = models.CharField(_("提示"), max_length=300)
    is_warning = models.BooleanField(_("仅警告"), default=False)

    class Meta:
        verbose_name = _("导入问题")
        ordering = ["row", "column"]

    def __str__(self):
        return f"{self.row} {self.column}"
