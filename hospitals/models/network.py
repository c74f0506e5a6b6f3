"""Who works with whom: networks with members, and dated source, host and project relations."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.enums import NetworkKind, NetworkRole
from hospitals.models.membership import Membership
from hospitals.models.spelled import Spelled, named
from portal.core.reference import kept
from portal.models import Record


class Days(Func):
    """The days from since to until, both included; an empty until is open."""

    function = "daterange"
    output_field = DateRangeField()


def days():
    return Days("since", "until", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def on_day(day):
    """Rows whose since..until holds the day."""
    return models.Q(since__lte=day) & (models.Q(until__isnull=True) | models.Q(until__gte=day))


class NetworkQuerySet(models.QuerySet):
    def visible_to(self, user):
        from_hospitals = NetworkMembership.objects.filter(
            hospital__in=Membership.objects.hospital_ids_of(user)
        )
        from_regions = NetworkMembership.objects.in_regions(Membership.objects.region_ids_of(user))
        return self.filter(
            models.Q(pk__in=from_hospitals.values("network"))
            | models.Q(pk__in=from_regions.values("network"))
        )

    def current(self, on=None):
        return self.filter(on_day(on or timezone.localdate()))

    def led_with(self, user, permission):
        """Networks whose lead is a hospital where this person holds the permission."""
        return self.filter(lead__in=user.hospitals_with(permission))

    def about(self, text):
        """By the name, or by the lead as hospitals are searched."""
        leads = self.model.lead.field.related_model.objects.named_like(text)
        return self.filter(named(text, "name") | models.Q(lead__in=leads.values("pk")))

    def with_size(self):
        """members_today: how many hospitals belong to it now."""
        today = NetworkMembership.objects.current().filter(network=models.OuterRef("pk"))
        count = today.order_by().values("network").annotate(size=models.Count("pk")).values("size")
        return self.annotate(members_today=models.Subquery(count))

    def with_members(self):
        """members_now: today's members with their hospitals, in one more query for all networks."""
        today = NetworkMembership.objects.current().select_related("hospital")
        rows = today.order_by("role", "hospital__name")
        return self.prefetch_related(models.Prefetch("members", rows, to_attr="members_now"))


class Network(Spelled):
    """A consortium, alliance or project under which hospitals work together."""

    name = models.CharField(_("名称"), max_length=128, unique=True)
    kind = models.CharField(_("类型"), max_length=10, choices=NetworkKind.choices)
    lead = models.ForeignKey(
        "hospitals.Hospital",
        verbose_name=_("牵头医院"),
        on_delete=models.PROTECT,
        related_name="led_networks",
    )
    since = models.DateField(_("开始"))
    since_text = models.CharField(_("开始（原文）"), max_length=64, blank=True)
    until = models.DateField(_("结束"), null=True, blank=True)
    # Whether members with routes may ask only where a route leads.
    routes_bind = models.BooleanField(_("按转诊关系限定接收机构"), default=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("医联体")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="network_dates_in_order",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("hospitals:network-detail", args=[self.pk])

    def places(self, _permission, _role=None):
        return {self.lead_id}


class NetworkMembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(network__in=Network.objects.visible_to(user))

    def current(self, on=None):
        return self.filter(on_day(on or timezone.localdate()))

    def current_or_shared(self, user):
        """Today's members; former ones only to those who still have to do with them."""
        mine = Membership.objects.hospital_ids_of(user)
        shared = models.Q(hospital__in=mine) | models.Q(network__lead__in=mine)
        today = timezone.localdate()
        return self.filter(on_day(today) | shared).order_by("until", "role", "hospital__name")

    def leaving(self, hospital, day):
        """Memberships that a hospital which closes on the day leaves then, locked; a lead stays."""
        rows = self.filter(hospital=hospital, since__lte=day, until__isnull=True)
        return rows.exclude(role=NetworkRole.LEAD).select_for_update(of=("self",))

    def remaining(self, network):
        """Memberships of a network that have no last day yet, locked."""
        rows = self.filter(network=network, until__isnull=True).select_related("hospital")
        return rows.order_by("pk").select_for_update(of=("self",))

    def in_regions(self, region_ids):
        return self.filter(
            models.Q(hospital__region__in=region_ids)
            | models.Q(hospital__region__parent__in=region_ids)
            | models.Q(hospital__region__parent__parent__in=region_ids)
        )

    def hospital_ids_beside(self, hospital_ids):
        """Hospitals that share a current network with any of the given ones."""
        shared = self.current().filter(hospital__in=hospital_ids).values("network")
        return set(self.current().filter(network__in=shared).values_list("hospital_id", flat=True))

    def hospital_ids_in(self, network_id):
        return set(self.filter(network=network_id).values_list("hospital_id", flat=True))

    def member_and_lead_ids(self, hospital_ids):
        """(member, lead) for each current network that holds one of the hospitals."""
        return (
            self.current()
            .filter(hospital__in=hospital_ids)
            .values_list("hospital_id", "network__lead_id")
        )

    def lead_ids_above(self, hospital_ids):
        """Leads of the current networks that hold one of the hospitals."""
        return {lead for _member, lead in self.member_and_lead_ids(hospital_ids)}


class NetworkMembership(Record):
    """A hospital belongs to a network between two dates, perhaps under a plate name."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="members")
    hospital = models.ForeignKey(
        "hospitals.Hospital", on_delete=models.PROTECT, related_name="network_memberships"
    )
    role = models.CharField(_("角色"), max_length=8, choices=NetworkRole.choices)
    plate_name = models.CharField(_("挂牌名称"), max_length=128, blank=True)
    since = models.DateField(_("加入"))
    since_text = models.CharField(_("加入（原文）"), max_length=64, blank=True)
    until = models.DateField(_("退出"), null=True, blank=True)

    objects = NetworkMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("医联体成员")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="network_member_dates_in_order",
            ),
            ExclusionConstraint(
                name="network_member_no_overlap",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("hospital", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return self.plate_name or self.hospital.name

    def places(self, _permission, _role=None):
        return {self.network.lead_id}


class HospitalRelationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, ended ones too, and those of every project hospital that one sees."""
        mine = Membership.objects.hospital_ids_of(user)
        hospitals = self.model.project.field.related_model.objects.visible_to(user)
        return self.filter(
            models.Q(source__in=mine) | models.Q(host__in=mine) | models.Q(project__in=hospitals)
        )

    def current(self, on=None):
        return self.filter(on_day(on or timezone.localdate()))

    def touching(self, hospital):
        return self.filter(
            models.Q(source=hospital) | models.Q(host=hospital) | models.Q(project=hospital)
        )

    def not_over(self, on=None):
        """In force on the day, or beginning later."""
        day = on or timezone.localdate()
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=day))

    def hospital_ids_beside(self, hospital_ids):
        """Source, host and project hospitals of the relations that touch the given hospitals."""
        touching = self.current().filter(
            models.Q(source__in=hospital_ids)
            | models.Q(host__in=hospital_ids)
            | models.Q(project__in=hospital_ids)
        )
        rows = touching.values_list("source_id", "host_id", "project_id")
        return {pk for row in rows for pk in row if pk}


@kept
def names_of_networks():
    """network id → its name."""
    return dict(Network.objects.values_list("pk", "name"))


@kept
def sources_of(*project_ids):
    """project hospital → the source hospital that runs it today."""
    rows = HospitalRelation.objects.current().filter(project__in=project_ids)
    return dict(rows.values_list("project_id", "source_id"))


@kept
def leads_of(*hospital_ids):
    """(member, lead) for each network of today that holds one of the hospitals."""
    return set(NetworkMembership.objects.member_and_lead_ids(hospital_ids))


class HospitalRelation(Record):
    """A source hospital runs a project hospital, often on the base of a host hospital."""

    source = models.ForeignKey(
        "hospitals.Hospital",
        verbose_name=_("输出医院"),
        on_delete=models.PROTECT,
        related_name="relations_as_source",
    )
    host = models.ForeignKey(
        "hospitals.Hospital",
        verbose_name=_("依托医院"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relations_as_host",
    )
    project = models.ForeignKey(
        "hospitals.Hospital",
        verbose_name=_("项目医院"),
        on_delete=models.PROTECT,
        related_name="relations_as_project",
    )
    since = models.DateField(_("开始"))
    since_text = models.CharField(_("开始（原文）"), max_length=64, blank=True)
    until = models.DateField(_("结束"), null=True, blank=True)

    objects = HospitalRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("共建关系")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source=models.F("project")), name="relation_source_not_project"
            ),
            models.CheckConstraint(
                condition=models.Q(host__isnull=True)
                | (~models.Q(host=models.F("project")) & ~models.Q(host=models.F("source"))),
                name="relation_host_is_a_third",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="relation_dates_in_order",
            ),
            ExclusionConstraint(
                name="relation_one_source_per_project",
                expressions=[
                    ("project", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.source} → {self.project}"

    def places(self, _permission, _role=None):
        return {self.source_id, self.project_id}
