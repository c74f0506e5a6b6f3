"""Who teaches whom, how far the taught have come, and the two directors of a department."""

from functools import reduce
from operator import and_

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts.enums import DirectorSide, MentoringKind, SkillStage
from experts.models.expert import Expert
from experts.models.scope import overseen
from hospitals.models import Department, Hospital
from hospitals.models.network import days, on_day
from hospitals.models.spelled import named
from portal.models import Record

# More people than this at a time, and a mentor is said to have too many.
MOST_APPRENTICES = 2


def _until_not_before_since(name, words):
    return models.CheckConstraint(
        condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
        name=name,
        violation_error_message=words,
    )


# Until when each stage shall be reached, in the order of the stages.
STAGES_BY = ("observe_by", "assist_by", "lead_by", "alone_by")


def _in_order(names):
    """Of any two days that are there, the later stage has no earlier one."""
    pairs = [(one, other) for at, one in enumerate(names) for other in names[at + 1 :]]
    return reduce(
        and_,
        (
            models.Q(**{f"{one}__isnull": True})
            | models.Q(**{f"{other}__isnull": True})
            | models.Q(**{f"{other}__gte": models.F(one)})
            for one, other in pairs
        ),
    )


class MentorshipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the hospitals one oversees: where it is taught, and where the mentor is from."""
        hospitals = overseen(user)
        return self.filter(
            models.Q(hospital__in=hospitals)
            | models.Q(mentor__home_hospital__in=hospitals)
            | models.Q(mentor__kept_by__in=hospitals)
        )

    def current(self, on=None):
        return self.filter(on_day(on or timezone.localdate()))

    def ended(self, on=None):
        return self.filter(until__lt=on or timezone.localdate())

    def coming(self, on=None):
        return self.filter(since__gt=on or timezone.localdate())

    def with_load(self, on=None):
        """load: how many people the mentor teaches today; stage: the furthest one reached."""
        mine = self.model.objects.current(on).filter(mentor=models.OuterRef("mentor")).order_by()
        many = mine.values("mentor").annotate(many=models.Count("apprentice", distinct=True))
        return self.annotate(
            load=Coalesce(models.Subquery(many.values("many")), 0),
            stage=models.Max("milestones__stage"),
        )

    def crowded(self, on=None):
        """Running ones of mentors who teach more than MOST_APPRENTICES people."""
        return self.current(on).with_load(on).filter(load__gt=MOST_APPRENTICES)

    def about(self, text):
        """By the mentor, the apprentice or the technique."""
        people = Expert.objects.filter(named(text, "name")).values("pk")
        return self.filter(
            models.Q(mentor__in=people)
            | models.Q(apprentice__in=people)
            | models.Q(technique__icontains=text)
        )


class Mentorship(Record):
    """One expert teaches one local person a technique, from a day until a day.

    hospital is where it is taught: the apprentice's own when it began.
    """

    mentor = models.ForeignKey(
        Expert, verbose_name=_("导师"), on_delete=models.PROTECT, related_name="mentorships"
    )
    apprentice = models.ForeignKey(
        Expert, verbose_name=_("学员"), on_delete=models.PROTECT, related_name="apprenticeships"
    )
    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="mentorships"
    )
    kind = models.CharField(_("带教方式"), max_length=10, choices=MentoringKind.choices)
    technique = models.CharField(_("目标技术"), max_length=128)
    since = models.DateField(_("开始"))
    until = models.DateField(_("结束"), null=True, blank=True)
    observe_by = models.DateField(_("观摩期限"), null=True, blank=True)
    assist_by = models.DateField(_("助手期限"), null=True, blank=True)
    lead_by = models.DateField(_("主刀期限"), null=True, blank=True)
    alone_by = models.DateField(_("独立期限"), null=True, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("带教关系")
        ordering = ["-since"]
        constraints = [
            _until_not_before_since(
                "mentorship_dates_in_order", _("带教的结束日期不能早于开始日期。")
            ),
            models.CheckConstraint(
                condition=_in_order(STAGES_BY),
                name="mentorship_stages_in_order",
                violation_error_message=_("各阶段的期限须依观摩、助手、主刀、独立的顺序先后排列。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(mentor=models.F("apprentice")),
                name="mentorship_of_two_people",
                violation_error_message=_("导师和学员不能是同一人。"),
            ),
            ExclusionConstraint(
                name="mentorship_once_at_a_time",
                expressions=[
                    ("mentor", RangeOperators.EQUAL),
                    ("apprentice", RangeOperators.EQUAL),
                    ("technique", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这两人在这段时间内已有同一目标技术的带教关系。"),
            ),
        ]

    def __str__(self):
        return f"{self.mentor} → {self.apprentice}"

    def get_absolute_url(self):
        return reverse("experts:mentorship-detail", args=[self.pk])

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)

    @property
    def due(self):
        """Stage → until when it shall be reached: by its own day, else by the end of it all."""
        days = (getattr(self, name) for name in STAGES_BY)
        return {stage: day or self.until for stage, day in zip(SkillStage, days, strict=True)}

    @property
    def planned_stages(self):
        """(stage in words, its own day) of those that have one."""
        return [
            (stage.label, day)
            for stage, name in zip(SkillStage, STAGES_BY, strict=True)
            if (day := getattr(self, name))
        ]

    @property
    def phase(self):
        """What it is today, in one code: coming, current or ended."""
        today = timezone.localdate()
        if self.since > today:
            return "coming"
        return "ended" if self.until is not None and self.until < today else "current"

    @property
    def is_crowded(self):
        """Its mentor has too many; of a row with_load that runs."""
        return self.phase == "current" and self.load > MOST_APPRENTICES

    def get_stage_display(self):
        """The word of the stage that with_load found."""
        return SkillStage(self.stage).label if self.stage else ""


class SkillMilestoneQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(mentorship__in=Mentorship.objects.visible_to(user))


class SkillMilestone(Record):
    """A person reached a stage of a technique on a day, seen by somebody else.

    Stages come in their order (actions/mentoring): each once per person and technique, where
    technique_key is what names of one technique have in common.
    """

    mentorship = models.ForeignKey(
        Mentorship,
        verbose_name=_("带教关系"),
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    staff = models.ForeignKey(
        Expert, verbose_name=_("学员"), on_delete=models.PROTECT, related_name="milestones"
    )
    technique = models.CharField(_("技术"), max_length=128)
    technique_key = models.CharField(max_length=128, editable=False)
    stage = models.PositiveSmallIntegerField(_("阶段"), choices=SkillStage.choices)
    reached_on = models.DateField(_("达到日期"))
    witness = models.ForeignKey(
        Expert, verbose_name=_("见证人"), on_delete=models.PROTECT, related_name="+"
    )

    objects = SkillMilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("技能里程碑")
        ordering = ["stage"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "technique_key", "stage"],
                name="milestone_once_per_stage",
                violation_error_message=_("该学员的这项技术已登记过这一阶段。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(staff=models.F("witness")),
                name="milestone_seen_by_another",
                violation_error_message=_("见证人不能是学员本人。"),
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=SkillStage.values), name="milestone_stage_is_known"
            ),
        ]

    def __str__(self):
        return self.get_stage_display()

    def get_absolute_url(self):
        return self.mentorship.get_absolute_url()

    def places(self, permission, role=None):
        return self.mentorship.places(permission, role)


class CoDirectorPostQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the hospitals one oversees: the department's, and where the director is from."""
        hospitals = overseen(user)
        return self.filter(
            models.Q(department__hospital__in=hospitals)
            | models.Q(person__home_hospital__in=hospitals)
        )

    def about(self, text):
        """By the director, the department or the hospital."""
        people = Expert.objects.filter(named(text, "name")).values("pk")
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(
            models.Q(person__in=people)
            | models.Q(department__name__icontains=text)
            | models.Q(department__hospital__in=places)
        )

    def current(self, on=None):
        return self.filter(on_day(on or timezone.localdate()))

    def ended(self, on=None):
        return self.filter(until__lt=on or timezone.localdate())

    def coming(self, on=None):
        return self.filter(since__gt=on or timezone.localdate())


class CoDirectorPost(Record):
    """One side of the pair that leads a department: who was sent, or who is local.

    Two rows of one department that run at the same time are a pair; a side may stay empty.
    """

    department = models.ForeignKey(
        Department,
        verbose_name=_("科室"),
        on_delete=models.PROTECT,
        related_name="directors",
    )
    side = models.CharField(_("主任类别"), max_length=10, choices=DirectorSide.choices)
    person = models.ForeignKey(
        Expert, verbose_name=_("主任"), on_delete=models.PROTECT, related_name="directorships"
    )
    since = models.DateField(_("开始"))
    until = models.DateField(_("结束"), null=True, blank=True)

    objects = CoDirectorPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("双主任")
        ordering = ["department", "side", "-since"]
        constraints = [
            _until_not_before_since(
                "director_dates_in_order", _("任期的结束日期不能早于开始日期。")
            ),
            ExclusionConstraint(
                name="director_one_per_side",
                expressions=[
                    ("department", RangeOperators.EQUAL),
                    ("side", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("该科室这一侧在这段时间内已有主任。"),
            ),
            ExclusionConstraint(
                name="director_of_one_side",
                expressions=[
                    ("department", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("同一人不能同时担任该科室两侧的主任。"),
            ),
        ]

    def __str__(self):
        return f"{self.department} {self.get_side_display()}"

    @property
    def hospital(self):
        return self.department.hospital

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)
