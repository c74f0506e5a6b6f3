"""The ledger of imports: what was sent, by whom, which batch is in force."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hospitals.enums import BatchKind, BatchState, FlowGrain, SourceSystem
from hospitals.models.hospital import Hospital
from hospitals.models.membership import Membership
from hospitals.models.region import Region
from hospitals.readers import flow_checks
from hospitals.readers.abstracts.rules import BATCH_RULES, HOLD, RULES
from portal.models import Record
from portal.roles import Permission

ODD = BATCH_RULES | flow_checks.RULES
CAME_IN = [BatchState.CURRENT, BatchState.REPLACED]
UNREAD = [BatchState.WAITING, BatchState.READING]


def _inside(region_ids):
    return Region.objects.inside(region_ids).values("pk")


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A region's batches are seen by those who hold a role for that region or one above it;
        a hospital's abstracts also by those who keep them there."""
        flows = Membership.objects.region_ids_of(user, permission=Permission.FLOW_VIEW)
        abstracts = Membership.objects.region_ids_of(user, permission=Permission.ABSTRACT_VIEW)
        return self.filter(
            models.Q(kind=BatchKind.FLOWS, sender_region__in=_inside(flows))
            | models.Q(kind=BatchKind.ABSTRACTS, sender_region__in=_inside(abstracts))
            | models.Q(sender_hospital__in=user.hospitals_with(Permission.ABSTRACT_VIEW))
        )

    def flows(self):
        return self.filter(kind=BatchKind.FLOWS)

    def abstracts(self):
        return self.filter(kind=BatchKind.ABSTRACTS)

    def current(self):
        return self.filter(state=BatchState.CURRENT)

    def imported(self):
        """Those whose rows came in, even if newer rows replaced them all since."""
        return self.filter(state__in=CAME_IN)

    def due(self, now=None):
        """Waiting to be read; also those whose reader was lost."""
        unread = self.filter(state__in=UNREAD)
        return unread.filter(next_try_at__lte=now or timezone.now()).order_by("created_at")


class ImportBatch(Record):
    """One file of facts. A newer batch for the same key replaces it; the older stays."""

    kind = models.CharField(
        _("内容"), max_length=10, choices=BatchKind.choices, default=BatchKind.FLOWS
    )
    sender_region = models.ForeignKey(
        Region, verbose_name=_("报送地区"), on_delete=models.PROTECT, related_name="batches"
    )
    sender_hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("报送医院"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="batches",
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
    # How a long file is read: its header, what each column means, and how far the reader has come.
    header = models.JSONField(_("表头"), default=list)
    mapping = models.JSONField(_("列对应"), default=dict)
    asked_month = models.DateField(_("统计月份"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("进度"), default=0)
    stage = models.CharField(_("步骤"), max_length=12, blank=True)
    findings = models.JSONField(_("整批核对"), default=dict)
    note = models.CharField(_("确认说明"), max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_try_at = models.DateTimeField(_("下次处理"), null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入批次")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sender_region", "source_system", "sha256"],
                condition=models.Q(state__in=CAME_IN),
                name="same_file_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(state__in=UNREAD),
                name="batches_to_read",
            )
        ]

    def __str__(self):
        return self.file_name

    @property
    def broken_rules(self):
        """(rule in words, rows, whether only a warning), the gravest and most frequent first."""
        counts = self.findings.get("counts") or {}
        rows = [(RULES[rule], count) for rule, count in counts.items() if rule in RULES]
        rows.sort(key=lambda pair: (pair[0].is_warning, -pair[1]))
        return [(gettext(rule.hint), count, rule.is_warning) for rule, count in rows]

    @property
    def odd(self):
        """(what is odd about the batch as a whole, in words, whether somebody must confirm it)."""
        found = []
        for one in self.findings.get("checks") or ():
            weight, words = ODD[one["rule"]]
            found.append((gettext(words) % one, weight == HOLD))
        return found


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
