"""Decide on what waits: one step for the person, the moves of the table underneath."""

from django.db import transaction

from referrals.actions import transfers
from referrals.states import MOVES

# In which state somebody decides, and by which moves: yes first, then no.
DECISIONS = {
    "pending_review": ("approve", "return"),
    "submitted": ("accept", "decline"),
    "received": ("accept", "decline"),
}
VERBS = tuple(dict.fromkeys(verb for pair in DECISIONS.values() for verb in pair))
PERMISSION = {verb: MOVES[verb].permission for verb in VERBS}


@transaction.atomic
def decide(*, referral, verb, by, details, version):
    """Make the move; what nobody has signed for yet is signed for in the same transaction."""
    if referral.state == "submitted":
        received = transfers.ACTIONS["receive"](referral=referral, by=by, version=version)
        referral, version = received, received.version
    return transfers.ACTIONS[verb](referral=referral, by=by, details=details, version=version)


def waiting(*, rows, by):
    """What waits for this person's decision, the most urgent first; nobody approves their own."""
    own = rows.model.objects.filter(state="pending_review", author=by)
    found = rows.waiting_for(by).filter(state__in=DECISIONS)
    return found.exclude(pk__in=own.values("pk")).by_urgency()


def offered(*, referral, by, moves=None):
    """The verbs of the decision that this person may make now, yes first."""
    moves = {move.verb for move in (referral.moves_for(by) if moves is None else moves)}
    if referral.state != "submitted":
        return [verb for verb in DECISIONS.get(referral.state, ()) if verb in moves]
    # Deciding follows signing for it: who may do both does both at once.
    may = [verb for verb in DECISIONS["submitted"] if by.has_perm(PERMISSION[verb], referral)]
    return may if "receive" in moves else []
