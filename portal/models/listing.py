"""How people keep their lists: views with a name, columns of their own, files being written."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.base import Record

# No vowels and nothing that reads like something else: a slug is told over the telephone.
LETTERS = "bcdfghjkmnpqrstvwxyz23456789"


def new_slug():
    """A short word for the address of a view; it says nothing of what the view holds."""
    return "".join(secrets.choice(LETTERS) for _letter in range(8))


class ViewScope(models.TextChoices):
    """Who may use a view: its owner alone, or everybody of one circle of theirs."""

    ME = "me", _("仅自己")
    DEPARTMENT = "department", _("本科室")
    HOSPITAL = "hospital", _("本院")
    NETWORK = "network", _("全网")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("等待生成")
    DONE = "done", _("可下载")
    FAILED = "failed", _("生成失败")
    EXPIRED = "expired", _("已过期")


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those shared with a department, hospital or network one belongs to."""
        circles = [circle.pk for circle in user.circles()]
        return self.filter(models.Q(owner=user) | models.Q(circle__in=circles))

    def of_kind(self, kind):
        return self.filter(kind=kind).order_by("weight", "name", "pk")


class SavedView(Record):
    """A list as somebody wants to find it again: filters, columns, order.

    circle is the id of the department, hospital or network that it is shared with; no foreign key,
    because they live upstairs.
    """

    slug = models.CharField(_("短名"), max_length=16, unique=True, default=new_slug, editable=False)
    kind = models.CharField(_("列表"), max_length=32, editable=False)
    name = models.CharField(_("名称"), max_length=64)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("所有人"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    scope = models.CharField(
        _("共享范围"), max_length=10, choices=ViewScope.choices, default=ViewScope.ME
    )
    circle = models.UUIDField(null=True, editable=False)
    query = models.JSONField(_("筛选条件"), default=dict)
    columns = models.JSONField(_("列"), default=list)
    weight = models.PositiveSmallIntegerField(_("排序"), default=100)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("保存的视图")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope=ViewScope.ME, circle__isnull=True)
                | (~models.Q(scope=ViewScope.ME) & models.Q(circle__isnull=False)),
                name="view_shared_with_a_circle",
            )
        ]
        indexes = [models.Index(fields=["circle", "kind"], name="view_by_circle")]

    def __str__(self):
        return self.name


class ListSettingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)

    def of(self, user, kind):
        """What this person keeps for this list; an unsaved row when they never chose anything."""
        found = self.filter(user=user, kind=kind).select_related("default_view").first()
        return found or ListSetting(user=user, kind=kind)


class ListSetting(models.Model):
    """The columns, page size and first view that one person chose for one list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("列表"), max_length=32)
    columns = models.JSONField(_("列"), default=list)
    page_size = models.PositiveSmallIntegerField(_("每页行数"), default=50)
    default_view = models.ForeignKey(
        SavedView, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ListSettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("列表设置")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_setting_a_list")]

    def __str__(self):
        return self.kind


class ExportJobQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(owner=user)

    def due(self):
        """Asked for and not yet written."""
        return self.filter(state=ExportState.WAITING).order_by("created_at")

    def outlived(self, now=None):
        return self.filter(expires_at__lt=now or timezone.now()).exclude(state=ExportState.EXPIRED)


class ExportJob(Record):
    """A file of a list, too long to wait for: asked for, written by a job, gone after a day."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    kind = models.CharField(_("列表"), max_length=32)
    query = models.JSONField(_("筛选条件"), default=dict)
    columns = models.JSONField(_("列"), default=list)
    hospital = models.UUIDField(null=True)
    file_type = models.CharField(
        _("格式"), max_length=4, choices=[("xlsx", "XLSX"), ("csv", "CSV")], default="xlsx"
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=ExportState.choices, default=ExportState.WAITING
    )
    row_count = models.PositiveIntegerField(_("行数"), null=True)
    sha256 = models.CharField(_("文件摘要"), max_length=64, blank=True)
    expires_at = models.DateTimeField(_("到期时间"))
    tries = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_try_at = models.DateTimeField(_("下次生成"), default=timezone.now)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("导出任务")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "created_at"], name="export_by_state")]

    def __str__(self):
        return f"{self.kind}.{self.file_type}"

    @property
    def file_name(self):
        """Where the file lies below MEDIA_ROOT: the id says nothing and cannot be guessed."""
        return f"exports/{self.pk}.{self.file_type}"


class ImportMappingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)

    def of(self, user, kind):
        """{head of a column: what it means} of the last file of this person."""
        row = self.filter(user=user, kind=kind).first()
        return row.columns if row else {}

    def remember(self, user, kind, columns):
        """What was said before stays, where the new file does not say otherwise."""
        known = self.of(user, kind)
        kept = {head: code for head, code in known.items() if code not in columns.values()}
        row, _is_new = self.update_or_create(
            user=user, kind=kind, defaults={"columns": kept | columns}
        )
        return row


class ImportMapping(Record):
    """How one person heads the columns of their files of one kind."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    kind = models.CharField(_("列表"), max_length=32)
    columns = models.JSONField(_("列对应"), default=dict)

    objects = ImportMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("列映射")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_mapping_per_kind")
        ]

    def __str__(self):
        return self.kind
