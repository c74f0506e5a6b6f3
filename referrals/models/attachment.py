"""Documents of a referral or a service request. Nobody reads one before it was inspected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital, Membership
from portal.core.sealing import SealedTextField
from portal.models import Record
from portal.roles import Permission
from referrals.enums import AttachmentKind, InspectionState, MediaType, OfferState
from referrals.models.consent import Consent
from referrals.models.offer import ReferralOffer

NOT_ANSWERED = ("declined", "cancelled")


class AttachmentQuerySet(models.QuerySet):
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

    def clean(self):
        return self.filter(state=InspectionState.CLEAN)

    def waiting(self):
        return self.filter(state=InspectionState.PENDING)

    def in_order(self):
        return self.order_by("created_at", "pk")


class Attachment(Record):
    """One file of one referral, or of one service request: what is asked about, or its report.

    Its bytes lie sealed in the private folder, named by their hash.

    Its state moves only in actions/attachments.
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
    def is_readable(self):
        return self.state == InspectionState.CLEAN

    @property
    def may_be_taken_back(self):
        """Before anybody else was shown it: before it was sent, signed for, or reported with."""
        if self.service_id is None:
            return self.referral.submitted_at is None
        is_question = self.hospital_id == self.service.origin_id
        return self.service.state in ({"requested"} if is_question else {"received", "in_progress"})
