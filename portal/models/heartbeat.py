"""When a process was last seen at work."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """One kind of worker: it writes this row whenever beat's message reaches it."""

    name = models.CharField(_("名称"), max_length=16, primary_key=True)
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("心跳")

    def __str__(self):
        return self.name
