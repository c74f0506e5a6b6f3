"""New technologies: what a hospital can do that it could not do before, and who brought it."""

import datetime as dt

from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts.enums import (
    AdmissionClass,
    SurgeryLevel,
    TechnologyKind,
    TechnologyStatus,
)
from experts.models.expert import Expert
from experts.models.posting import Posting
from experts.models.scope import overseen
from hospitals.models import Department, Hospital
from hospitals.models.filed import FiledQuerySet
from hospitals.models.spelled import Spelled, named
from portal.models import Record

# Half a year without a case, and a technology has to be admitted again.
UNUSED_DAYS = 183
LONG_AGO = dt.date(1900, 1, 1)


class NewTechnologyQuerySet(FiledQuerySet):
    def visible_to(self, user):
        """Of the hospitals one oversees, and those that came from them."""
        hospitals = overseen(user)
        return self.filter(
            models.Q(hospital__in=hospitals) | models.Q(source_hospital__in=hospitals)
        )

    def with_cases(self):
        """patients, complications and local_cases of all months; last_used: the last such month."""
        told = {
            "patients": "patients",
            "complications": "complications",
            "local_cases": "independent_local",
        }
        return self.annotate(**{name: self._sum_of(field) for name, field in told.items()})

    def with_claims(self):
        """claims_now: what is claimed of each and not withdrawn or replaced; one more query."""
        rows = self.model.claims.rel.related_model.objects.standing().order_by("kind", "tier")
        return self.prefetch_related(models.Prefetch("claims", rows, to_attr="claims_now"))

    def _sum_of(self, field):
        """Apart from the rows themselves, which a filter may join with several others."""
        counts = self.model.counts.rel.related_model.objects.filter(
            technology=models.OuterRef("pk")
        )
        one = counts.order_by().values("technology").annotate(total=models.Sum(field))
        return Coalesce(models.Subquery(one.values("total")), 0)

    def lapsed(self, on=None):
        """In use by name, but without a case for half a year, and not admitted again since."""
        day = (on or timezone.localdate()) - dt.timedelta(days=UNUSED_DAYS)
        used = models.Max("counts__month", filter=models.Q(counts__patients__gt=0))
        rows = self.filter(status=TechnologyStatus.IN_USE).annotate(
            used_on=Coalesce(used, LONG_AGO),
            admitted_on=Coalesce(models.Max("admissions__approved_on"), LONG_AGO),
        )
        alive_on = Greatest("used_on", "admitted_on", Coalesce("first_done_on", LONG_AGO))
        return rows.annotate(alive_on=alive_on).filter(alive_on__lt=day)

    def named_like(self, text):
        """By any of its names, by the specialty, or by the hospital."""
        called = TechnologyName.objects.filter(named(text, "name")).values("technology")
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(
            models.Q(pk__in=called)
            | models.Q(specialty__icontains=text)
            | models.Q(hospital__in=places)
        )

    def retention(self, year):
        """(kept, begun): those begun in the two years before, and how many are done this year.

        This is the conversion rate of the core-system indicators for one year as its fourth.
        """
        new = self.filter(first_done_on__year__in=(year - 2, year - 1))
        kept = new.filter(counts__month__year=year, counts__patients__gt=0).distinct()
        return kept.count(), new.count()


class NewTechnology(Record):
    """One technology of one hospital. All its names stand in TechnologyName, once per hospital.

    Its status moves only in actions/technologies.
    """

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="technologies"
    )
    department = models.ForeignKey(
        Department,
        verbose_name=_("科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("名称"), max_length=128)
    name_english = models.CharField(_("英文名称"), max_length=128, blank=True)
    specialty = models.CharField(_("专科"), max_length=64, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=TechnologyKind.choices)
    surgery_level = models.CharField(
        _("手术级别"), max_length=1, choices=SurgeryLevel.choices, blank=True
    )
    source_hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("来源医院"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    brought_by = models.ForeignKey(
        Expert,
        verbose_name=_("引入专家"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="technologies",
    )
    posting = models.ForeignKey(
        Posting,
        verbose_name=_("派驻任务"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="technologies",
    )
    first_done_on = models.DateField(_("首例日期"), null=True, blank=True)
    local_independent_on = models.DateField(_("本地首例独立开展日期"), null=True, blank=True)
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=TechnologyStatus.choices,
        default=TechnologyStatus.REGISTERED,
        editable=False,
    )
    stopped_on = models.DateField(_("停用日期"), null=True, editable=False)
    stop_note = models.CharField(_("停用原因"), max_length=200, blank=True, editable=False)

    objects = NewTechnologyQuerySet.as_manager()

    class Meta:
        verbose_name = _("新技术新项目")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(local_independent_on__isnull=True)
                | models.Q(local_independent_on__gte=models.F("first_done_on")),
                name="technology_alone_after_first",
                violation_error_message=_("本地独立开展的日期不能早于首例日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(posting__isnull=True) | models.Q(brought_by__isnull=False),
                name="technology_posting_has_expert",
            ),
            models.CheckConstraint(
                condition=models.Q(status=TechnologyStatus.STOPPED, stopped_on__isnull=False)
                | (~models.Q(status=TechnologyStatus.STOPPED) & models.Q(stopped_on__isnull=True)),
                name="technology_stopped_on_a_day",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("experts:technology-detail", args=[self.pk])

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)


class TechnologyNameQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(technology__in=NewTechnology.objects.visible_to(user))


class TechnologyName(Spelled):
    """One name of a technology, its own or an alias; the same words name one thing per hospital."""

    technology = models.ForeignKey(NewTechnology, on_delete=models.PROTECT, related_name="names")
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("别名"), max_length=128)
    normalised = models.CharField(max_length=128, editable=False)

    objects = TechnologyNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("技术名称")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "normalised"],
                name="technology_name_once",
                violation_error_message=_("本院已有同名（或同别名）的新技术。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(normalised=""),
                name="technology_name_has_letters",
                violation_error_message=_("名称须含有文字。"),
            ),
        ]

    def __str__(self):
        return self.name


class _OfTechnology(models.QuerySet):
    def visible_to(self, user):
        return self.filter(technology__in=NewTechnology.objects.visible_to(user))


class TechnologyAdmission(Record):
    """A committee admitted a technology, in a class, until it is looked at again."""

    technology = models.ForeignKey(
        NewTechnology, on_delete=models.PROTECT, related_name="admissions"
    )
    admission_class = models.CharField(_("准入类别"), max_length=10, choices=AdmissionClass.choices)
    committee = models.CharField(_("审批委员会"), max_length=128)
    approved_on = models.DateField(_("批准日期"))
    ethics_number = models.CharField(_("伦理批件号"), max_length=64, blank=True)
    review_on = models.DateField(_("再评价日期"), null=True, blank=True)

    objects = _OfTechnology.as_manager()

    class Meta:
        verbose_name = _("技术准入")
        ordering = ["-approved_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["technology", "approved_on"],
                name="admission_once_per_day",
                violation_error_message=_("该技术在这一天已有准入记录。"),
            ),
            models.CheckConstraint(
                condition=models.Q(review_on__isnull=True)
                | models.Q(review_on__gt=models.F("approved_on")),
                name="admission_reviewed_later",
                violation_error_message=_("再评价日期须晚于批准日期。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(admission_class=AdmissionClass.RESTRICTED)
                | ~models.Q(ethics_number=""),
                name="admission_restricted_has_ethics",
                violation_error_message=_("限制类技术须有伦理批件号。"),
            ),
        ]

    def __str__(self):
        return self.get_admission_class_display()

    def is_due(self, on=None):
        """The day to look at it again has come."""
        return self.review_on is not None and self.review_on <= (on or timezone.localdate())


class TechnologyMonthlyCount(Record):
    """How often a technology was used in a month, with what harm, and how often by locals alone."""

    technology = models.ForeignKey(NewTechnology, on_delete=models.PROTECT, related_name="counts")
    month = models.DateField(_("月份"))
    patients = models.PositiveIntegerField(_("例数"))
    complications = models.PositiveIntegerField(_("并发症例数"), default=0)
    independent_local = models.PositiveIntegerField(_("本地独立完成例数"), default=0)

    objects = _OfTechnology.as_manager()

    class Meta:
        verbose_name = _("技术月度例数")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["technology", "month"],
                name="technology_month_once",
                violation_error_message=_("该月例数已登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="technology_month_is_a_first"
            ),
            models.CheckConstraint(
                condition=models.Q(independent_local__lte=models.F("patients")),
                name="technology_alone_part_of_all",
                violation_error_message=_("本地独立完成例数不能多于例数。"),
            ),
            models.CheckConstraint(
                condition=models.Q(complications__lte=models.F("patients")),
                name="technology_harm_part_of_all",
                violation_error_message=_("并发症例数不能多于例数。"),
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"
