"""The moves of a referral. Nothing else writes its state.

Every move is keyword-only and alike: the referral, who does it (None is the system itself, where
the table lets its clock act), the details that its form collected, the version they saw, and the
time it happened (now, unless somebody says otherwise). How a move is made stands in moving.py;
what each one changes beside the state, in changes/.
"""

import contextlib
import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.errors import Stale
from referrals.actions.moving import move
from referrals.models import Referral
from referrals.states import MOVES


def submit_for_review(*, referral, by, details=None, version=None, at=None):
    return move("submit_for_review", referral, by, details, version, at)


def return_(*, referral, by, details=None, version=None, at=None):
    return move("return", referral, by, details, version, at)


def approve(*, referral, by, details=None, version=None, at=None):
    return move("approve", referral, by, details, version, at)


def send(*, referral, by, details=None, version=None, at=None):
    return move("send", referral, by, details, version, at)


def discard(*, referral, by, details=None, version=None, at=None):
    return move("discard", referral, by, details, version, at)


def receive(*, referral, by, details=None, version=None, at=None):
    return move("receive", referral, by, details, version, at)


def request_info(*, referral, by, details=None, version=None, at=None):
    return move("request_info", referral, by, details, version, at)


def supply_info(*, referral, by, details=None, version=None, at=None):
    return move("supply_info", referral, by, details, version, at)


def accept(*, referral, by, details=None, version=None, at=None):
    return move("accept", referral, by, details, version, at)


def waitlist(*, referral, by, details=None, version=None, at=None):
    return move("waitlist", referral, by, details, version, at)


def decline(*, referral, by, details=None, version=None, at=None):
    return move("decline", referral, by, details, version, at)


def withdraw_acceptance(*, referral, by, details=None, version=None, at=None):
    return move("withdraw_acceptance", referral, by, details, version, at)


def redirect(*, referral, by, details=None, version=None, at=None):
    return move("redirect", referral, by, details, version, at)


def propose_onward(*, referral, by, details=None, version=None, at=None):
    return move("propose_onward", referral, by, details, version, at)


def record_external_acceptance(*, referral, by, details=None, version=None, at=None):
    return move("record_external_acceptance", referral, by, details, version, at)


def schedule(*, referral, by, details=None, version=None, at=None):
    return move("schedule", referral, by, details, version, at)


def reschedule(*, referral, by, details=None, version=None, at=None):
    return move("reschedule", referral, by, details, version, at)


def release(*, referral, by, details=None, version=None, at=None):
    return move("release", referral, by, details, version, at)


def depart(*, referral, by, details=None, version=None, at=None):
    return move("depart", referral, by, details, version, at)


def emergency_bypass(*, referral, by, details=None, version=None, at=None):
    return move("emergency_bypass", referral, by, details, version, at)


def turn_back(*, referral, by, details=None, version=None, at=None):
    return move("turn_back", referral, by, details, version, at)


def arrive(*, referral, by, details=None, version=None, at=None):
    return move("arrive", referral, by, details, version, at)


def file_retrospective(*, referral, by, details=None, version=None, at=None):
    return move("file_retrospective", referral, by, details, version, at)


def mark_no_show(*, referral, by, details=None, version=None, at=None):
    return move("mark_no_show", referral, by, details, version, at)


def rebook(*, referral, by, details=None, version=None, at=None):
    return move("rebook", referral, by, details, version, at)


def admit(*, referral, by, details=None, version=None, at=None):
    return move("admit", referral, by, details, version, at)


def refuse_at_door(*, referral, by, details=None, version=None, at=None):
    return move("refuse_at_door", referral, by, details, version, at)


def interim_reply(*, referral, by, details=None, version=None, at=None):
    return move("interim_reply", referral, by, details, version, at)


def finish_treatment(*, referral, by, details=None, version=None, at=None):
    return move("finish_treatment", referral, by, details, version, at)


def reply(*, referral, by, details=None, version=None, at=None):
    return move("reply", referral, by, details, version, at)


def acknowledge(*, referral, by, details=None, version=None, at=None):
    return move("acknowledge", referral, by, details, version, at)


def cancel(*, referral, by, details=None, version=None, at=None):
    return move("cancel", referral, by, details, version, at)


def request_cancel(*, referral, by, details=None, version=None, at=None):
    return move("request_cancel", referral, by, details, version, at)


def confirm_cancel(*, referral, by, details=None, version=None, at=None):
    return move("confirm_cancel", referral, by, details, version, at)


def refuse_cancel(*, referral, by, details=None, version=None, at=None):
    return move("refuse_cancel", referral, by, details, version, at)


def close_unplaced(*, referral, by, details=None, version=None, at=None):
    return move("close_unplaced", referral, by, details, version, at)


def record_death(*, referral, by, details=None, version=None, at=None):
    return move("record_death", referral, by, details, version, at)


def expire(*, referral, by, details=None, version=None, at=None):
    return move("expire", referral, by, details, version, at)


def supersede(*, referral, by, details=None, version=None, at=None):
    return move("supersede", referral, by, details, version, at)


def change_priority(*, referral, by, details=None, version=None, at=None):
    return move("change_priority", referral, by, details, version, at)


def mark_error(*, referral, by, details=None, version=None, at=None):
    return move("mark_error", referral, by, details, version, at)


def reopen(*, referral, by, details=None, version=None, at=None):
    return move("reopen", referral, by, details, version, at)


def divert(*, referral, by, details=None, version=None, at=None):
    return move("divert", referral, by, details, version, at)


def return_with_advice(*, referral, by, details=None, version=None, at=None):
    return move("return_with_advice", referral, by, details, version, at)


ACTIONS = {
    verb: globals()["return_" if verb == "return" else verb] for verb in MOVES if verb != "create"
}


def close_answered(now=None):
    """Acknowledge in the system's name what was answered long ago; returns how many."""
    now = now or timezone.now()
    days = settings.CLOSE_AFTER_REPLY_DAYS
    note = _("回执发出%(days)d天无人确认，系统自动闭环。") % {"days": days}
    waiting = Referral.objects.filter(state="treated", replied_at__lt=now - dt.timedelta(days=days))
    closed = 0
    for referral in waiting[:200]:
        with contextlib.suppress(Stale):
            move("acknowledge", referral, None, {"note": note}, referral.version, now)
            closed += 1
    return closed
