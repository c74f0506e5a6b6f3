"""What somebody typed and has not filed yet."""

import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital
from portal.core.sealing import SealedTextField
from portal.models import Record


class FilingDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only the person who typed it."""
        return self.filter(user=user)


class FilingDraft(Record):
    """The raw content of one filing form, sealed, exactly as typed: half a word is still there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="filing_drafts"
    )
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        "referrals.Referral",
        null=True,
        on_delete=models.CASCADE,
        related_name="filing_drafts",
    )
    typed = SealedTextField(_("内容"))

    objects = FilingDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("未完成的转诊单")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "hospital"],
                condition=models.Q(referral__isnull=True),
                name="one_unfiled_draft_per_desk",
            ),
            models.UniqueConstraint(
                fields=["user", "referral"],
                condition=models.Q(referral__isnull=False),
                name="one_draft_per_reviser",
            ),
        ]

    def __str__(self):
        return str(self.id)

    @property
    def values(self):
        """Field name → text, as typed."""
        return json.loads(self.typed)
