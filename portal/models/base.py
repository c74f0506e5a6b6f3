"""What every business row carries."""

import uuid

import uuid_utils.compat
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_id() -> uuid.UUID:
    """A UUIDv7: unguessable, and sorted by the time it was made."""
    return uuid_utils.compat.uuid7()


class Record(models.Model):
    """A business row: public id, who wrote it when, a version for optimistic locking."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("创建人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    is_synthetic = models.BooleanField(_("模拟数据"), default=False, editable=False)

    class Meta:
        abstract = True
