"""Found networks; admit and withdraw their members; correct what was written wrongly."""

from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.enums import NetworkRole
from hospitals.models import Network, NetworkMembership
from portal.errors import Refusal
from portal.roles import Permission


@transaction.atomic
def found(*, lead, details, by):
    """A new network; its lead is its first member."""
    changes.require(Permission.HOSPITAL_CREATE, lead, by=by)
    network = Network(lead=lead, **details)
    changes.add(network, verb="network.create", by=by, hospitals=[lead.pk])
    _join(network, lead, NetworkRole.LEAD, "", network.since, by)
    return network


@transaction.atomic
def correct(*, network, details, by, version=None):
    """What was written wrongly. Those who came on its first day, as its lead did, or left on its
    last, go with these days; it ends by end() alone.
    """
    changes.require(Permission.HOSPITAL_CREATE, network, by=by)
    row = changes.lock(network, version=version)
    since, until = details["since"], details["until"]
    if until and not row.until:
        raise Refusal(_("请用“结束医联体”登记结束日期。"), code="not_ended")
    before = row.since, row.until
    if details["lead"] != row.lead:
        _hand_over(row, details["lead"], by)
    row = changes.update(row, details, verb="network.correct", by=by, hospitals=[row.lead_id])
    for member in row.members.select_related("hospital").select_for_update(of=("self",)):
        told = {
            "since": since if member.since == before[0] else member.since,
            "until": until if before[1] and member.until == before[1] else member.until,
        }
        if told["since"] < since or (until and told["until"] and told["until"] > until):
            text = _("%(name)s 的加入或退出日期在此范围之外，请先更正成员。")
            raise Refusal(text % {"name": member.hospital}, code="outside_network")
        changes.update(member, told, verb="member.correct", by=by, hospitals=_places(member))
    return row


def _hand_over(network, lead, by):
    """Another member leads, and on the same days; who led stays as a member."""
    changes.require(Permission.HOSPITAL_CREATE, lead, by=by)
    rows = network.members.select_related("hospital").select_for_update(of=("self",))
    found = [row for row in rows if row.hospital_id == lead.pk]
    if len(found) != 1:
        raise Refusal(_("牵头医院须是本医联体的成员，且只加入过一次。"), code="no_member")
    days = {"since": network.since, "until": network.until}
    for row in rows:
        if row.role == NetworkRole.LEAD:
            told = {"role": NetworkRole.MEMBER}
            changes.update(row, told, verb="member.correct", by=by, hospitals=_places(row))
    told = {"role": NetworkRole.LEAD} | days
    changes.update(found[0], told, verb="member.correct", by=by, hospitals=_places(found[0]))


@transaction.atomic
def correct_member(*, membership, details, by, version=None):
    """Another role, plate name or days, within those of the network; a lead's days are its."""
    changes.require(Permission.HOSPITAL_CREATE, membership, by=by)
    row = changes.lock(membership, version=version)
    since, until, network = details["since"], details["until"], row.network
    if row.role == NetworkRole.LEAD and (since, until) != (row.since, row.until):
        raise Refusal(_("牵头医院的日期随医联体更正。"), code="lead_stays")
    if (details.get("role", row.role) == NetworkRole.LEAD) != (row.role == NetworkRole.LEAD):
        raise Refusal(_("牵头医院随医联体更正。"), code="lead_stays")
    if since < network.since or (network.until and (until is None or until > network.until)):
        raise Refusal(_("成员的日期须在医联体的起止日期之内。"), code="outside_network")
    return changes.update(row, details, verb="member.correct", by=by, hospitals=_places(row))


@transaction.atomic
def admit(*, network, hospital, role, since, by, plate_name=""):
    changes.require(Permission.HOSPITAL_CREATE, network, by=by)
    if role == NetworkRole.LEAD:
        raise Refusal(_("一个医联体只有一家牵头医院。"), code="second_lead")
    if since < network.since:
        raise Refusal(_("加入日期不能早于医联体的开始日期。"), code="before_network")
    if hospital.closed_on and hospital.closed_on < since:
        raise Refusal(_("该机构已停业。"), code="closed")
    return _join(network, hospital, role, plate_name, since, by)


@transaction.atomic
def withdraw(*, membership, until, by, version=None):
    """The last day of a member; what happened before stays as it was."""
    changes.require(Permission.HOSPITAL_CREATE, membership, by=by)
    row = changes.lock(membership, version=version)
    if row.role == NetworkRole.LEAD:
        raise Refusal(_("牵头医院不能退出自己的医联体。"), code="lead_stays")
    if row.until:
        raise Refusal(_("该成员已退出。"), code="withdrawn")
    return leave(membership=row, until=until, by=by)


@transaction.atomic
def end(*, network, until, by, version=None):
    """Its last day, and that of whoever is still a member; what was signed stays."""
    changes.require(Permission.HOSPITAL_CREATE, network, by=by)
    row = changes.lock(network, version=version)
    if row.until:
        raise Refusal(_("该医联体已结束。"), code="ended")
    for member in NetworkMembership.objects.remaining(row):
        if member.since > until:
            text = _("%(name)s 在这一天之后才加入，请先更正成员。")
            raise Refusal(text % {"name": member.hospital}, code="joined_later")
        leave(membership=member, until=until, by=by)
    return changes.update(row, {"until": until}, verb="network.end", by=by, hospitals=[row.lead_id])


def leave(*, membership, until, by):
    """The step of leaving, for one who withdraws and for one who is merged into another."""
    places = [membership.network.lead_id, membership.hospital_id]
    return changes.update(
        membership, {"until": until}, verb="network.withdraw", by=by, hospitals=places
    )


def admit_all(*, members, by):
    """Hospitals that were just made join by the file; what may be wrong was seen to before."""
    return changes.add_all(members, verb="network.admit", by=by, places=_places)


def _join(network, hospital, role, plate_name, since, by):
    row = NetworkMembership(
        network=network, hospital=hospital, role=role, plate_name=plate_name, since=since
    )
    return changes.add(row, verb="network.admit", by=by, hospitals=_places(row))


def _places(row):
    return [row.network.lead_id, row.hospital_id]
