"""Idempotency: the reply that a key got the first time is the reply it always gets."""

import json

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CLAIM = """
INSERT INTO portal_requestkey (user_id, key, fingerprint, headers, created_at)
VALUES (%s, %s, %s, '{}', now()) ON CONFLICT (user_id, key) DO NOTHING RETURNING id
"""

KEEP = "UPDATE portal_requestkey SET status = %s, body = %s, headers = %s WHERE id = %s"


class RequestKeyQuerySet(models.QuerySet):
    def claim(self, user, key, fingerprint):
        """The row of this key, and whether it is new; a second caller waits for the first.

        Must run in the transaction of the effect.
        """
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [user.pk, key, fingerprint])
            made = cursor.fetchone()
        if made:
            return self.model(pk=made[0], user=user, key=key, fingerprint=fingerprint), True
        return self.select_for_update().get(user=user, key=key), False


class RequestKey(models.Model):
    """One Idempotency-Key of one person: written before the effect, in the same transaction."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = RequestKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("请求键")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_use_of_a_key")]

    def __str__(self):
        return self.key

    def keep(self, status, body, headers):
        """Keep the reply; body is JSON text."""
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [status, body, json.dumps(headers), self.pk])
