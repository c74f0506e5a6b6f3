"""What the people of one referral say to each other beside its moves."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital
from portal.models import User, new_id
from referrals.enums import MessageKind, SideChoice
from referrals.models.follow_up import OfReferralQuerySet


class MessageQuerySet(OfReferralQuerySet):
    def last_words(self, keys):
        """referral → when and what was said last; those of which nobody spoke are absent."""
        rows = self.filter(referral__in=keys, text__gt="").order_by("referral", "-at")
        last = rows.distinct("referral").values_list("referral", "at", "text")
        return {key: (at, text) for key, at, text in last}


class ReferralMessage(models.Model):
    """One message or reminder of one side, read by whoever sees the referral; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="messages"
    )
    kind = models.CharField(_("类型"), max_length=8, choices=MessageKind.choices)
    author = models.ForeignKey(
        User, verbose_name=_("留言人"), on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField(_("方"), max_length=12, choices=SideChoice.choices)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("留言"), max_length=1000, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("留言")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=MessageKind.URGE) | ~models.Q(text=""),
                name="message_says_something",
            )
        ]

    def __str__(self):
        return f"{self.referral_id} {self.kind}"
