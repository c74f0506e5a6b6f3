"""The audit trail: one row per change or reveal, appended in the transaction of the change."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.roles import Permission


class AuditEventQuerySet(models.QuerySet):
    def touching(self, hospital_ids):
        """Events that concern one of the hospitals."""
        return self.filter(hospital_ids__has_any_keys=[str(pk) for pk in hospital_ids])

    def visible_to(self, user):
        """What concerned the hospitals where this person is auditor."""
        return self.touching(user.hospitals_with(Permission.AUDIT_VIEW))


class AuditEvent(models.Model):
    """Who did what to which row, when, from where; a trigger forbids changing or deleting it."""

    at = models.DateTimeField(_("时间"), default=timezone.now)
    verb = models.CharField(_("动作"), max_length=64)
    actor_id = models.UUIDField(_("操作人编号"), null=True)
    actor_name = models.CharField(_("操作人"), max_length=64, blank=True)
    target_label = models.CharField(_("对象类型"), max_length=64)
    target_id = models.CharField(_("对象编号"), max_length=64)
    # Readable without the row, and without naming a patient.
    target_name = models.CharField(_("对象"), max_length=128, blank=True)
    hospital_ids = models.JSONField(_("相关机构"), default=list)
    detail = models.JSONField(_("内容"), default=dict)
    request_id = models.CharField(_("请求编号"), max_length=36, blank=True)
    address = models.GenericIPAddressField(_("地址"), null=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        indexes = [
            models.Index(fields=["target_label", "target_id"], name="audit_by_target"),
            models.Index(fields=["-at"], name="audit_by_time"),
            GinIndex(fields=["hospital_ids"], name="audit_by_hospital"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
