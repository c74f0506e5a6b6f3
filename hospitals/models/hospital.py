"""Hospitals and their campuses."""

from django.apps import apps
from django.contrib.postgres.aggregates import BoolOr
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.enums import CHANGES, HospitalKind, HospitalLevel, Ownership
from hospitals.models.membership import Membership
from hospitals.models.name import HospitalName
from hospitals.models.network import HospitalRelation, NetworkMembership
from hospitals.models.region import Region
from portal.core.reference import kept
from portal.models import AuditEvent, Record
from portal.roles import Permission, Role

LEVELS_UPWARD = [
    HospitalLevel.UNRATED,
    HospitalLevel.PRIMARY,
    HospitalLevel.SECONDARY,
    HospitalLevel.SECONDARY_A,
    HospitalLevel.TERTIARY,
    HospitalLevel.TERTIARY_A,
]
# What the lead of a network does for a member that has no administrator of its own.
KEPT_FOR_OTHERS = {Permission.HOSPITAL_EDIT, Permission.CAPACITY_EDIT}


def _known_to(user):
    """One's own hospitals and those tied to them, read once per request like memberships."""
    mine = frozenset(Membership.objects.hospital_ids_of(user))
    cached = getattr(user, "_known", None)
    if cached is None or cached[0] != mine:
        cached = (mine, mine | _tied_to(mine))
        user._known = cached
    return cached[1]


@kept
def _tied_to(hospital_ids):
    tied = NetworkMembership.objects.hospital_ids_beside(hospital_ids)
    return tied | HospitalRelation.objects.hospital_ids_beside(hospital_ids)


@kept
def short_names():
    """hospital id → what a list calls it."""
    rows = Hospital.objects.values_list("pk", "short_name", "name")
    return {pk: short or name for pk, short, name in rows}


class HospitalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own hospitals, those tied to them, and those in the regions one answers for."""
        known = models.Q(pk__in=_known_to(user))
        if regions := Membership.objects.region_ids_of(user):
            known |= models.Q(region__in=Region.objects.inside(regions).values("pk"))
        return self.filter(known)

    def overseen_by(self, user):
        """Where one works, what one's networks hold, and what lies in one's regions.

        A member oversees itself; only the administrators of a network's lead all of its members.
        """
        led = Membership.objects.hospital_ids_of(user, role=Role.NETWORK_ADMIN)
        wanted = models.Q(pk__in=Membership.objects.hospital_ids_of(user))
        if led:
            members = NetworkMembership.objects.current().filter(network__lead__in=led)
            wanted |= models.Q(pk__in=members.values("hospital"))
        if regions := Membership.objects.region_ids_of(user):
            wanted |= models.Q(region__in=Region.objects.inside(regions).values("pk"))
        return self.filter(wanted)

    def open(self):
        return self.filter(closed_on__isnull=True)

    def named_like(self, text):
        """Search by part of the name, the short name, or pinyin initials."""
        return self.filter(
            models.Q(name__icontains=text)
            | models.Q(short_name__icontains=text)
            | models.Q(org_code=text)
            | models.Q(pinyin__contains=text.lower())
            | models.Q(pk__in=HospitalName.objects.like(text).values("hospital"))
        )

    def as_of(self, day):
        """Those that stood on the day; name_then: what each was called, for a report of that day.

        The day on which a hospital closed or was merged is the last one that it stood.
        """
        begun = models.Q(opened_on__isnull=True) | models.Q(opened_on__lte=day)
        stood = models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=day)
        return self.filter(begun, stood).with_name_on(day)

    def with_name_on(self, day):
        """name_then: what each was called on the day."""
        then = HospitalName.objects.former().held_on(day).filter(hospital=models.OuterRef("pk"))
        return self.annotate(
            name_then=models.functions.Coalesce(models.Subquery(then.values("name")[:1]), "name")
        )

    def merged_by(self, day):
        """hospital id → id of the one that stands for it on the day; only those merged by then.

        A report of a later day adds the figures of the first to those of the second.
        """
        merged = self.filter(successor__isnull=False, closed_on__lt=day)
        next_of = dict(merged.values_list("pk", "successor_id"))
        found = {}
        for hospital_id in next_of:
            last = hospital_id
            while last in next_of:
                last = next_of[last]
            found[hospital_id] = last
        return found

    def held_with(self, user, permission):
        """Hospitals where this person holds the permission by a role there."""
        return self.filter(pk__in=user.hospitals_with(permission))

    def with_beds(self):
        """Open, occupied and held beds over all departments; None when no department told any."""
        told = {
            "open_beds": models.Sum("bed_pool__open_beds"),
            "occupied_beds": models.Sum("bed_pool__occupied_beds"),
            "held_beds": models.Sum("bed_pool__held_beds"),
            "beds_are_synthetic": BoolOr("bed_pool__is_synthetic"),
        }
        return self.annotate(**{name: self._of_departments(one) for name, one in told.items()})

    def _of_departments(self, aggregate):
        """Apart from the rows themselves, which a filter may join with several others."""
        rows = self.model.departments.rel.related_model.objects.filter(
            hospital=models.OuterRef("pk")
        )
        one = rows.order_by().values("hospital").annotate(told=aggregate)
        return models.Subquery(one.values("told"))

    def with_networks(self, on=None):
        """networks_now: the memberships of today, in one more query."""
        rows = NetworkMembership.objects.current(on).select_related("network")
        return self.prefetch_related(
            models.Prefetch(
                "network_memberships", rows.order_by("network__name"), to_attr="networks_now"
            )
        )

    def reached_from(self, origin_id, direction=None, on=None):
        """The origin, and where its routes lead: anywhere while no route binds it."""
        routes = self.model.routes_out.rel.related_model.objects.binding([origin_id], on)
        along = routes.filter(direction=direction) if direction else routes
        reached = models.Q(pk__in=along.values("destination")) | ~models.Exists(routes)
        return self.filter(models.Q(pk=origin_id) | reached)

    def open_to(self, origin, direction=None, on=None):
        """The hospitals that the origin may refer to."""
        return self.open().exclude(pk=origin.pk).reached_from(origin.pk, direction, on)

    def recognised_as(self, kind, on=None):
        """Those that hold this recognition on the day."""
        rows = self.model.accreditations.rel.related_model.objects.current(on)
        return self.filter(pk__in=rows.filter(kind=kind).values("hospital"))

    def with_roles(self, on=None):
        """is_source, is_host, is_project: of a relation in force on the day."""
        rows = HospitalRelation.objects.current(on)
        return self.annotate(
            **{
                f"is_{role}": models.Exists(rows.filter(**{role: models.OuterRef("pk")}))
                for role in ("source", "host", "project")
            }
        )

    def with_relation_role(self, role):
        """Hospitals that are source, host or project of a relation today."""
        current = HospitalRelation.objects.current().filter(**{f"{role}__isnull": False})
        return self.filter(pk__in=current.values(role))


class Hospital(Record):
    """A medical institution, inside the network or known to it."""

    name = models.CharField(_("名称"), max_length=128, unique=True)
    short_name = models.CharField(_("简称"), max_length=64, blank=True)
    pinyin = models.CharField(_("拼音"), max_length=400, blank=True, editable=False)
    org_code = models.CharField(_("统一社会信用代码"), max_length=22, blank=True)
    level = models.CharField(
        _("等级"), max_length=2, choices=HospitalLevel.choices, default=HospitalLevel.UNRATED
    )
    kind = models.CharField(
        _("类别"), max_length=16, choices=HospitalKind.choices, default=HospitalKind.GENERAL
    )
    ownership = models.CharField(
        _("举办性质"), max_length=8, choices=Ownership.choices, default=Ownership.PUBLIC
    )
    region = models.ForeignKey(
        Region, verbose_name=_("所在地"), on_delete=models.PROTECT, related_name="hospitals"
    )
    phone = models.CharField(_("转诊电话"), max_length=32, blank=True)
    opened_on = models.DateField(_("开业日期"), null=True, blank=True)
    closed_on = models.DateField(_("停业日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("并入机构"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    split_from = models.ForeignKey(
        "self",
        verbose_name=_("分设自"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="offshoots",
    )
    review_required = models.BooleanField(_("转出前须院内审核"), default=True)

    objects = HospitalQuerySet.as_manager()

    class Meta:
        verbose_name = _("医疗机构")
        ordering = ["pinyin", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["org_code"], condition=~models.Q(org_code=""), name="org_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="hospital_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True)
                | (models.Q(closed_on__isnull=False) & ~models.Q(successor=models.F("pk"))),
                name="hospital_merged_into_another",
                violation_error_message=_("机构只能并入另一家机构，并须有停业日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(split_from__isnull=True)
                | (models.Q(opened_on__isnull=False) & ~models.Q(split_from=models.F("pk"))),
                name="hospital_split_from_another",
                violation_error_message=_("机构只能由另一家机构分设，并须有开业日期。"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("hospitals:hospital-detail", args=[self.pk])

    @property
    def rank(self):
        """Higher cares for harder cases: from 0 (unrated) to 5 (三级甲等)."""
        return LEVELS_UPWARD.index(self.level)

    def has_unfinished(self):
        """Whether something keeps it from closing. Any room says so by `unfinished_at`."""
        managers = (model._default_manager for model in apps.get_models())
        asks = (getattr(rows, "unfinished_at", None) for rows in managers)
        return any(ask(self.pk).exists() for ask in asks if ask)

    def places(self, permission, role=None):
        """Itself; a hospital without an administrator is edited by the leads of its networks.

        One that has an administrator is not: else admitting a hospital would give power over it.
        """
        if role != Role.NETWORK_ADMIN or permission not in KEPT_FOR_OTHERS:
            return {self.pk}
        if Membership.objects.current().filter(hospital=self, role=Role.HOSPITAL_ADMIN).exists():
            return {self.pk}
        mine = NetworkMembership.objects.current().filter(hospital=self)
        return {self.pk, *mine.values_list("network__lead_id", flat=True)}

    def recent_changes(self, limit=20):
        """The latest changes of this hospital in the network, as events of a timeline."""
        events = AuditEvent.objects.touching([self.pk]).filter(verb__in=CHANGES).order_by("-at")
        return [
            {"at": event.at, "label": CHANGES[event.verb], "by": event.actor_name}
            for event in events[:limit]
        ]


class CampusQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=Hospital.objects.visible_to(user))


class Campus(Record):
    """A site of a hospital with its own function."""

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="campuses")
    name = models.CharField(_("院区"), max_length=64)
    function = models.CharField(_("功能定位"), max_length=128, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    opened_on = models.DateField(_("启用日期"), null=True, blank=True)

    objects = CampusQuerySet.as_manager()

    class Meta:
        verbose_name = _("院区")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["hospital", "name"], name="campus_once_per_hospital")
        ]

    def __str__(self):
        return self.name

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)
