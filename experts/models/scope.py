"""Whose experts and technologies a person may look at."""

from django.db.models import Q

from hospitals.models import Hospital, Membership, NetworkMembership, Region
from portal.roles import Role


def overseen(user):
    """The ids of hospitals where one works, which one's networks hold, or in one's regions.

    A member sees its own; only the administrators of a network's lead see all of its members.
    """
    mine = Membership.objects.hospital_ids_of(user)
    led = Membership.objects.hospital_ids_of(user, role=Role.NETWORK_ADMIN)
    wanted = Q(pk__in=mine)
    if led:
        members = NetworkMembership.objects.current().filter(network__lead__in=led)
        wanted |= Q(pk__in=members.values("hospital"))
    if regions := Membership.objects.region_ids_of(user):
        wanted |= Q(region__in=Region.objects.inside(regions).values("pk"))
    return Hospital.objects.filter(wanted).order_by().values("pk")
