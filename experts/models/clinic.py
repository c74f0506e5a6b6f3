"""Who holds which session of a clinic. The seats are those of the slot, which referrals book."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts.models.expert import Expert
from experts.models.scope import overseen
from hospitals.models import ClinicSlot, Hospital
from hospitals.models.spelled import named
from portal.models import Record

BOOKED = models.F("slot__booked_quota") + models.F("slot__booked_outside")


class ClinicSessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """At the hospitals one oversees, and those that their own people hold elsewhere."""
        hospitals = overseen(user)
        return self.filter(
            models.Q(slot__department__hospital__in=hospitals)
            | models.Q(expert__home_hospital__in=hospitals)
        )

    def about(self, text):
        """By the expert, the department or the hospital."""
        people = Expert.objects.filter(named(text, "name")).values("pk")
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(
            models.Q(expert__in=people)
            | models.Q(slot__department__hospital__in=places)
            | models.Q(slot__department__name__icontains=text)
        )

    def with_booked(self):
        """booked: how many seats are taken."""
        return self.annotate(booked=BOOKED)

    def coming(self):
        return self.filter(slot__closed_at__isnull=True, slot__starts_at__gt=Now())

    def held(self):
        """Begun, and not called off before."""
        return self.filter(slot__closed_at__isnull=True, slot__starts_at__lte=Now())

    def called_off(self):
        return self.filter(slot__closed_at__isnull=False)

    def behind(self, posting):
        """Sessions to come, with patients booked, on days on which the posting is over."""
        if posting.until is None:
            return self.none()
        return (
            self.coming()
            .with_booked()
            .filter(
                expert=posting.expert_id,
                slot__department__hospital=posting.to_hospital_id,
                slot__starts_at__date__gt=posting.until,
                booked__gt=0,
            )
        )

    def totals(self):
        """sessions, seats and booked_seats of those that were held."""
        return self.held().aggregate(
            sessions=models.Count("pk"),
            seats=models.Sum("slot__capacity", default=0),
            booked_seats=models.Sum(BOOKED, default=0),
        )


class ClinicSession(Record):
    """An expert holds one session of a clinic: at home, or where a posting takes them.

    Made in actions/clinics; it is called off with its slot.
    """

    expert = models.ForeignKey(
        Expert, verbose_name=_("专家"), on_delete=models.PROTECT, related_name="sessions"
    )
    slot = models.OneToOneField(
        ClinicSlot, verbose_name=_("号源"), on_delete=models.PROTECT, related_name="session"
    )

    objects = ClinicSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("专家门诊")

    def __str__(self):
        return f"{self.expert} {self.slot}"

    def places(self, permission, role=None):
        return self.slot.places(permission, role)

    @property
    def phase(self):
        """In one code: called_off, coming, or held from its beginning on."""
        if self.slot.closed_at:
            return "called_off"
        return "coming" if self.slot.starts_at > timezone.now() else "held"
