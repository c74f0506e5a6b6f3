"""Add, end, generate and import who may refer to whom."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.enums import RouteDirection
from hospitals.models import HospitalRelation, NetworkMembership, ReferralRoute
from portal.core import audit, locking
from portal.errors import Refusal
from portal.roles import Permission


@dataclass(frozen=True)
class Plan:
    """What generating would do: routes to open as unsaved rows, and generated ones to end."""

    to_open: list
    to_end: list


@transaction.atomic
def open_route(*, network, details, by):
    changes.require(Permission.ROUTE_EDIT, network, by=by)
    _require_member(network, details["origin"], details["since"])
    row = ReferralRoute(network=network, is_synthetic=network.is_synthetic, **details)
    return changes.add(row, verb="route.open", by=by, hospitals=_places(row))


@transaction.atomic
def end_route(*, route, until, by, version=None):
    """The last day of a route; what was sent along it before stays as it was."""
    changes.require(Permission.ROUTE_EDIT, route, by=by)
    row = changes.lock(route, version=version)
    if row.until:
        raise Refusal(_("该转诊关系已结束。"), code="ended")
    return changes.update(row, {"until": until}, verb="route.end", by=by, hospitals=_places(row))


def plan(*, network, on=None):
    """Members to and from the lead, and every project with its source and the other members.

    Nothing is written. Routes that somebody entered are neither doubled nor ended.
    """
    on = on or timezone.localdate()
    wanted = _wanted(network, on)
    rows = ReferralRoute.objects.current(on).filter(network=network, specialty="")
    rows = rows.select_related("origin", "destination")
    there = {(row.origin_id, row.destination_id, row.direction): row for row in rows}
    to_open = [
        ReferralRoute(
            network=network,
            origin=origin,
            destination=destination,
            direction=direction,
            since=on,
            is_generated=True,
            is_synthetic=network.is_synthetic,
        )
        for (origin, destination, direction) in wanted
        if (origin.pk, destination.pk, direction) not in there
    ]
    kept = {(origin.pk, destination.pk, direction) for origin, destination, direction in wanted}
    to_end = [row for key, row in there.items() if row.is_generated and key not in kept]
    return Plan(to_open, to_end)


@transaction.atomic
def generate(*, network, by):
    """Do what the plan says and return it. What was opened today cannot end before today."""
    changes.require(Permission.ROUTE_EDIT, network, by=by)
    locked = changes.lock(network)
    done = plan(network=locked)
    for row in done.to_open:
        row.created_by = by
    with changes.rules_explained():
        ReferralRoute.objects.bulk_create(done.to_open)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    ended = ReferralRoute.objects.filter(pk__in=[row.pk for row in done.to_end])
    for row in locking.in_order(ended):
        row.until, row.version = max(row.since, yesterday), row.version + 1
        row.save(update_fields=["until", "version", "updated_at"])
    counts = {"opened": len(done.to_open), "ended": len(done.to_end)}
    audit.record("route.generate", network, by=by, hospitals=[network.lead_id], **counts)
    return done


@transaction.atomic
def import_routes(*, network, rows, by):
    """All rows of a checked file or none; rows hold the details of a route each."""
    changes.require(Permission.ROUTE_EDIT, network, by=by)
    made = [
        ReferralRoute(network=network, is_synthetic=network.is_synthetic, created_by=by, **details)
        for details in rows
    ]
    with changes.rules_explained():
        ReferralRoute.objects.bulk_create(made)
    audit.record("route.import", network, by=by, hospitals=[network.lead_id], opened=len(made))
    return made


@transaction.atomic
def set_binding(*, network, is_binding, by, version=None):
    """Whether members are held to their routes, or may ask every hospital that they see."""
    changes.require(Permission.ROUTE_EDIT, network, by=by)
    row = changes.lock(network, version=version)
    details = {"routes_bind": is_binding}
    return changes.update(row, details, verb="route.bind", by=by, hospitals=[row.lead_id])


def _require_member(network, hospital, on):
    members = NetworkMembership.objects.current(max(on, timezone.localdate()))
    if not members.filter(network=network, hospital=hospital).exists():
        raise Refusal(_("转出机构不是该医联体的现有成员。"), code="no_member")


def _places(route):
    return [route.network.lead_id, route.origin_id, route.destination_id]


def _wanted(network, on):
    """(lower, higher) pairs both ways; no pair twice, in a steady order."""
    rows = NetworkMembership.objects.current(on).filter(network=network)
    members = [row.hospital for row in rows.select_related("hospital").order_by("hospital__name")]
    ids = {hospital.pk: hospital for hospital in members}
    lead = ids.get(network.lead_id)
    pairs = [(member, lead) for member in members if lead and member != lead]
    relations = HospitalRelation.objects.current(on).filter(project__in=ids)
    for source_id, project_id in relations.values_list("source_id", "project_id"):
        project = ids[project_id]
        if source_id in ids:
            pairs.append((project, ids[source_id]))
        pairs += [
            (member, project) for member in members if member.pk not in {source_id, project_id}
        ]
    both_ways = {}
    for lower, higher in pairs:
        both_ways[lower, higher, RouteDirection.UP] = None
        both_ways[higher, lower, RouteDirection.DOWN] = None
    return list(both_ways)
