"""What became of a file of rows that somebody sent: tried, brought in, or brought in in part."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.models.base import Record


class ImportState(models.TextChoices):
    TRYING = "trying", _("正在试运行")
    WAITING = "waiting", _("正在导入")
    STOPPED = "stopped", _("已取消")
    FAILED = "failed", _("导入失败")
    TRIED = "tried", _("已试运行")
    DONE = "done", _("已全部导入")
    PART = "part", _("已导入正确的行")


# What a job is to do something with, and what has come to no end yet.
QUEUED = [ImportState.TRYING, ImportState.WAITING]
UNWRITTEN = [ImportState.TRIED, *QUEUED]


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(owner=user)

    def brought_in(self):
        return self.filter(state__in=[ImportState.DONE, ImportState.PART])

    def due(self):
        """Too long to wait for: to be tried, or confirmed and not yet brought in."""
        return self.filter(state__in=QUEUED).order_by("created_at")


class ImportRun(Record):
    """One file of rows of one sender: how many rows, how many wrong, how many were written.

    problems holds the first of what was wrong as [row, column, rule, hint], without the values.
    mapping and header say which column means what. leftover names the workbook of the wrong rows,
    which lies aside for a day. A long file waits, with what was asked for, and is tried and brought
    in by a job.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导入人"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    kind = models.CharField(_("列表"), max_length=32)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=8, choices=ImportState.choices, default=ImportState.TRIED
    )
    total = models.PositiveIntegerField(_("行数"), default=0)
    written = models.PositiveIntegerField(_("已导入"), default=0)
    right_rows = models.PositiveIntegerField(_("可导入"), default=0)
    wrong_rows = models.PositiveIntegerField(_("有误的行"), default=0)
    problem_count = models.PositiveIntegerField(_("错误数"), default=0)
    problems = models.JSONField(_("错误"), default=list)
    leftover = models.CharField(max_length=64, blank=True, editable=False)
    finished_at = models.DateTimeField(_("导入时间"), null=True)
    mapping = models.JSONField(_("列对应"), default=dict)
    header = models.JSONField(_("表头"), default=list)
    encoding = models.CharField(_("编码"), max_length=16, blank=True)
    only_right = models.BooleanField(_("只导入正确的行"), default=False)
    hospital = models.UUIDField(null=True, editable=False)
    progress = models.PositiveSmallIntegerField(_("进度"), default=0)
    fault = models.CharField(_("失败原因"), max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_try_at = models.DateTimeField(_("下次处理"), null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入记录")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="imports_of_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "sha256"],
                condition=models.Q(state=ImportState.TRIED),
                name="import_tried_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "kind", "sha256"],
                condition=models.Q(state__in=QUEUED),
                name="import_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=UNWRITTEN, written=0, finished_at__isnull=True)
                | (~models.Q(state__in=UNWRITTEN) & models.Q(finished_at__isnull=False)),
                name="import_written_when_finished",
            ),
        ]

    def __str__(self):
        return self.file_name or self.kind

    @property
    def is_queued(self):
        return self.state in QUEUED

    @property
    def unused(self):
        """Columns of the file that mean nothing here."""
        used = set(self.mapping.values())
        return [head for at, head in enumerate(self.header) if at not in used]

    def get_absolute_url(self):
        return reverse("lists:import-detail", args=[self.pk])
