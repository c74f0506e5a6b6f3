"""Documents that travel with a referral. Nobody reads one before it was inspected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital, Membership
from portal.core.sealing import SealedTextField
from portal.models import Record
from portal.roles import Permission
from referrals.enums import AttachmentKind, InspectionState, MediaType, OfferState
from referrals.models.consent import Consent
from referrals.models.offer import ReferralOffer


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who gave it, and the origin; the destination's people once they accepted and the
        patient consented. Commissions and network leads read no documents.
        """
        mine = Membership.objects.hospital_ids_of(user, permission=Permission.REFERRAL_REVEAL)
        referral = models.OuterRef("referral")
        accepted = ReferralOffer.objects.filter(
            referral=referral, hospital__in=mine, state=OfferState.ACCEPTED
        )
        consented = Consent.objects.filter(referral=referral, is_complete=True)
        opened = models.Q(models.Exists(accepted)) & models.Q(models.Exists(consented))
        return self.filter(
            models.Q(hospital__in=mine) | models.Q(referral__origin__in=mine) | opened
        )

    def clean(self):
        return self.filter(state=InspectionState.CLEAN)

    def waiting(self):
        return self.filter(state=InspectionState.PENDING)

    def in_order(self):
        return self.order_by("created_at", "pk")


class Attachment(Record):
    """One file of one referral. Its bytes lie sealed in the private folder, named by their hash.

    Its state moves only in actions/attachments.
    """

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="attachments"
    )
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("类别"), max_length=12, choices=AttachmentKind.choices)
    kind_other = models.CharField(_("资料说明"), max_length=80, blank=True)
    name = SealedTextField(_("文件名"))
    media_type = models.CharField(_("格式"), max_length=16, choices=MediaType.choices)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        _("检查状态"),
        max_length=8,
        choices=InspectionState.choices,
        default=InspectionState.PENDING,
        editable=False,
    )
    blocked_for = models.CharField(_("拦截原因"), max_length=20, blank=True)
    inspected_at = models.DateTimeField(_("检查时间"), null=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "sha256"], name="attachment_once")
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
    def is_readable(self):
        return self.state == InspectionState.CLEAN
