"""The moves of a referral. Nothing else writes its state.

Every move is keyword-only and alike: the referral, who does it (None is the system itself, where
the table lets its clock act), the details that its form collected, the version they saw, and the
time it happened (now, unless somebody says otherwise). How a move is made stands in moving.py;
what each one changes beside the state, in changes/.
"""

from referrals.actions.moving import move
from referrals.states import MOVES


def submit_for_review(*, referral, by, details=None, version=None, at=None):
    return move(
        "submit_for_review", referral=referral, by=by, details=details, version=version, at=at
    )


def return_(*, referral, by, details=None, version=None, at=None):
    return move("return", referral=referral, by=by, details=details, version=version, at=at)


def approve(*, referral, by, details=None, version=None, at=None):
    return move("approve", referral=referral, by=by, details=details, version=version, at=at)


def send(*, referral, by, details=None, version=None, at=None):
    return move("send", referral=referral, by=by, details=details, version=version, at=at)


def discard(*, referral, by, details=None, version=None, at=None):
    return move("discard", referral=referral, by=by, details=details, version=version, at=at)


def receive(*, referral, by, details=None, version=None, at=None):
    return move("receive", referral=referral, by=by, details=details, version=version, at=at)


def request_info(*, referral, by, details=None, version=None, at=None):
    return move("request_info", referral=referral, by=by, details=details, version=version, at=at)


def supply_info(*, referral, by, details=None, version=None, at=None):
    return move("supply_info", referral=referral, by=by, details=details, version=version, at=at)


def accept(*, referral, by, details=None, version=None, at=None):
    return move("accept", referral=referral, by=by, details=details, version=version, at=at)


def waitlist(*, referral, by, details=None, version=None, at=None):
    return move("waitlist", referral=referral, by=by, details=details, version=version, at=at)


def decline(*, referral, by, details=None, version=None, at=None):
    return move("decline", referral=referral, by=by, details=details, version=version, at=at)


def withdraw_acceptance(*, referral, by, details=None, version=None, at=None):
    return move(
        "withdraw_acceptance", referral=referral, by=by, details=details, version=version, at=at
    )


def redirect(*, referral, by, details=None, version=None, at=None):
    return move("redirect", referral=referral, by=by, details=details, version=version, at=at)


def propose_onward(*, referral, by, details=None, version=None, at=None):
    return move("propose_onward", referral=referral, by=by, details=details, version=version, at=at)


def record_external_acceptance(*, referral, by, details=None, version=None, at=None):
    return move(
        "record_external_acceptance",
        referral=referral,
        by=by,
        details=details,
        version=version,
        at=at,
    )


def schedule(*, referral, by, details=None, version=None, at=None):
    return move("schedule", referral=referral, by=by, details=details, version=version, at=at)


def reschedule(*, referral, by, details=None, version=None, at=None):
    return move("reschedule", referral=referral, by=by, details=details, version=version, at=at)


def release(*, referral, by, details=None, version=None, at=None):
    return move("release", referral=referral, by=by, details=details, version=version, at=at)


def depart(*, referral, by, details=None, version=None, at=None):
    return move("depart", referral=referral, by=by, details=details, version=version, at=at)


def emergency_bypass(*, referral, by, details=None, version=None, at=None):
    return move(
        "emergency_bypass", referral=referral, by=by, details=details, version=version, at=at
    )


def turn_back(*, referral, by, details=None, version=None, at=None):
    return move("turn_back", referral=referral, by=by, details=details, version=version, at=at)


def arrive(*, referral, by, details=None, version=None, at=None):
    return move("arrive", referral=referral, by=by, details=details, version=version, at=at)


def file_retrospective(*, referral, by, details=None, version=None, at=None):
    return move(
        "file_retrospective", referral=referral, by=by, details=details, version=version, at=at
    )


def mark_no_show(*, referral, by, details=None, version=None, at=None):
    return move("mark_no_show", referral=referral, by=by, details=details, version=version, at=at)


def rebook(*, referral, by, details=None, version=None, at=None):
    return move("rebook", referral=referral, by=by, details=details, version=version, at=at)


def admit(*, referral, by, details=None, version=None, at=None):
    return move("admit", referral=referral, by=by, details=details, version=version, at=at)


def refuse_at_door(*, referral, by, details=None, version=None, at=None):
    return move("refuse_at_door", referral=referral, by=by, details=details, version=version, at=at)


def interim_reply(*, referral, by, details=None, version=None, at=None):
    return move("interim_reply", referral=referral, by=by, details=details, version=version, at=at)


def finish_treatment(*, referral, by, details=None, version=None, at=None):
    return move(
        "finish_treatment", referral=referral, by=by, details=details, version=version, at=at
    )


def reply(*, referral, by, details=None, version=None, at=None):
    return move("reply", referral=referral, by=by, details=details, version=version, at=at)


def acknowledge(*, referral, by, details=None, version=None, at=None):
    return move("acknowledge", referral=referral, by=by, details=details, version=version, at=at)


def cancel(*, referral, by, details=None, version=None, at=None):
    return move("cancel", referral=referral, by=by, details=details, version=version, at=at)


def request_cancel(*, referral, by, details=None, version=None, at=None):
    return move("request_cancel", referral=referral, by=by, details=details, version=version, at=at)


def confirm_cancel(*, referral, by, details=None, version=None, at=None):
    return move("confirm_cancel", referral=referral, by=by, details=details, version=version, at=at)


def refuse_cancel(*, referral, by, details=None, version=None, at=None):
    return move("refuse_cancel", referral=referral, by=by, details=details, version=version, at=at)


def close_unplaced(*, referral, by, details=None, version=None, at=None):
    return move("close_unplaced", referral=referral, by=by, details=details, version=version, at=at)


def record_death(*, referral, by, details=None, version=None, at=None):
    return move("record_death", referral=referral, by=by, details=details, version=version, at=at)


def expire(*, referral, by, details=None, version=None, at=None):
    return move("expire", referral=referral, by=by, details=details, version=version, at=at)


def supersede(*, referral, by, details=None, version=None, at=None):
    return move("supersede", referral=referral, by=by, details=details, version=version, at=at)


def change_priority(*, referral, by, details=None, version=None, at=None):
    return move(
        "change_priority", referral=referral, by=by, details=details, version=version, at=at
    )


def mark_error(*, referral, by, details=None, version=None, at=None):
    return move("mark_error", referral=referral, by=by, details=details, version=version, at=at)


def reopen(*, referral, by, details=None, version=None, at=None):
    return move("reopen", referral=referral, by=by, details=details, version=version, at=at)


def divert(*, referral, by, details=None, version=None, at=None):
    return move("divert", referral=referral, by=by, details=details, version=version, at=at)


def return_with_advice(*, referral, by, details=None, version=None, at=None):
    return move(
        "return_with_advice", referral=referral, by=by, details=details, version=version, at=at
    )


ACTIONS = {
    verb: globals()["return_" if verb == "return" else verb] for verb in MOVES if verb != "create"
}
