"""What a posting is meant to do: so many activities of each kind; and how many were done."""

from collections import Counter

from django.db import models
from django.utils.translation import gettext_lazy as _

from experts.enums import ActivityKind
from experts.models.activity import Activity
from experts.models.posting import Posting
from portal.models import Record


class PlannedActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(posting__in=Posting.objects.visible_to(user))

    def attained(self):
        """[(row, how many were done)]: what the expert did at the hospital within the posting."""
        rows = list(
            self.select_related("posting__batch", "posting__to_department").order_by(
                "posting", "kind"
            )
        )
        days = Activity.experts.through.objects.filter(
            expert__in={row.posting.expert_id for row in rows},
            activity__hospital__in={row.posting.to_hospital_id for row in rows},
        )
        done = Counter()
        names = "expert", "activity__hospital", "activity__kind", "activity__day"
        for expert, hospital, kind, day in days.values_list(*names):
            done[expert, hospital, kind, day] += 1
        return [(row, _within(row, done)) for row in rows]


def _within(row, done):
    posting = row.posting
    about = posting.expert_id, posting.to_hospital_id, row.kind
    return sum(
        count
        for (*mine, day), count in done.items()
        if tuple(mine) == about
        and posting.since <= day
        and (posting.until is None or day <= posting.until)
    )


class PlannedActivity(Record):
    """So many activities of one kind are planned for one posting; set in actions/postings."""

    posting = models.ForeignKey(
        Posting, verbose_name=_("派驻任务"), on_delete=models.PROTECT, related_name="planned"
    )
    kind = models.CharField(_("活动类型"), max_length=20, choices=ActivityKind.choices)
    count = models.PositiveSmallIntegerField(_("计划次数"))

    objects = PlannedActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动计划")
        ordering = ["posting", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "kind"], name="activity_planned_once"),
            models.CheckConstraint(
                condition=models.Q(count__range=(1, 1000)), name="activity_planned_at_least_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.count}"

    def places(self, permission, role=None):
        return self.posting.places(permission, role)
