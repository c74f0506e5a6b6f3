"""What a network has agreed, owes and is steered by; and each hospital's plan of a year."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.enums import AgreementKind, PolicyLevel, SeatRole, WorkStatus
from hospitals.models.filed import FiledQuerySet
from hospitals.models.hospital import Hospital
from hospitals.models.network import Network, days, on_day
from hospitals.models.spelled import Spelled, named
from portal.models import Record

# How long before its last day an agreement is said to run out.
WARN_DAYS = 90


class _OfNetwork(models.QuerySet):
    def visible_to(self, user):
        return self.filter(network__in=Network.objects.visible_to(user))


class AgreementQuerySet(FiledQuerySet, _OfNetwork):
    def current(self, on=None):
        """Signed, and not over; one whose day of signing is printed as words counts as signed."""
        on = on or timezone.localdate()
        signed = models.Q(signed_on__lte=on) | models.Q(signed_on__isnull=True)
        return self.filter(signed, models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=on))

    def expiring(self, on=None):
        on = on or timezone.localdate()
        return self.current(on).filter(expires_on__lte=on + dt.timedelta(days=WARN_DAYS))

    def ended(self, on=None):
        return self.filter(expires_on__lt=on or timezone.localdate())

    def about(self, text):
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(
            named(text, "title", "other_parties", "network__name")
            | models.Q(first_party__in=places)
            | models.Q(second_party__in=places)
        )


class Agreement(Spelled):
    """Two hospitals, or a hospital and authorities, signed something for the sake of a network."""

    SPELLED = ("title", "other_parties")

    network = models.ForeignKey(
        Network, verbose_name=_("医联体"), on_delete=models.PROTECT, related_name="agreements"
    )
    title = models.CharField(_("协议名称"), max_length=128)
    kind = models.CharField(_("协议类型"), max_length=12, choices=AgreementKind.choices)
    first_party = models.ForeignKey(
        Hospital, verbose_name=_("签约医院"), on_delete=models.PROTECT, related_name="+"
    )
    second_party = models.ForeignKey(
        Hospital,
        verbose_name=_("对方医院"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    other_parties = models.CharField(_("其他签约方"), max_length=200, blank=True)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    signed_text = models.CharField(_("签订日期（原文）"), max_length=64, blank=True)
    expires_on = models.DateField(_("到期日"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("协议")
        ordering = ["network__name", "-signed_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(first_party=models.F("second_party")),
                name="agreement_between_two",
                violation_error_message=_("签约双方不能是同一家医院。"),
            ),
            models.CheckConstraint(
                condition=models.Q(second_party__isnull=False) | ~models.Q(other_parties=""),
                name="agreement_names_the_other",
                violation_error_message=_("请填写对方医院或其他签约方。"),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(signed_on__isnull=True)
                | models.Q(expires_on__gte=models.F("signed_on")),
                name="agreement_dates_in_order",
                violation_error_message=_("到期日不能早于签订日期。"),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("hospitals:agreement-detail", args=[self.pk])

    @property
    def owner(self):
        return self.network

    def places(self, permission, role=None):
        return self.network.places(permission, role)

    def is_over(self, on=None):
        return self.expires_on is not None and self.expires_on < (on or timezone.localdate())

    def is_expiring(self, on=None):
        on = on or timezone.localdate()
        last = self.expires_on
        return last is not None and on <= last <= on + dt.timedelta(days=WARN_DAYS)


class PolicyItemQuerySet(_OfNetwork):
    def overdue(self, on=None):
        owed = self.filter(status__in=WorkStatus.owed())
        return owed.filter(due_on__lt=on or timezone.localdate())

    def about(self, text):
        fields = ("title", "document_number", "owner_department", "network__name")
        return self.filter(named(text, *fields))


class PolicyItem(Spelled):
    """One line of a list of supporting policies: what is owed, by which department, until when."""

    SPELLED = ("title", "owner_department")

    network = models.ForeignKey(
        Network, verbose_name=_("医联体"), on_delete=models.PROTECT, related_name="policies"
    )
    document_number = models.CharField(_("文号"), max_length=64, blank=True)
    title = models.CharField(_("政策事项"), max_length=200)
    section = models.CharField(_("分类"), max_length=64, blank=True)
    owner_department = models.CharField(_("责任部门"), max_length=128)
    level = models.CharField(_("政策级别"), max_length=8, choices=PolicyLevel.choices)
    status = models.CharField(
        _("进展"), max_length=12, choices=WorkStatus.choices, default=WorkStatus.NOT_STARTED
    )
    due_on = models.DateField(_("完成期限"), null=True, blank=True)

    objects = PolicyItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("政策事项")
        ordering = ["network__name", "section", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "document_number", "title"],
                name="policy_once_per_document",
                violation_error_message=_("该文号下已有同名事项。"),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def owner(self):
        return self.network

    def places(self, permission, role=None):
        return self.network.places(permission, role)

    def is_overdue(self, on=None):
        owed = self.status in WorkStatus.owed() and self.due_on is not None
        return owed and self.due_on < (on or timezone.localdate())


class CommitteeQuerySet(_OfNetwork):
    def about(self, text):
        return self.filter(named(text, "name", "network__name"))

    def with_seats(self):
        """seats_now: who sits in it today, in one more query for all committees."""
        seats = CommitteeSeat.objects.current().select_related("hospital")
        return self.prefetch_related(models.Prefetch("seats", seats, to_attr="seats_now"))


class Committee(Spelled):
    """A group that steers a network."""

    network = models.ForeignKey(
        Network, verbose_name=_("医联体"), on_delete=models.PROTECT, related_name="committees"
    )
    name = models.CharField(_("小组名称"), max_length=128)
    duty = models.CharField(_("职责"), max_length=200, blank=True)
    since = models.DateField(_("成立日期"), null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("协调小组")
        ordering = ["network__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"],
                name="committee_once_per_network",
                violation_error_message=_("本医联体已有同名小组。"),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def owner(self):
        return self.network

    def get_absolute_url(self):
        return self.network.get_absolute_url()

    def places(self, permission, role=None):
        return self.network.places(permission, role)


class CommitteeSeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(committee__in=Committee.objects.visible_to(user))

    def current(self, on=None):
        return self.filter(on_day(on or timezone.localdate()))


class CommitteeSeat(Record):
    """Somebody sits in a committee, in one role, from a day until a day."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(_("席位"), max_length=10, choices=SeatRole.choices)
    person = models.CharField(_("姓名"), max_length=64)
    post = models.CharField(_("职务"), max_length=64, blank=True)
    hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("所在医院"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    since = models.DateField(_("开始"))
    until = models.DateField(_("最后一天"), null=True, blank=True)

    objects = CommitteeSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("小组席位")
        ordering = ["role", "since", "person"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="seat_dates_in_order",
                violation_error_message=_("席位的最后一天不能早于开始日期。"),
            ),
            ExclusionConstraint(
                name="seat_one_chair",
                expressions=[
                    ("committee", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(role=SeatRole.CHAIR),
                violation_error_message=_("这段时间内已有组长。"),
            ),
            ExclusionConstraint(
                name="seat_once_per_person",
                expressions=[
                    ("committee", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("该成员在这段时间内已有席位。"),
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.get_role_display()}"

    @property
    def owner(self):
        return self.committee

    def places(self, permission, role=None):
        return self.committee.places(permission, role)


class HospitalPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=Hospital.objects.visible_to(user))

    def about(self, text):
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(
            models.Q(hospital__in=places)
            | models.Q(actions__icontains=text)
            | models.Q(owner_department__icontains=text)
        )


class HospitalPlan(Record):
    """One plan per hospital and year: what it will do, who answers for it, how far it has come."""

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="plans"
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    actions = models.TextField(_("主要举措"), max_length=2000)
    owner_department = models.CharField(_("责任部门"), max_length=128)
    status = models.CharField(
        _("进展"), max_length=12, choices=WorkStatus.choices, default=WorkStatus.NOT_STARTED
    )

    objects = HospitalPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("一院一策")
        ordering = ["-year", "hospital__pinyin"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "year"],
                name="plan_once_a_year",
                violation_error_message=_("本院这一年度已有一院一策。"),
            ),
            models.CheckConstraint(
                condition=models.Q(year__range=(2000, 2100)),
                name="plan_of_a_real_year",
                violation_error_message=_("年度须在 2000 至 2100 之间。"),
            ),
        ]

    def __str__(self):
        return f"{self.hospital} {self.year}"

    @property
    def owner(self):
        return self.hospital

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)
