"""What a hospital was called before, and whose plate it hangs up, each for some days.

Hospital.name is its name of today. A former name has a last day; the one before a gap, or before
the first, is unknown, and the hospital is then called by the name that it has now.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.enums import NameKind, NameReason
from hospitals.models.network import days
from portal.models import Record


class HospitalNameQuerySet(models.QuerySet):
    def visible_to(self, user):
        hospitals = self.model.hospital.field.related_model.objects
        return self.filter(hospital__in=hospitals.visible_to(user))

    def held_on(self, day):
        """Names in use on the day; a former name without a first day was always in use before."""
        begun = models.Q(since__isnull=True) | models.Q(since__lte=day)
        return self.filter(begun, models.Q(until__isnull=True) | models.Q(until__gte=day))

    def former(self):
        return self.filter(kind=NameKind.FORMER)

    def like(self, text):
        return self.filter(models.Q(name__icontains=text) | models.Q(pinyin__contains=text.lower()))


class HospitalName(Record):
    """One name of one hospital that is not its own name of today."""

    hospital = models.ForeignKey(
        "hospitals.Hospital",
        verbose_name=_("医疗机构"),
        on_delete=models.PROTECT,
        related_name="names",
    )
    kind = models.CharField(_("名称类别"), max_length=8, choices=NameKind.choices, editable=False)
    name = models.CharField(_("名称"), max_length=128)
    pinyin = models.CharField(_("拼音"), max_length=400, blank=True, editable=False)
    reason = models.CharField(_("事由"), max_length=8, choices=NameReason.choices)
    since = models.DateField(_("开始"), null=True, blank=True)
    since_text = models.CharField(_("开始（原文）"), max_length=64, blank=True)
    until = models.DateField(_("最后一天"), null=True, blank=True)

    objects = HospitalNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("名称沿革")
        ordering = ["kind", models.F("until").desc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="hospital_name_dates_in_order",
                violation_error_message=_("名称的最后一天不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=NameKind.PLATE) | models.Q(until__isnull=False),
                name="former_name_has_ended",
                violation_error_message=_("曾用名须填写最后一天。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=NameKind.PLATE, reason=NameReason.PLATE)
                | (models.Q(kind=NameKind.FORMER) & ~models.Q(reason=NameReason.PLATE)),
                name="plate_is_a_plate",
            ),
            ExclusionConstraint(
                name="hospital_name_no_overlap",
                expressions=[
                    ("hospital", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("本院在这段时间内已有同类名称。"),
            ),
        ]

    def __str__(self):
        return self.name

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)
