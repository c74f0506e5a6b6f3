"""Where a person may act: the only tie between users and the network."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.enums import RoleChoice
from portal.core.reference import kept
from portal.models import Record, User
from portal.roles import GRANTS, Role


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Colleagues, and the people of the members of a network that one administers."""
        mine = self.model.objects.hospital_ids_of(user)
        led = self.model.objects.hospital_ids_of(user, role=Role.NETWORK_ADMIN)
        below = self.model.joined().filter(network__lead__in=led).values("hospital")
        return self.filter(models.Q(hospital__in=mine) | models.Q(hospital__in=below))

    def current(self, on=None):
        on = on or timezone.localdate()
        return self.filter(since__lte=on).filter(
            models.Q(until__isnull=True) | models.Q(until__gte=on)
        )

    def until_at_least(self, day):
        """Not over before this day."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=day))

    def of(self, user):
        """This person's memberships today, narrowed to the hospital chosen for this session."""
        mine = self.filter(user=user, user__is_active=True).current()
        if user.working_hospital_id:
            mine = mine.filter(
                models.Q(hospital=user.working_hospital_id) | models.Q(region__isnull=False)
            )
        return mine

    def held_by_person(self, user):
        """Everything this person holds today, whatever was chosen for the session."""
        mine = self.filter(user=user).current().select_related("hospital", "region")
        return mine.order_by("hospital__name", "region__name", "role")

    def hospital_ids_of(self, user, *, permission=None, role=None):
        """Where the user works; only where they hold the permission or the role, if given."""
        return {
            row.hospital_id
            for row in held_by(user)
            if row.hospital_id
            and (permission is None or permission in GRANTS[row.role])
            and (role is None or row.role == role)
        }

    def hospitals_by_permission(self, user):
        """permission → the ids of the hospitals where the user holds it."""
        places = defaultdict(set)
        for row in held_by(user):
            if row.hospital_id:
                for permission in GRANTS[row.role]:
                    places[permission].add(row.hospital_id)
        return places

    def region_ids_of(self, user, *, permission=None):
        """The regions the user answers for; only where they hold the permission, if given."""
        return {
            row.region_id
            for row in held_by(user)
            if row.region_id and (permission is None or permission in GRANTS[row.role])
        }

    def with_role(self, roles):
        return self.filter(role__in=roles)


class Membership(Record):
    """One person holds one role at one hospital, or for one region, between two dates."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    hospital = models.ForeignKey(
        "hospitals.Hospital",
        verbose_name=_("机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    region = models.ForeignKey(
        "hospitals.Region",
        verbose_name=_("地区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    department = models.ForeignKey(
        "hospitals.Department",
        verbose_name=_("科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField(_("角色"), max_length=24, choices=RoleChoice.choices)
    since = models.DateField(_("开始"), default=timezone.localdate)
    until = models.DateField(_("结束"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hospital__isnull=False, region__isnull=True)
                | models.Q(hospital__isnull=True, region__isnull=False),
                name="membership_hospital_or_region",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["user", "hospital", "region", "role", "since"],
                nulls_distinct=False,
                name="membership_once",
            ),
        ]
        indexes = [models.Index(fields=["hospital", "role"], name="members_of_hospital")]

    def __str__(self):
        return f"{self.user_id} {self.role}"

    @property
    def is_over(self):
        return self.until is not None and self.until < timezone.localdate()

    @property
    def is_to_come(self):
        return self.since > timezone.localdate()

    @classmethod
    def joined(cls):
        """The memberships of hospitals in networks today: their model needs this one first."""
        hospital = cls.hospital.field.related_model
        return hospital.network_memberships.rel.related_model.objects.current()

    def places(self, _permission, role=None):
        """Its hospital; for an administrator of the network also the leads above it."""
        if role != Role.NETWORK_ADMIN:
            return {self.hospital_id}
        return {self.hospital_id} | self.joined().lead_ids_above([self.hospital_id])


@dataclass(frozen=True)
class Scope:
    """Where somebody works and what they answer for: whoever has the same sees the same places."""

    hospitals: frozenset
    regions: frozenset
    user: User = field(compare=False)

    @classmethod
    def of(cls, user):
        rows = Membership.objects
        return cls(frozenset(rows.hospital_ids_of(user)), frozenset(rows.region_ids_of(user)), user)


def held_by(user):
    """The memberships of a user, read once per request and kept on the user object."""
    if not user.is_authenticated:
        return []
    cached = getattr(user, "_held", None)
    if cached is None or cached[0] != user.working_hospital_id:
        cached = (user.working_hospital_id, _held_at(user, user.working_hospital_id))
        user._held = cached
    return cached[1]


def places_of(user):
    """All that somebody holds today, as a key: whoever holds the same may see the same."""
    held = ((row.role, str(row.hospital_id), str(row.region_id)) for row in held_by(user))
    return tuple(sorted(held))


@kept
def _held_at(user, _working_hospital_id):
    return list(Membership.objects.of(user))
