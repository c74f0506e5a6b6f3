"""What a hospital is recognised for: emergency centres and key specialties, with level and days."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.enums import AccreditationKind, AccreditationLevel
from hospitals.models.hospital import Hospital
from hospitals.models.network import days, on_day
from hospitals.models.spelled import Spelled, named

# How long before its last day a recognition is said to run out.
WARN_DAYS = 90


class AccreditationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=Hospital.objects.visible_to(user))

    def current(self, on=None):
        return self.filter(on_day(on or timezone.localdate()))

    def expiring(self, on=None):
        """In force today, and over within WARN_DAYS."""
        on = on or timezone.localdate()
        return self.current(on).filter(until__lte=on + dt.timedelta(days=WARN_DAYS))

    def ended(self, on=None):
        return self.filter(until__lt=on or timezone.localdate())

    def about(self, text):
        """By the specialty, or by the hospital as hospitals are searched."""
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(named(text, "specialty") | models.Q(hospital__in=places))

    def green_channel(self, hospital, kind, on=None):
        """Whether the hospital is such a centre on the day; kind is a referral's green channel."""
        if kind == AccreditationKind.KEY_SPECIALTY:
            return False
        return self.current(on).filter(hospital=hospital, kind=kind).exists()

    def centres_of(self, hospitals, on=None):
        """(hospital, kind) of every emergency centre among the hospitals, in one query."""
        rows = self.current(on).filter(hospital__in=hospitals)
        rows = rows.exclude(kind=AccreditationKind.KEY_SPECIALTY)
        return set(rows.values_list("hospital_id", "kind"))


class Accreditation(Spelled):
    """One recognition of one hospital: as what, at which level, by whom, from when until when."""

    SPELLED = ("specialty",)

    hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("医疗机构"),
        on_delete=models.PROTECT,
        related_name="accreditations",
    )
    kind = models.CharField(_("资质"), max_length=16, choices=AccreditationKind.choices)
    specialty = models.CharField(_("专科"), max_length=64, blank=True)
    level = models.CharField(
        _("级别"), max_length=8, choices=AccreditationLevel.choices, blank=True
    )
    issuer = models.CharField(_("认定机构"), max_length=128, blank=True)
    certificate_number = models.CharField(_("证书编号"), max_length=64, blank=True)
    since = models.DateField(_("开始"))
    since_text = models.CharField(_("开始（原文）"), max_length=64, blank=True)
    until = models.DateField(_("有效期至"), null=True, blank=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        verbose_name = _("资质")
        ordering = ["kind", "specialty", "-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="accreditation_dates_in_order",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind=AccreditationKind.KEY_SPECIALTY) & ~models.Q(specialty=""))
                | (~models.Q(kind=AccreditationKind.KEY_SPECIALTY) & models.Q(specialty="")),
                name="accreditation_key_specialty_is_named",
            ),
            ExclusionConstraint(
                name="accreditation_no_overlap",
                expressions=[
                    ("hospital", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("specialty", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.specialty}".strip()

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)

    def is_over(self, on=None):
        return self.until is not None and self.until < (on or timezone.localdate())

    def is_expiring(self, on=None):
        """Its last day is near: somebody should see to the next recognition."""
        on = on or timezone.localdate()
        return self.until is not None and on <= self.until <= on + dt.timedelta(days=WARN_DAYS)
