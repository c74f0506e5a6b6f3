"""What experts do: rounds, consultations, lectures; and campaigns that go from county to county."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experts.enums import REMOTE_KINDS, ActivityKind, ActivityMode, StopKind
from experts.models.expert import Expert
from experts.models.scope import overseen
from hospitals.models import Department, Hospital, Region
from hospitals.models.spelled import Spelled, named
from portal.models import Record


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the hospitals one oversees, and what their own people did elsewhere."""
        hospitals = overseen(user)
        sent = self.model.experts.through.objects.filter(expert__home_hospital__in=hospitals)
        return self.filter(
            models.Q(hospital__in=hospitals) | models.Q(pk__in=sent.values("activity"))
        )

    def between(self, first, last):
        return self.filter(day__gte=first, day__lte=last)

    def totals(self):
        """activities, participants and patients of these rows; each row once."""
        rows = self.model.objects.filter(pk__in=self.order_by().values("pk"))
        return rows.aggregate(**_totals())

    def by_kind(self):
        """The same three for each kind, as rows of values."""
        rows = self.model.objects.filter(pk__in=self.order_by().values("pk"))
        return rows.order_by().values("kind").annotate(**_totals())

    def done_by(self, expert_id):
        """Without a join, so that sums over the rows stay right."""
        done = self.model.experts.through.objects.filter(expert=expert_id)
        return self.filter(pk__in=done.values("activity"))

    def about(self, text):
        """By its topic, or by who did it."""
        people = Expert.objects.filter(named(text, "name"))
        done = self.model.experts.through.objects.filter(expert__in=people.values("pk"))
        return self.filter(
            models.Q(topic__icontains=text) | models.Q(pk__in=done.values("activity"))
        )


def _totals():
    return {
        "activities": models.Count("pk"),
        "participants": models.Sum("participants", default=0),
        "patients": models.Sum("patients", default=0),
    }


class Activity(Record):
    """One thing that experts did at a hospital, or for it, on a day.

    referral_number says which referral it served, if any; referrals lie above this room, so it is
    the number and no pointer.
    """

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="activities"
    )
    department = models.ForeignKey(
        Department,
        verbose_name=_("科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
    )
    kind = models.CharField(_("活动类型"), max_length=20, choices=ActivityKind.choices)
    mode = models.CharField(
        _("方式"), max_length=8, choices=ActivityMode.choices, default=ActivityMode.ONSITE
    )
    day = models.DateField(_("日期"))
    topic = models.CharField(_("主题"), max_length=128, blank=True)
    experts = models.ManyToManyField(Expert, verbose_name=_("专家"), related_name="activities")
    participants = models.PositiveIntegerField(_("参加人数"), default=0)
    patients = models.PositiveIntegerField(_("惠及患者数"), default=0)
    referral_number = models.CharField(_("转诊单号"), max_length=32, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("专家活动")
        ordering = ["-day"]
        indexes = [models.Index(fields=["hospital", "day"], name="activities_of_hospital")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind__in=REMOTE_KINDS) | models.Q(mode=ActivityMode.ONLINE),
                name="activity_remote_is_online",
                violation_error_message=_("远程会诊和远程手术的方式须为线上。"),
            ),
        ]

    def __str__(self):
        return self.topic or self.get_kind_display()

    def get_absolute_url(self):
        return reverse("experts:activity-detail", args=[self.pk])

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)


class OutreachCampaignQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=overseen(user))

    def about(self, text):
        """By the name, the team, or the hospital that sends it."""
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(named(text, "name", "team") | models.Q(hospital__in=places))

    def with_served(self):
        """stop_count and served: how many stops, and how many people at all of them."""
        return self.annotate(
            stop_count=models.Count("stops"), served=models.Sum("stops__served", default=0)
        )


class OutreachCampaign(Spelled):
    """A team of a hospital goes from county to county for some days."""

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("组织机构"), on_delete=models.PROTECT, related_name="campaigns"
    )
    name = models.CharField(_("名称"), max_length=128)
    team = models.CharField(_("队伍"), max_length=200, blank=True)
    since = models.DateField(_("开始"))
    until = models.DateField(_("结束"))

    objects = OutreachCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("巡回医疗")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "name", "since"],
                name="campaign_once",
                violation_error_message=_("本机构这一天开始的同名活动已登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="campaign_dates_in_order",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("experts:campaign-detail", args=[self.pk])

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)


class OutreachStopQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(campaign__in=OutreachCampaign.objects.visible_to(user))

    def by_county(self):
        """How many stops and how many people for each county; rows of values."""
        rows = self.order_by().values("region__name")
        return rows.annotate(stops=models.Count("pk"), people=models.Sum("served")).order_by(
            "-people", "region__name"
        )


class OutreachStop(Record):
    """One day of a campaign in one county, of one kind, and how many people it served."""

    campaign = models.ForeignKey(
        OutreachCampaign,
        verbose_name=_("巡回医疗"),
        on_delete=models.PROTECT,
        related_name="stops",
    )
    region = models.ForeignKey(
        Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField(_("日期"))
    kind = models.CharField(_("服务内容"), max_length=10, choices=StopKind.choices)
    served = models.PositiveIntegerField(_("服务人次"))

    objects = OutreachStopQuerySet.as_manager()

    class Meta:
        verbose_name = _("巡回站点")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "region", "day", "kind"],
                name="stop_once_per_day_and_kind",
                violation_error_message=_("该地区这一天的同类服务已登记。"),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return self.campaign.get_absolute_url()

    def places(self, permission, role=None):
        return self.campaign.places(permission, role)
