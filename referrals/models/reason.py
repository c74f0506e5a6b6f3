"""The coded reasons that people choose from, each for as long as it is offered."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models.network import days, on_day
from portal.models import Record
from referrals.enums import CountsAs, SideChoice


class ReasonCodeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One list for the whole installation: everyone signed in may read all of it."""
        return self if user.is_authenticated else self.none()

    def valid_on(self, day=None):
        return self.filter(on_day(day or timezone.localdate()))

    def for_side(self, side):
        return self.filter(sides__contains=[side])


class ReasonCode(Record):
    """One reason with its words, from when till when it is offered. Other words are another row.

    A referral keeps the words that its reason had then, and no row is ever deleted.
    """

    code = models.CharField(_("代码"), max_length=24)
    label = models.CharField(_("名称"), max_length=64)
    sides = ArrayField(
        models.CharField(max_length=12, choices=SideChoice.choices), verbose_name=_("适用方")
    )
    counts_as = models.CharField(_("归因"), max_length=8, choices=CountsAs.choices)
    comment_required = models.BooleanField(_("须写说明"), default=False)
    rank = models.PositiveSmallIntegerField(_("次序"), default=500)
    since = models.DateField(_("生效日期"))
    until = models.DateField(_("失效日期"), null=True, blank=True)

    objects = ReasonCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("转诊原因代码")
        ordering = ["rank", "code", "since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="reason_dates_in_order",
            ),
            models.CheckConstraint(condition=~models.Q(sides=[]), name="reason_has_a_side"),
            ExclusionConstraint(
                name="reason_no_overlap",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return self.words

    @property
    def words(self):
        """The label in the reader's language, where the catalogue has it."""
        return str(_(self.label))

    @property
    def side_words(self):
        return "、".join(str(SideChoice(side).label) for side in self.sides)
