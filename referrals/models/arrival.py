"""What a patient shows at the desk, and what the desk tried to type."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital, Membership
from portal.core.sealing import SealedTextField
from portal.models import Record, new_id
from portal.roles import Permission

LIVE = models.Q(used_at__isnull=True, withdrawn_at__isnull=True)


class ArrivalCodeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only the origin, which hands it to the patient: a desk that reads it proves nothing."""
        mine = Membership.objects.hospital_ids_of(user, permission=Permission.REFERRAL_REVEAL)
        return self.filter(referral__origin__in=mine)

    def live(self):
        """Neither used nor withdrawn; it may still be too late for it."""
        return self.filter(LIVE)

    def valid(self, now=None):
        return self.live().filter(valid_until__gte=now or timezone.now())


class ArrivalCode(Record):
    """Six characters that prove an appointment at one hospital, once, until a moment.

    Sealed for the origin to read; found again by a keyed hash.
    """

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="arrival_codes"
    )
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    code = SealedTextField(_("到诊码"))
    code_hash = models.CharField(max_length=64, editable=False)
    valid_until = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True)

    objects = ArrivalCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("到诊码")
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "code_hash"], condition=LIVE, name="arrival_code_once"
            ),
            models.UniqueConstraint(
                fields=["referral"], condition=LIVE, name="one_live_arrival_code"
            ),
        ]

    def __str__(self):
        return str(self.id)


class ArrivalAttempt(models.Model):
    """One wrong code typed at a desk, kept to lock that account for a while."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("到诊码误输")
        indexes = [models.Index(fields=["user", "at"], name="arrival_attempts")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"
