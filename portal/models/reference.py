"""By what a process sees that reference data has changed since it last read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceVersion(models.Model):
    """The version of one table that rarely changes; a trigger renews it with every change."""

    name = models.CharField(_("数据表"), max_length=63, primary_key=True)
    version = models.UUIDField(_("版本"))

    class Meta:
        verbose_name = _("基础数据版本")

    def __str__(self):
        return self.name
