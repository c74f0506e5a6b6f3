"""Talk about a referral without moving it: a message to the other side, or a reminder.

Neither changes the version: nobody's form becomes stale because somebody said something.
"""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import people_at, people_with_role
from portal.core import audit, notices
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.roles import Permission, Role
from portal.templatetags.ui import short_time
from referrals.actions import guards, news
from referrals.enums import MessageKind, Priority
from referrals.models import Referral, ReferralMessage
from referrals.states import TWO_SIDES, Side

# How long after a reminder the same referral may be brought to mind again.
AGAIN_AFTER = {
    Priority.EMERGENCY: dt.timedelta(minutes=5),
    Priority.URGENT: dt.timedelta(minutes=30),
    Priority.ROUTINE: dt.timedelta(hours=4),
}


def may_say(row, user):
    """Somebody of either side, or of a lead above one, while the referral counts for anything."""
    return row.state != "entered_in_error" and user.has_perm(Permission.REFERRAL_MESSAGE, row)


def may_urge(row, user, *, moves):
    """Somebody waits for a step that is not theirs. moves: what this person may do now."""
    step = news.awaited(row)
    return step is not None and step not in moves and may_say(row, user)


@atomic
def say(*, referral, text, by):
    """Leave a message; those of both sides who have to do with this referral hear of it."""
    row = _locked(referral)
    if not may_say(row, by):
        raise NotAllowed(_("您没有在本单留言的权限。"), code="forbidden")
    if not text.strip():
        raise Incomplete(_("请写明内容。"), errors={"text": _("请填写此项。")})
    return _write(row, MessageKind.SAID, text.strip(), by=by, recipients=_concerned(row))


@atomic
def urge(*, referral, by, text=""):
    """Remind those whose step is awaited; not more often than the urgency allows."""
    row = _locked(referral)
    if not may_urge(row, by, moves=row.moves_for(by)):
        raise NotAllowed(_("现在没有需要您催办的步骤。"), code="nothing_to_urge")
    again = _again_at(row)
    if again > timezone.now():
        words = _("刚刚催办过，%(at)s 之后可以再次催办；急事请电话联系。")
        raise Refusal(words % {"at": short_time(again)}, code="urged_lately")
    recipients = news.next_in_line(row) | {row.assignee_id} - {None}
    return _write(row, MessageKind.URGE, text.strip(), by=by, recipients=recipients)


def _locked(referral):
    return Referral.objects.select_for_update(of=("self",), no_key=True).get(pk=referral.pk)


def _again_at(row):
    last = row.messages.filter(kind=MessageKind.URGE).last()
    return last.at + AGAIN_AFTER[row.priority] if last else row.created_at


def _write(row, kind, text, *, by, recipients):
    side, hospital = _speaks_for(row, by)
    message = ReferralMessage.objects.create(
        referral=row, kind=kind, author=by, side=side, hospital_id=hospital, text=text
    )
    # The board shows what was said last; the version stays, for nothing else has changed.
    row.save(update_fields=["updated_at"])
    audit.record(
        f"referral.{kind}", row, by=by, hospitals=[row.origin_id, row.destination_id], side=side
    )
    notices.tell(
        key=f"referral-message:{message.pk}",
        kind=f"referral.{kind}",
        recipients=recipients - {by.pk},
        url=f"{reverse('referrals:referral-detail', args=[row.pk])}#messages",
        number=row.number,
        state=row.state,
        priority=row.priority,
    )
    return message


def _speaks_for(row, by):
    """The side and the hospital in whose name this person speaks."""
    mine = by.hospitals_with(Permission.REFERRAL_MESSAGE)
    side = row.side_for(by, Permission.REFERRAL_MESSAGE)
    if side is None:
        return Side.NETWORK, min(mine & _leads(row))
    guards.require_one_hat(row, by=by, sides=TWO_SIDES - {side})
    here = mine & row.hospitals_on(side)
    return side, row.destination_id if row.destination_id in here else min(here)


def _leads(row):
    return row.places(Permission.REFERRAL_MESSAGE, Role.TRANSFER_CENTRE)


def _concerned(row):
    """On each side whoever wrote, acted, spoke or is responsible; else its coordinators.

    Of the leads above them whoever spoke.
    """
    known = {row.author_id, row.assignee_id}
    known |= set(row.events.values_list("actor_id", flat=True))
    known |= set(row.messages.values_list("author_id", flat=True))
    found = set()
    for side in (Side.ORIGIN, Side.DESTINATION):
        places = row.hospitals_on(side)
        found |= known & people_at(places, Permission.REFERRAL_MESSAGE) or people_with_role(
            places, {Role.REFERRAL_COORDINATOR}
        )
    spoke = set(row.messages.filter(side=Side.NETWORK).values_list("author_id", flat=True))
    return found | spoke & people_at(_leads(row), Permission.REFERRAL_MESSAGE)
