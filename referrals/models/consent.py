"""Who agreed that the patient is referred, or why nobody could be asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.sealing import SealedTextField
from portal.models import Record, User
from referrals.enums import ConsentMethod, Relation


class ConsentQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(is_complete=True)


class Consent(Record):
    """One consent as it was recorded; a later one supersedes it and the earlier stays.

    Without one in force the other side does not get the record package. One that was taken back
    stays as it was given, and is in force no longer.
    """

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.CASCADE, related_name="consents"
    )
    method = models.CharField(_("知情同意"), max_length=10, choices=ConsentMethod.choices)
    given_by = SealedTextField(_("同意人"), blank=True)
    relation = models.CharField(
        _("同意人与患者关系"), max_length=10, choices=Relation.choices, blank=True
    )
    relation_other = models.CharField(_("其他关系"), max_length=40, blank=True)
    given_at = models.DateTimeField(_("同意时间"), null=True, blank=True)
    # Said again in clear, because the sealed name cannot be asked for.
    is_complete = models.BooleanField(default=False, editable=False)
    waiver_reason = models.CharField(_("急救免签理由"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User,
        verbose_name=_("登记人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    withdrawn_reason = models.CharField(_("撤回原因"), max_length=400, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("知情同意")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_by__isnull=False, is_complete=False),
                name="consent_withdrawn_is_not_in_force",
            )
        ]

    def __str__(self):
        return str(self.get_method_display())

    def save(self, **options):
        self.derive()
        super().save(**options)

    def derive(self):
        """Whether it is complete follows from what was said."""
        self.is_complete = self.is_in_force

    @property
    def is_waiver(self):
        return self.method == ConsentMethod.EMERGENCY

    @property
    def is_in_force(self):
        """Complete in itself, and not taken back: a name and a time, or why there are none."""
        if self.withdrawn_at:
            return False
        if self.is_waiver:
            return bool(self.waiver_reason)
        return bool(self.given_by and self.given_at)
