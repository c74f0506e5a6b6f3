"""Quality inspections of members: checklist, rounds twice a year, what was found, what was mended.

A round is planned, then scored item by item; a finding is mended by its hospital and then verified
by somebody else. Rounds and findings change only in actions/inspections.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hospitals.models.hospital import Hospital
from hospitals.models.network import Network
from portal.models import Record
from portal.roles import Permission


class Half(models.IntegerChoices):
    FIRST = 1, _("上半年")
    SECOND = 2, _("下半年")


class RoundState(models.TextChoices):
    """Inspected, a round is mending until every finding is verified."""

    PLANNED = "planned", _("待检查")
    MENDING = "mending", _("整改中")
    DONE = "done", _("已完成")


INSPECTED = (RoundState.MENDING, RoundState.DONE)


class FindingState(models.TextChoices):
    OPEN = "open", _("待整改")
    CLOSED = "closed", _("待确认")
    VERIFIED = "verified", _("已确认")


class ChecklistItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(network__in=Network.objects.visible_to(user))

    def about(self, text):
        """By what is looked at, the edition, or the network."""
        return self.filter(
            models.Q(network__in=Network.objects.about(text).values("pk"))
            | models.Q(section__icontains=text)
            | models.Q(standard__icontains=text)
            | models.Q(edition__icontains=text)
        )


class ChecklistItem(Record):
    """One thing that is looked at, in one edition of a network's checklist."""

    network = models.ForeignKey(
        Network, verbose_name=_("医联体"), on_delete=models.PROTECT, related_name="checklist"
    )
    edition = models.CharField(_("检查表版本"), max_length=32)
    number = models.CharField(_("条目编号"), max_length=16)
    section = models.CharField(_("检查内容"), max_length=64)
    standard = models.CharField(_("评分标准"), max_length=300)
    max_score = models.PositiveSmallIntegerField(_("满分"))

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查条目")
        ordering = ["network", "edition", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "edition", "number"],
                name="checklist_item_once_per_edition",
                violation_error_message=_("这一版检查表已有这个编号。"),
            ),
            models.CheckConstraint(
                condition=models.Q(max_score__range=(1, 1000)),
                name="checklist_item_has_a_score",
                violation_error_message=_("满分须在 1 至 1000 之间。"),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.section}"

    @property
    def owner(self):
        return self.network

    def places(self, permission, role=None):
        return self.network.places(permission, role)


class InspectionRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the hospitals that one oversees: one's own, and all members for a network's lead."""
        return self.filter(hospital__in=Hospital.objects.overseen_by(user).order_by().values("pk"))

    def inspected(self):
        return self.filter(state__in=INSPECTED)

    def late(self, on=None):
        """Planned, and the day until which it was due is past."""
        return self.filter(state=RoundState.PLANNED, due_on__lt=on or timezone.localdate())

    def with_totals(self):
        """points, most: what was scored of how much; found: how many findings."""
        found = InspectionFinding.objects.filter(round=models.OuterRef("pk")).order_by()
        count = found.values("round").annotate(n=models.Count("pk")).values("n")
        return self.annotate(
            points=models.Sum("scores__score"),
            most=models.Sum("scores__max_score"),
            found=models.functions.Coalesce(models.Subquery(count), 0),
        )

    def about(self, text):
        return self.filter(hospital__in=Hospital.objects.named_like(text).values("pk"))


class InspectionRound(Record):
    """One member of a network is inspected once in a half of a year."""

    network = models.ForeignKey(
        Network, verbose_name=_("医联体"), on_delete=models.PROTECT, related_name="inspections"
    )
    hospital = models.ForeignKey(
        Hospital, verbose_name=_("受检医院"), on_delete=models.PROTECT, related_name="inspections"
    )
    edition = models.CharField(_("检查表版本"), max_length=32)
    year = models.PositiveSmallIntegerField(_("年度"))
    half = models.PositiveSmallIntegerField(_("轮次"), choices=Half.choices)
    due_on = models.DateField(_("检查期限"))
    state = models.CharField(
        _("状态"),
        max_length=8,
        choices=RoundState.choices,
        default=RoundState.PLANNED,
        editable=False,
    )
    inspected_on = models.DateField(_("检查日期"), null=True, blank=True)
    inspector = models.CharField(_("检查组长"), max_length=64, blank=True)
    conclusion = models.CharField(_("评价与反馈"), max_length=500, blank=True)

    objects = InspectionRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("同质化检查")
        ordering = ["-year", "-half", "hospital__pinyin"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "hospital", "year", "half"],
                name="inspection_once_per_half",
                violation_error_message=_("该医院这一轮检查已安排。"),
            ),
            models.CheckConstraint(
                condition=models.Q(half__in=Half.values, year__range=(2000, 2100)),
                name="inspection_of_a_real_half",
                violation_error_message=_("年度须在 2000 至 2100 之间。"),
            ),
            models.CheckConstraint(
                condition=models.Q(state=RoundState.PLANNED, inspected_on=None)
                | models.Q(state__in=INSPECTED, inspected_on__isnull=False),
                name="inspection_done_on_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.hospital} {self.year} {self.get_half_display()}"

    def get_absolute_url(self):
        return reverse("inspections:round-detail", args=[self.pk])

    def places(self, permission, _role=None):
        """The lead inspects; the member reads, and mends what was found."""
        if permission == Permission.INSPECTION_EDIT:
            return {self.network.lead_id}
        return {self.hospital_id, self.network.lead_id}

    @property
    def is_late(self):
        return self.state == RoundState.PLANNED and self.due_on < timezone.localdate()

    @property
    def items(self):
        """The checklist of its edition."""
        return ChecklistItem.objects.filter(network=self.network_id, edition=self.edition)

    @cached_property
    def lines(self):
        """Each scored item with its score and what was found there, in the order of the list."""
        found = {finding.item_id: finding for finding in self.findings.all()}
        return [
            {"item": row.item, "score": row, "finding": found.get(row.item_id)}
            for row in sorted(self.scores.all(), key=lambda row: row.item.number)
        ]

    @property
    def percent(self):
        """Points of a hundred; of a round with_totals."""
        return round(100 * self.points / self.most, 1) if self.most else None


class InspectionScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(round__in=InspectionRound.objects.visible_to(user))


class InspectionScore(models.Model):
    """What one item was given in one round; the most there was to give is kept beside it."""

    round = models.ForeignKey(
        InspectionRound, verbose_name=_("检查"), on_delete=models.PROTECT, related_name="scores"
    )
    item = models.ForeignKey(
        ChecklistItem, verbose_name=_("检查条目"), on_delete=models.PROTECT, related_name="scores"
    )
    score = models.PositiveSmallIntegerField(_("得分"))
    max_score = models.PositiveSmallIntegerField(_("满分"))

    objects = InspectionScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("条目得分")
        constraints = [
            models.UniqueConstraint(fields=["round", "item"], name="score_once_per_item"),
            models.CheckConstraint(
                condition=models.Q(score__lte=models.F("max_score")),
                name="score_within_the_most",
                violation_error_message=_("得分不能高于满分。"),
            ),
        ]

    def __str__(self):
        return f"{self.score}/{self.max_score}"


class InspectionFindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(round__in=InspectionRound.objects.visible_to(user))

    def late(self, on=None):
        """Not verified, and the day until which it should be is past."""
        on = on or timezone.localdate()
        return self.exclude(state=FindingState.VERIFIED).filter(due_on__lt=on)

    def about(self, text):
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(
            models.Q(round__hospital__in=places)
            | models.Q(text__icontains=text)
            | models.Q(item__section__icontains=text)
        )


class InspectionFinding(Record):
    """What was wrong with an item: mended by the hospital, verified by somebody else."""

    round = models.ForeignKey(
        InspectionRound, verbose_name=_("检查"), on_delete=models.PROTECT, related_name="findings"
    )
    item = models.ForeignKey(
        ChecklistItem, verbose_name=_("检查条目"), on_delete=models.PROTECT, related_name="findings"
    )
    text = models.CharField(_("存在问题"), max_length=300)
    is_serious = models.BooleanField(_("严重问题"), default=False)
    responsible = models.CharField(_("责任科室"), max_length=64, blank=True)
    due_on = models.DateField(_("整改期限"))
    state = models.CharField(
        _("整改状态"),
        max_length=8,
        choices=FindingState.choices,
        default=FindingState.OPEN,
        editable=False,
    )
    measure = models.CharField(_("整改措施"), max_length=300, blank=True)
    closed_on = models.DateField(_("整改完成日期"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("整改人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    verified_on = models.DateField(_("确认日期"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    note = models.CharField(_("意见或原因"), max_length=200, blank=True, editable=False)

    objects = InspectionFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查问题")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "item"], name="finding_once_per_item"),
            models.CheckConstraint(
                condition=models.Q(state=FindingState.OPEN)
                | models.Q(closed_on__isnull=False, closed_by__isnull=False),
                name="finding_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=FindingState.VERIFIED)
                | models.Q(verified_on__gte=models.F("closed_on"), verified_by__isnull=False),
                name="finding_verified_by_somebody",
                violation_error_message=_("确认日期不能早于整改完成日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True)
                | ~models.Q(verified_by=models.F("closed_by")),
                name="finding_verified_by_another",
                violation_error_message=_("整改人不能确认自己的整改。"),
            ),
        ]

    def __str__(self):
        return f"{self.round} {self.item.number}"

    def get_absolute_url(self):
        return self.round.get_absolute_url()

    def places(self, permission, role=None):
        return self.round.places(permission, role)

    @property
    def is_late(self):
        return self.state != FindingState.VERIFIED and self.due_on < timezone.localdate()

    def steps_for(self, user):
        """What this person may do to it now, by name."""
        steps = {
            FindingState.OPEN: {"rectify": Permission.INSPECTION_RECTIFY},
            FindingState.CLOSED: dict.fromkeys(("verify", "reopen"), Permission.INSPECTION_EDIT),
            FindingState.VERIFIED: {},
        }[self.state]
        found = {step for step, permission in steps.items() if user.has_perm(permission, self)}
        return found - {"verify"} if self.closed_by_id == user.pk else found
