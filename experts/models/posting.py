"""Postings: one expert works for another hospital between two days. All counts come from here."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts.enums import STAYING, LeaveReason, PostingKind, PostingState
from experts.models.batch import DispatchBatch
from experts.models.expert import Expert
from experts.models.scope import overseen
from experts.tenure import Stay, first_of_year, long_term
from experts.windows import OnPost
from hospitals.models import Campus, Department, Hospital, Membership
from hospitals.models.network import days, on_day
from portal.models import Record
from portal.roles import Permission


def _three_counts(on, first=None):
    """人, 人次 and 在岗 as aggregates: people, postings, and who stays there on the day."""
    begun = models.Q(since__lte=on)
    if first is not None:
        begun &= models.Q(until__isnull=True) | models.Q(until__gte=first)
    there = on_day(on) & models.Q(kind__in=STAYING)
    return {
        "people": models.Count("expert", filter=begun, distinct=True),
        "postings": models.Count("pk", filter=begun),
        "on_post": models.Count("expert", filter=there, distinct=True),
    }


class PostingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.touching(overseen(user))

    def touching(self, hospitals):
        return self.filter(
            models.Q(from_hospital__in=hospitals) | models.Q(to_hospital__in=hospitals)
        )

    def listed(self):
        return self.exclude(state=PostingState.STRUCK)

    def confirmed(self):
        """Those that count: not merely listed in a batch that nobody approved yet."""
        return self.filter(state=PostingState.CONFIRMED)

    def current(self, on=None):
        return self.filter(on_day(on or timezone.localdate()))

    def ended(self, on=None):
        return self.filter(until__lt=on or timezone.localdate())

    def coming(self, on=None):
        return self.filter(since__gt=on or timezone.localdate())

    def not_over(self, on):
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=on))

    def overlapping(self, first, last):
        """With at least one day in first..last."""
        return self.not_over(first).filter(since__lte=last)

    def on_post(self, on=None):
        """Confirmed ones of people who stay at the receiving hospital on the day."""
        return self.confirmed().current(on).filter(kind__in=STAYING)

    def counts(self, on, first=None):
        """people, postings, on_post over all these rows; an expert of two hospitals counts once.

        With first, people and postings are those of first..on; without, all that ever began.
        """
        return self.confirmed().aggregate(**_three_counts(on, first))

    def received(self, on, first=None):
        """The receiving hospitals as they stood on the day, each with the three counts.

        What had merged by then counts to what stands for it; name_then is the name of then.
        """
        whens = (
            models.When(to_hospital=old, then=models.Value(new))
            for old, new in Hospital.objects.merged_by(on).items()
        )
        place = models.Case(
            *whens, default=models.F("to_hospital"), output_field=models.UUIDField()
        )
        rows = self.confirmed().order_by().annotate(place=place)
        mine = rows.filter(place=models.OuterRef("pk"))
        counts = {
            name: models.Subquery(mine.values("place").annotate(many=count).values("many"))
            for name, count in _three_counts(on, first).items()
        }
        return Hospital.objects.filter(models.Exists(mine)).annotate(**counts).with_name_on(on)

    def long_term(self, on):
        """Who served half a year of the twelve months that end on the day (tenure.long_term)."""
        rows = self.confirmed().filter(kind=PostingKind.RESIDENT)
        rows = rows.overlapping(first_of_year(on), on)
        told = rows.values_list("expert", "expert__title_level", "since", "until")
        return long_term((Stay(*row) for row in told), on)

    def stays(self):
        """Who stayed at which department when, as windows.calendar takes them."""
        rows = self.confirmed().filter(kind__in=STAYING).order_by("to_department__name", "since")
        told = rows.values_list(
            "to_department", "to_department__name", "expert__name", "since", "until"
        )
        return [OnPost(pk, name or "", *rest) for pk, name, *rest in told]

    def receiving(self):
        """The ids of the hospitals to which these go."""
        return self.confirmed().order_by().values("to_hospital")

    def that_brought(self, expert, hospital, day=None):
        """The posting in which the expert was there when something began on the day: the one that
        ran, or began last; None for nobody."""
        if expert is None:
            return None
        rows = self.confirmed().filter(expert=expert, to_hospital=hospital)
        return that_brought(rows.order_by("since"), day)

    def about(self, text):
        """By the expert, or by the receiving hospital."""
        places = Hospital.objects.named_like(text)
        people = Expert.objects.named_like(text)
        return self.filter(
            models.Q(expert__in=people.values("pk")) | models.Q(to_hospital__in=places.values("pk"))
        )


def that_brought(postings, day=None):
    """Of one expert's postings at one hospital, by their first day: the last that began by then."""
    begun = [row for row in postings if day is None or row.since <= day]
    return begun[-1] if begun else None


class Posting(Record):
    """One expert works for another hospital, in one way, from a day until a day.

    Without until it goes on. Its state and its days change only in actions/batches and
    actions/postings. membership is the authority of the expert's account there: its days are those
    of the posting, so that it ends with it.
    """

    expert = models.ForeignKey(
        Expert, verbose_name=_("专家"), on_delete=models.PROTECT, related_name="postings"
    )
    batch = models.ForeignKey(
        DispatchBatch,
        verbose_name=_("批次"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="postings",
    )
    from_hospital = models.ForeignKey(
        Hospital, verbose_name=_("派出医院"), on_delete=models.PROTECT, related_name="postings_out"
    )
    to_hospital = models.ForeignKey(
        Hospital, verbose_name=_("派驻医院"), on_delete=models.PROTECT, related_name="postings_in"
    )
    to_campus = models.ForeignKey(
        Campus,
        verbose_name=_("派驻院区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    to_department = models.ForeignKey(
        Department,
        verbose_name=_("派驻科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="postings",
    )
    kind = models.CharField(_("派驻方式"), max_length=10, choices=PostingKind.choices)
    post = models.CharField(_("岗位"), max_length=64, blank=True)
    since = models.DateField(_("开始"))
    until = models.DateField(_("结束"), null=True, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=PostingState.choices,
        default=PostingState.CONFIRMED,
        editable=False,
    )
    leave_reason = models.CharField(
        _("提前结束原因"), max_length=10, choices=LeaveReason.choices, blank=True, editable=False
    )
    leave_note = models.CharField(_("说明"), max_length=200, blank=True, editable=False)
    membership = models.OneToOneField(
        Membership, null=True, on_delete=models.PROTECT, related_name="posting", editable=False
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("派驻任务")
        ordering = ["-since", "expert"]
        indexes = [
            models.Index(fields=["to_hospital", "since"], name="postings_of_hospital"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="posting_dates_in_order",
                violation_error_message=_("派驻的结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(from_hospital=models.F("to_hospital")),
                name="posting_leaves_its_hospital",
                violation_error_message=_("派出医院与派驻医院不能是同一家。"),
            ),
            models.CheckConstraint(
                condition=models.Q(leave_reason="") | models.Q(until__isnull=False),
                name="posting_left_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state=PostingState.CONFIRMED) | models.Q(batch__isnull=False),
                name="posting_planned_in_a_batch",
            ),
            ExclusionConstraint(
                name="posting_one_residence",
                expressions=[
                    ("expert", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind=PostingKind.RESIDENT) & ~models.Q(state="struck"),
                violation_error_message=_("该专家在这段时间内已有常驻任务。"),
            ),
        ]

    def __str__(self):
        return f"{self.expert} → {self.to_hospital}"

    def get_absolute_url(self):
        return reverse("experts:posting-detail", args=[self.pk])

    def places(self, permission, _role=None):
        """Only the receiving hospital gives an account authority over its own work."""
        if permission == Permission.POSTING_ADMIT:
            return {self.to_hospital_id}
        return {self.from_hospital_id, self.to_hospital_id}

    def is_over(self, on=None):
        return self.until is not None and self.until < (on or timezone.localdate())

    def is_current(self, on=None):
        on = on or timezone.localdate()
        return self.since <= on and not self.is_over(on)

    @property
    def is_confirmed(self):
        return self.state == PostingState.CONFIRMED

    @property
    def phase(self):
        """What it is today, in one code: planned, struck, coming, current or ended."""
        if not self.is_confirmed:
            return self.state
        if self.is_over():
            return "ended"
        return "current" if self.is_current() else "coming"
