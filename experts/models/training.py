"""Who goes away to learn, whether they come back and work alone, and what they can show for it."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts.enums import CertificateKind
from experts.models.expert import Expert
from experts.models.scope import overseen
from hospitals.models import Hospital
from hospitals.models.network import days, on_day
from hospitals.models.spelled import named
from portal.models import Record

# How long before its last day a certificate is said to run out.
WARN_DAYS = 90


def _about(people, text):
    """Rows whose person has this name, or this in its pinyin."""
    return models.Q(**{f"{people}__in": Expert.objects.filter(named(text, "name")).values("pk")})


class TrainingStayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the hospitals one oversees: whose people leave, and where they learn."""
        hospitals = overseen(user)
        return self.filter(
            models.Q(home_hospital__in=hospitals) | models.Q(at_hospital__in=hospitals)
        )

    def current(self, on=None):
        """Away on the day: begun, not over, and not back before."""
        on = on or timezone.localdate()
        away = models.Q(returned_on__isnull=True) | models.Q(returned_on__gt=on)
        return self.filter(on_day(on), away)

    def coming(self, on=None):
        return self.filter(since__gt=on or timezone.localdate())

    def returned(self, on=None):
        """Back home, whether they work alone yet or not."""
        return self.filter(returned_on__lte=on or timezone.localdate())

    def independent(self, on=None):
        return self.filter(independent_on__lte=on or timezone.localdate())

    def overdue(self, on=None):
        """The last day is past, and nobody wrote down that they came back."""
        return self.filter(until__lt=on or timezone.localdate(), returned_on__isnull=True)

    def totals(self):
        """people, stays, whole_teams, free, returned and independent over these rows.

        independent ÷ returned is the share of those who came back and work alone.
        """
        free, team = models.Q(is_free=True), models.Q(is_whole_team=True)
        back, alone = (
            models.Q(**{f"{name}__isnull": False}) for name in ("returned_on", "independent_on")
        )
        return self.order_by().aggregate(
            people=models.Count("trainee", distinct=True),
            stays=models.Count("pk"),
            whole_team=models.Count("pk", filter=team),
            free=models.Count("pk", filter=free),
            returned=models.Count("trainee", filter=back, distinct=True),
            independent=models.Count("trainee", filter=alone, distinct=True),
        )

    def about(self, text):
        """By the person, by what is learned, or by where."""
        places = Hospital.objects.named_like(text)
        return self.filter(
            _about("trainee", text)
            | models.Q(subject__icontains=text)
            | models.Q(at_place__icontains=text)
            | models.Q(at_hospital__in=places.values("pk"))
        )


class TrainingStay(Record):
    """A person of one hospital learns at another, from a day until a day, and comes back.

    The place is a hospital known here, or one that is only named. returned_on is the day on which
    they were back at work; independent_on that from which they did there alone what they learned.
    """

    trainee = models.ForeignKey(
        Expert, verbose_name=_("进修人员"), on_delete=models.PROTECT, related_name="stays"
    )
    home_hospital = models.ForeignKey(
        Hospital, verbose_name=_("派出医院"), on_delete=models.PROTECT, related_name="stays_away"
    )
    at_hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("进修医院"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stays_here",
    )
    at_place = models.CharField(_("网络外的进修机构"), max_length=128, blank=True)
    department = models.CharField(_("进修科室"), max_length=64, blank=True)
    subject = models.CharField(_("进修内容"), max_length=128)
    since = models.DateField(_("开始"))
    until = models.DateField(_("结束"), null=True, blank=True)
    is_whole_team = models.BooleanField(_("整建制外送"), default=False)
    is_free = models.BooleanField(_("免费进修"), default=False)
    returned_on = models.DateField(_("返院日期"), null=True, blank=True)
    independent_on = models.DateField(_("独立工作日期"), null=True, blank=True)

    objects = TrainingStayQuerySet.as_manager()

    class Meta:
        verbose_name = _("进修")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="stay_dates_in_order",
                violation_error_message=_("进修的结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(home_hospital=models.F("at_hospital")),
                name="stay_leaves_its_hospital",
                violation_error_message=_("进修医院不能是本人所在的医院。"),
            ),
            models.CheckConstraint(
                condition=models.Q(at_hospital__isnull=False, at_place="")
                | (models.Q(at_hospital__isnull=True) & ~models.Q(at_place="")),
                name="stay_names_one_place",
                violation_error_message=_("进修医院和网络外的进修机构须填一项，且只填一项。"),
            ),
            models.CheckConstraint(
                condition=models.Q(returned_on__isnull=True)
                | models.Q(returned_on__gte=models.F("since")),
                name="stay_back_after_it_began",
                violation_error_message=_("返院日期不能早于进修开始日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(independent_on__isnull=True)
                | models.Q(returned_on__isnull=False, independent_on__gte=models.F("returned_on")),
                name="stay_alone_after_return",
                violation_error_message=_("独立工作须在返院之后。"),
            ),
            ExclusionConstraint(
                name="stay_one_at_a_time",
                expressions=[
                    ("trainee", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("该人员在这段时间内已在进修。"),
            ),
        ]

    def __str__(self):
        return f"{self.trainee} → {self.where}"

    @property
    def where(self):
        return str(self.at_hospital or self.at_place)

    def get_absolute_url(self):
        return reverse("experts:stay-detail", args=[self.pk])

    def places(self, _permission, _role=None):
        """The home hospital keeps it; the other one only reads it."""
        return {self.home_hospital_id}

    @property
    def phase(self):
        """What it is today, in one code: coming, current, overdue, returned or independent."""
        today = timezone.localdate()
        if self.returned_on is not None and self.returned_on <= today:
            alone = self.independent_on is not None and self.independent_on <= today
            return "independent" if alone else "returned"
        if self.since > today:
            return "coming"
        return "overdue" if self.until is not None and self.until < today else "current"


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the people whom the hospitals that one oversees employ or keep."""
        hospitals = overseen(user)
        return self.filter(
            models.Q(holder__home_hospital__in=hospitals) | models.Q(holder__kept_by__in=hospitals)
        )

    def valid(self, on=None):
        on = on or timezone.localdate()
        return self.filter(issued_on__lte=on).exclude(expires_on__lt=on)

    def expiring(self, on=None):
        """Valid on the day, and over within WARN_DAYS."""
        on = on or timezone.localdate()
        return self.filter(expires_on__gte=on, expires_on__lte=on + dt.timedelta(days=WARN_DAYS))

    def expired(self, on=None):
        return self.filter(expires_on__lt=on or timezone.localdate())

    def renewed(self):
        """Those after which the holder was given a later one of the same kind."""
        later = self.model.objects.filter(
            holder=models.OuterRef("holder"),
            kind=models.OuterRef("kind"),
            issued_on__gt=models.OuterRef("issued_on"),
        )
        return self.filter(models.Exists(later))

    def owed(self, on=None):
        """Over or nearly so, and not renewed yet."""
        rows = self.expiring(on) | self.expired(on)
        return rows.exclude(pk__in=self.model.objects.renewed().values("pk"))

    def about(self, text):
        """By the holder, the number or the issuer."""
        return self.filter(
            _about("holder", text)
            | models.Q(number__icontains=text)
            | models.Q(issuer__icontains=text)
        )


class Certificate(Record):
    """What somebody may show that they can do, until a day; perhaps earned by a stay elsewhere."""

    holder = models.ForeignKey(
        Expert, verbose_name=_("持证人"), on_delete=models.PROTECT, related_name="certificates"
    )
    kind = models.CharField(_("证书种类"), max_length=12, choices=CertificateKind.choices)
    number = models.CharField(_("证书编号"), max_length=64)
    issuer = models.CharField(_("发证机构"), max_length=128)
    issued_on = models.DateField(_("发证日期"))
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    stay = models.ForeignKey(
        TrainingStay,
        verbose_name=_("进修"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certificates",
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("证书")
        ordering = ["expires_on", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="certificate_once",
                violation_error_message=_("这个编号的同类证书已登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("issued_on")),
                name="certificate_dates_in_order",
                violation_error_message=_("有效期不能早于发证日期。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(number=""),
                name="certificate_has_a_number",
                violation_error_message=_("请填写证书编号。"),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return self.holder.get_absolute_url()

    def places(self, permission, role=None):
        return self.holder.places(permission, role)

    @property
    def is_over(self):
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def is_expiring(self):
        """Its last day is near: somebody should see to the next one."""
        last = timezone.localdate() + dt.timedelta(days=WARN_DAYS)
        return self.expires_on is not None and not self.is_over and self.expires_on <= last
