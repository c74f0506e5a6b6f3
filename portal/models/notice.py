"""The outbox, and the inbox that it fills."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.base import new_id


class OutboxMessage(models.Model):
    """An effect that a change owes: written with the change, delivered by the relay.

    PostgreSQL is the queue of record; the broker may lose everything and nothing is lost here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(_("唯一键"), max_length=128, unique=True)
    kind = models.CharField(_("类型"), max_length=64)
    payload = models.JSONField(_("内容"), default=dict)
    recipient_ids = models.JSONField(_("收件人"), default=list)
    url = models.CharField(_("链接"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("创建时间"), default=timezone.now)
    next_try_at = models.DateTimeField(_("下次投递"), default=timezone.now)
    tries = models.PositiveIntegerField(_("次数"), default=0)
    delivered_at = models.DateTimeField(_("已投递"), null=True)

    class Meta:
        verbose_name = _("待发消息")
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(delivered_at__isnull=True),
                name="outbox_due",
            )
        ]

    def __str__(self):
        return self.key


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One message in one person's inbox. Its words are chosen by kind when it is shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    created_at = models.DateTimeField(_("时间"), default=timezone.now)
    read_at = models.DateTimeField(_("已读时间"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        constraints = [
            models.UniqueConstraint(fields=["message", "recipient"], name="one_notice_each")
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_inbox"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at__isnull=True),
                name="notice_unread",
            ),
        ]

    def __str__(self):
        return str(self.id)
