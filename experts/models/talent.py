"""Titles that people and hospitals were given, and people whom hospitals won from elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from experts.models.expert import Expert
from experts.models.scope import overseen
from hospitals.enums import AccreditationLevel
from hospitals.models import Hospital
from hospitals.models.spelled import named
from portal.models import Record


class _OfHospital(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=overseen(user))


class AwardQuerySet(_OfHospital):
    def about(self, text):
        """By the title, or by who holds it."""
        people = Expert.objects.filter(named(text, "name"))
        return self.filter(
            models.Q(title__icontains=text) | models.Q(holder__in=people.values("pk"))
        )


class Award(Record):
    """A title that a person of a hospital was given; without a holder, the hospital itself."""

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="awards"
    )
    holder = models.ForeignKey(
        Expert,
        verbose_name=_("获得者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="awards",
    )
    title = models.CharField(_("称号"), max_length=128)
    level = models.CharField(_("级别"), max_length=8, choices=AccreditationLevel.choices)
    issuer = models.CharField(_("授予机构"), max_length=128, blank=True)
    granted_on = models.DateField(_("授予日期"))

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("人才称号")
        ordering = ["-granted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "holder", "title", "granted_on"],
                nulls_distinct=False,
                name="award_once",
                violation_error_message=_("这一天授予的同一称号已登记。"),
            ),
        ]

    def __str__(self):
        return self.title

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)


class RecruitmentQuerySet(_OfHospital):
    def about(self, text):
        """By the name of the group, or by the hospital."""
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(models.Q(name__icontains=text) | models.Q(hospital__in=places))

    def totals(self):
        """people and doctors over these rows, and how many of them are supported in which way."""
        sums = {name: models.Sum(name, default=0) for name in ("people", "doctors")}
        for way in ("has_housing", "has_schooling", "has_spouse_job"):
            sums[way] = models.Sum("people", filter=models.Q(**{way: True}), default=0)
        # Named apart from the columns that they add up.
        told = self.order_by().aggregate(**{f"{name}_in_all": one for name, one in sums.items()})
        return {name.removesuffix("_in_all"): number for name, number in told.items()}


class Recruitment(Record):
    """People whom a hospital won from elsewhere: how many, how many doctors, with what support."""

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="recruitments"
    )
    name = models.CharField(_("引进项目或批次"), max_length=128)
    joined_on = models.DateField(_("到岗日期"))
    people = models.PositiveIntegerField(_("引进人数"))
    doctors = models.PositiveIntegerField(_("其中博士"), default=0)
    has_housing = models.BooleanField(_("住房保障"), default=False)
    has_schooling = models.BooleanField(_("子女入学"), default=False)
    has_spouse_job = models.BooleanField(_("配偶就业"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = RecruitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("人才引进")
        ordering = ["-joined_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "name", "joined_on"],
                name="recruitment_once",
                violation_error_message=_("本机构这一天到岗的同名批次已登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(people__gte=1),
                name="recruitment_of_somebody",
                violation_error_message=_("引进人数至少为 1。"),
            ),
            models.CheckConstraint(
                condition=models.Q(doctors__lte=models.F("people")),
                name="recruitment_doctors_part_of_all",
                violation_error_message=_("博士人数不能多于引进人数。"),
            ),
        ]

    def __str__(self):
        return self.name

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)
