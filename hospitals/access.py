"""Authority is a role held at the right place: the socket through which has_perm is answered."""

from django.contrib.auth.backends import BaseBackend

from hospitals.models import Membership
from hospitals.models.membership import held_by
from portal.roles import GRANTS, Permission, Role, roles_with


class MembershipBackend(BaseBackend):
    """Answer has_perm from memberships: by role alone, or by role at one of the row's places."""

    def authenticate(self, request, **credentials):
        return None

    def has_perm(self, user_obj, perm, obj=None):
        held = [row for row in held_by(user_obj) if perm in GRANTS[Role(row.role)]]
        if obj is None:
            return bool(held)
        return any(
            row.hospital_id in obj.places(Permission(perm), Role(row.role))
            for row in held
            if row.hospital_id
        )

    def hospitals_with(self, user, permission):
        return Membership.objects.hospital_ids_of(user, permission=permission)


def people_at(hospital_ids, permission):
    """The ids of active users who hold the permission at one of the hospitals today."""
    return set(
        Membership.objects.current()
        .filter(hospital__in=hospital_ids, user__is_active=True)
        .with_role(roles_with(permission))
        .values_list("user_id", flat=True)
    )


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
