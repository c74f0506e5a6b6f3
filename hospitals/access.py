"""Authority is a role held at the right place: the socket through which has_perm is answered."""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.backends import BaseBackend

from hospitals.models import Membership, NetworkMembership
from hospitals.models.membership import held_by
from portal.core.reference import kept
from portal.models import SignInAttempt, User, ViewScope
from portal.roles import APPOINTS, GRANTS, Permission, Role, roles_with


class Circle(NamedTuple):
    """Something that a person belongs to; place is the hospital that speaks for it."""

    scope: ViewScope
    pk: UUID
    place: UUID


class MembershipBackend(BaseBackend):
    """Answer has_perm from memberships: by role alone, or by role at one of the row's places."""

    def authenticate(self, request, **credentials):
        return None

    def has_perm(self, user_obj, perm, obj=None):
        held = [row for row in held_by(user_obj) if perm in GRANTS[row.role]]
        if obj is None or not held:
            return bool(held)
        permission = Permission(perm)
        at_work = any(
            row.hospital_id in obj.places(permission, Role(row.role))
            for row in held
            if row.hospital_id
        )
        return at_work or _answers_for(held, obj, permission)

    def hospitals_with(self, user, permission):
        return Membership.objects.hospital_ids_of(user, permission=permission)

    def circles_of(self, user):
        """Departments, hospitals and current networks, read once per request like memberships."""
        held = [row for row in held_by(user) if row.hospital_id]
        cached = getattr(user, "_circles", None)
        if cached is None or cached[0] != user.working_hospital_id:
            cached = (user.working_hospital_id, _circles(held))
            user._circles = cached
        return cached[1]


def _answers_for(held, row, permission):
    """Whether a role for a region reaches the row: some rows say which regions decide on them."""
    regions = {membership.region_id for membership in held if membership.region_id}
    asked = getattr(row, "deciding_regions", None)
    return bool(regions and asked) and not regions.isdisjoint(asked(permission))


def _circles(held):
    hospitals = {row.hospital_id for row in held}
    departments = {(row.department_id, row.hospital_id) for row in held if row.department_id}
    networks = _networks_of(frozenset(hospitals)) if hospitals else ()
    return [
        *(Circle(ViewScope.DEPARTMENT, pk, place) for pk, place in sorted(departments)),
        *(Circle(ViewScope.HOSPITAL, pk, pk) for pk in sorted(hospitals)),
        *(Circle(ViewScope.NETWORK, pk, lead) for pk, lead in sorted(networks)),
    ]


@kept
def _networks_of(hospitals):
    """(network, its leading hospital) of today."""
    joined = NetworkMembership.objects.current().filter(hospital__in=hospitals)
    return frozenset(joined.values_list("network_id", "network__lead_id"))


def colleagues_of(user, permission):
    """Active people who hold the permission at one of this person's hospitals today."""
    found = people_at(Membership.objects.hospital_ids_of(user), permission)
    return User.objects.active().filter(pk__in=found).order_by("display_name", "username")


def people_at(hospital_ids, permission):
    """The ids of active users who hold the permission at one of the hospitals today."""
    return people_with_role(hospital_ids, roles_with(permission))


def people_with_role(hospital_ids, roles):
    """The ids of active users who hold one of the roles at one of the hospitals today."""
    return set(
        Membership.objects.current()
        .filter(hospital__in=hospital_ids, user__is_active=True)
        .with_role(roles)
        .values_list("user_id", flat=True)
    )


def people_for_region(region, permission):
    """The ids of active users who hold the permission for this region, or for one above it."""
    line = [above.pk for above in region.line()]
    return set(
        Membership.objects.current()
        .filter(region__in=line, user__is_active=True)
        .with_role(roles_with(permission))
        .values_list("user_id", flat=True)
    )


def appointments_of(user):
    """hospital id → the roles that this person may give and take there."""
    found, led = defaultdict(set), set()
    for row in held_by(user):
        if row.hospital_id:
            found[row.hospital_id] |= APPOINTS.get(Role(row.role), frozenset())
            led |= {row.hospital_id} if row.role == Role.NETWORK_ADMIN else set()
    if led:
        members = NetworkMembership.objects.current().filter(network__lead__in=led)
        for hospital_id in set(members.values_list("hospital_id", flat=True)):
            found[hospital_id] |= APPOINTS[Role.NETWORK_ADMIN]
    return {hospital_id: roles for hospital_id, roles in found.items() if roles}


def may_manage(rows, user):
    """Those of the memberships that this person may change and end: never their own."""
    roles_at = appointments_of(user)
    return [
        row
        for row in rows
        if row.user_id != user.pk and row.role in roles_at.get(row.hospital_id, ())
    ]


def failed_sign_ins(user, since):
    """Wrong passwords for accounts of the hospitals that this person audits, from a day on."""
    audited = Membership.objects.filter(hospital__in=user.hospitals_with(Permission.AUDIT_VIEW))
    names = audited.current().values("user__username")
    return SignInAttempt.objects.filter(at__date__gte=since, username__in=names)


def memberships_of(user):
    """What this person holds today, whatever was chosen for the session."""
    return Membership.objects.held_by_person(user)


def workplaces_of(user):
    """The hospitals where this person works, whatever was chosen for the session."""
    held = memberships_of(user).filter(hospital__isnull=False)
    return list({row.hospital_id: row.hospital for row in held}.values())


def regions_for(user, permission):
    """The ids of the regions for which this person holds a role with the permission."""
    return {
        row.region_id
        for row in held_by(user)
        if row.region_id and permission in GRANTS[Role(row.role)]
    }
