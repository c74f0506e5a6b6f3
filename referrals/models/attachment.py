"""Documents of a referral or a service request. Nobody reads one before it was inspected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital, Membership
from portal.core.documents import Document, DocumentQuerySet
from portal.roles import Permission
from referrals.enums import AttachmentKind, OfferState
from referrals.models.consent import Consent
from referrals.models.offer import ReferralOffer

NOT_ANSWERED = ("declined", "cancelled")


class AttachmentQuerySet(DocumentQuerySet):
    def visible_to(self, user):
        """Who gave it, and the origin; the destination's people once they accepted and the
        patient consented. Those whose opinion is asked see them until they decline, or the
        question is withdrawn. Commissions and network leads read no documents.
        """
        mine = Membership.objects.hospital_ids_of(user, permission=Permission.REFERRAL_REVEAL)
        referral = models.OuterRef("referral")
        accepted = ReferralOffer.objects.filter(
            referral=referral, hospital__in=mine, state=OfferState.ACCEPTED
        )
        consented = Consent.objects.in_force().filter(referral=referral)
        opened = models.Q(models.Exists(accepted)) & models.Q(models.Exists(consented))
        asked = models.Q(service__destination__in=mine) & ~models.Q(service__state__in=NOT_ANSWERED)
        sent = models.Q(referral__origin__in=mine) | models.Q(service__origin__in=mine)
        return self.filter(models.Q(hospital__in=mine) | sent | opened | asked)


class Attachment(Document):
    """One file of one referral, or of one service request: what is asked about, or its report.

    It is given and taken back only in actions/attachments.
    """

    referral = models.ForeignKey(
        "referrals.Referral", null=True, on_delete=models.PROTECT, related_name="attachments"
    )
    service = models.ForeignKey(
        "referrals.ServiceRequest", null=True, on_delete=models.PROTECT, related_name="attachments"
    )
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("类别"), max_length=12, choices=AttachmentKind.choices)
    kind_other = models.CharField(_("资料说明"), max_length=80, blank=True)
    noun = "attachment"

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "sha256"], name="attachment_once"),
            models.UniqueConstraint(fields=["service", "sha256"], name="service_attachment_once"),
            models.CheckConstraint(
                condition=models.Q(referral__isnull=False, service__isnull=True)
                | models.Q(referral__isnull=True, service__isnull=False),
                name="attachment_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="pending"),
                name="attachment_to_inspect",
            ),
            models.Index(fields=["sha256"], name="attachment_by_content"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def places(self, permission, role=None):
        """Whoever gave it may take it back."""
        return {self.hospital_id}

    @property
    def owner(self):
        """The referral or the service request."""
        return self.referral or self.service

    @property
    def audited(self):
        owner = self.owner
        hospitals = [pk for pk in (owner.origin_id, owner.destination_id) if pk]
        return hospitals, {"service" if self.service_id else "referral": str(owner.pk)}

    @property
    def may_be_taken_back(self):
        """Before anybody else was shown it: before it was sent, signed for, or reported with."""
        if self.service_id is None:
            return self.referral.submitted_at is None
        is_question = self.hospital_id == self.service.origin_id
        return self.service.state in ({"requested"} if is_question else {"received", "in_progress"})
