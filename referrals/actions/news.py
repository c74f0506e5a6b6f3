"""Who hears of a move: those whose step is next, the author, and those whom an alarm concerns."""

from django.urls import reverse

from hospitals.access import people_at, people_for_region, people_with_role
from hospitals.models import DutyShift, NetworkMembership
from portal.core import notices
from portal.roles import Permission
from referrals.models.authority import ABOVE
from referrals.states import MOVES, STATES, Side


def tell(row, *, step, event):
    """Owe a notice to everybody concerned but the one who acted."""
    recipients = next_in_line(row) | ALARMS.get(step.verb, _nobody)(row, event)
    if event.side != Side.ORIGIN or step.verb in {"return", "approve"}:
        recipients.add(row.author_id)
    recipients.discard(event.actor_id)
    notices.tell(
        key=f"referral-event:{event.pk}",
        kind=f"referral.{step.verb}",
        recipients=recipients,
        url=reverse("referrals:referral-detail", args=[row.pk]),
        number=row.number,
        state=row.state,
        priority=row.priority,
    )
    if step.verb == "refuse_at_door":
        _tell_commissions(row, event)


def _tell_commissions(row, event):
    """That it happened, and at which hospital: a commission reads counts, never one referral."""
    notices.tell(
        key=f"referral-event:{event.pk}:commissions",
        kind="overview.refuse_at_door",
        recipients=people_for_region(row.origin.region, Permission.FIGURE_VIEW),
        url=reverse("dashboards:referral-overview"),
        hospital=row.destination.name if row.destination else "",
    )


def next_in_line(row):
    """The people who may make the move that the referral waits for now."""
    step = awaited(row)
    return people_for(row, step) if step else set()


def awaited(row):
    """The move that the referral waits for now; none after its end."""
    waits_for = STATES[row.state].waits_for
    if row.state == "treated" and row.replied_at:
        waits_for = "acknowledge"
    if row.state == "submitted" and row.is_external:
        waits_for = "record_external_acceptance"
    return MOVES[waits_for] if waits_for else None


def people_for(row, move):
    """Who may make this move here. The transfer centre minds what lies in a pool, not every row."""
    found = set()
    for side in move.sides:
        places = row.hospitals_on(side)
        found |= people_with_role(places, move.roles_on(side) - ABOVE)
        if row.is_pooled:
            leads = NetworkMembership.objects.lead_ids_above(places)
            found |= people_with_role(leads, move.roles_on(side) & ABOVE)
    return found


def _nobody(row, event):
    return set()


def _desk(row, event):
    """Whoever opens the door, the heads, and whom the roster names as on duty now."""
    here = row.hospitals_on(Side.DESTINATION)
    shifts = DutyShift.objects.on_duty_anywhere().filter(hospital__in=here, user__is_active=True)
    return (
        people_at(here, Permission.REFERRAL_ARRIVE)
        | people_at(here, Permission.REFERRAL_REFUSE_AT_DOOR)
        | set(shifts.values_list("user_id", flat=True))
    )


def _both_desks(row, event):
    """The desk that waits in vain, and the one where the patient will stand."""
    left = event.payload.get("instead_of")
    return _desk(row, event) | (people_at([left], Permission.REFERRAL_ARRIVE) if left else set())


def _desk_to_confirm(row, event):
    if row.state == "draft":
        return people_at([row.destination_id], Permission.REFERRAL_FILE_RETROSPECTIVE)
    return _coordinators(row, event)


def _coordinators(row, event):
    return people_at([row.origin_id], Permission.REFERRAL_REDIRECT)


def _those_who_waited(row, event):
    """A destination that prepared for the patient must not go on preparing."""
    offers = row.offers.exclude(first_seen_at=None).exclude(hospital=None)
    hospitals = list(offers.values_list("hospital_id", flat=True))
    return people_at(hospitals, Permission.REFERRAL_SCHEDULE)


def _those_above(row, event):
    """Refused at the door: the lead of the network hears."""
    leads = NetworkMembership.objects.lead_ids_above({row.origin_id})
    return _coordinators(row, event) | people_at(leads, Permission.REFERRAL_REOPEN)


def _second_person(row, event):
    if not event.payload.get("awaits_second_person"):
        return _those_who_waited(row, event)
    leads = NetworkMembership.objects.lead_ids_above({row.origin_id})
    return people_at(leads, Permission.REFERRAL_MARK_ERROR)


ALARMS = {
    "emergency_bypass": _desk,
    "divert": _both_desks,
    "file_retrospective": _desk_to_confirm,
    "refuse_at_door": _those_above,
    "withdraw_acceptance": _coordinators,
    "propose_onward": _coordinators,
    "mark_no_show": _coordinators,
    "turn_back": _desk,
    "cancel": _those_who_waited,
    "close_unplaced": _those_who_waited,
    "record_death": _those_who_waited,
    "expire": _those_who_waited,
    "supersede": _those_who_waited,
    "change_priority": _those_who_waited,
    "reopen": _coordinators,
    "mark_error": _second_person,
}
