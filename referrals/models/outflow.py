"""A patient who, as far as we were told, went elsewhere: a lead, not a measured outflow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital, Region
from portal.models import Record, User
from referrals.enums import OutflowState, UnplacedOutcome


class OutflowRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        referral = self.model.referral.field.related_model
        return self.filter(referral__in=referral.objects.visible_to(user))


class OutflowRecord(Record):
    """One referral ended with the patient leaving by himself or being placed outside the network.

    Its origin names the outcome; somebody else confirms or dismisses it before it counts. place is
    the hospital where the portal knows it; its name is kept either way.
    """

    referral = models.OneToOneField(
        "referrals.Referral", on_delete=models.PROTECT, related_name="outflow"
    )
    origin = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("去向"), max_length=12, choices=UnplacedOutcome.choices)
    province = models.ForeignKey(
        Region,
        verbose_name=_("去往省份"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    place = models.ForeignKey(
        Hospital,
        verbose_name=_("去往机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    place_name = models.CharField(_("去往机构"), max_length=128, blank=True)
    noted_at = models.DateTimeField(_("登记时间"))
    state = models.CharField(
        _("核实状态"),
        max_length=10,
        choices=OutflowState.choices,
        default=OutflowState.CANDIDATE,
    )
    reviewed_by = models.ForeignKey(
        User,
        verbose_name=_("核实人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("核实时间"), null=True, blank=True)

    objects = OutflowRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("外流线索")
        ordering = ["-noted_at"]

    def __str__(self):
        return str(self.referral_id)

    def places(self, _permission, _role=None):
        return {self.origin_id}
