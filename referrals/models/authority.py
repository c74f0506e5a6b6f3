"""Who may act on one referral: its sides, the hospitals on them, and the moves open to a person."""

from django.conf import settings
from django.db import models

from hospitals.models import Hospital, Membership, NetworkMembership
from portal.roles import Permission, Role
from referrals.enums import CrossLevel, OfferState, Priority
from referrals.states import MOVE_OF, MOVES, TWO_SIDES, Side, moves_from

REBOOKED_AT_MOST = 3
ABOVE = frozenset({Role.NETWORK_ADMIN, Role.TRANSFER_CENTRE})


class ReferralAuthority(models.Model):
    """The part of a referral that says whose turn and whose right it is."""

    class Meta:
        abstract = True

    @property
    def is_external(self):
        """It goes to a hospital that does not work here: the origin records what it is told."""
        return bool(self.external_name)

    @property
    def is_pooled(self):
        """It lies in a pool and no member has claimed it yet."""
        return self.pool_id is not None and self.destination_id is None

    @property
    def went_down(self):
        """A hospital below has agreed to take the patient back."""
        return self.children.filter(direction="down", offers__state="accepted").exists()

    def hospitals_on(self, side):
        """The ids of the hospitals that act on this side of the referral now."""
        if side == Side.ORIGIN or self.is_external:
            return {self.origin_id}
        if side != Side.DESTINATION or not (self.submitted_at or self.is_retrospective):
            return set()
        if self.is_pooled:
            return NetworkMembership.objects.current().hospital_ids_in(self.pool_id)
        return {self.destination_id, *self.also_asked} - {None}

    def places(self, permission, role=None):
        """The hospitals whose members may use this permission here, in this role.

        For a move these are the sides that the table gives the role; leads of a network act for
        the members below them.
        """
        move = MOVE_OF.get(permission)
        if move is None:
            both = self.hospitals_on(Side.ORIGIN) | self.hospitals_on(Side.DESTINATION)
            leads_speak = permission == Permission.REFERRAL_MESSAGE and role in ABOVE
            return NetworkMembership.objects.lead_ids_above(both) if leads_speak else both
        sides = move.sides_for(role)
        if Side.NETWORK in sides:
            sides = {Side.ORIGIN}
        found = set().union(*(self.hospitals_on(side) for side in sides))
        return NetworkMembership.objects.lead_ids_above(found) if role in ABOVE else found

    def side_of(self, user, move):
        """The side for which this person makes the move; None is the system's own hand."""
        if user is None:
            return Side.SYSTEM
        if self.is_external:
            return Side.ORIGIN
        found = self.side_for(user, move.permission, among=move.sides)
        return found or next(iter(sorted(move.sides)))

    def side_for(self, user, permission, among=TWO_SIDES):
        """The side for which this person uses the permission here: the one they acted on before."""
        held = user.hospitals_with(permission)
        sides = [
            side
            for side in (Side.ORIGIN, Side.DESTINATION)
            if side in among and held & self.hospitals_on(side)
        ]
        if len(sides) > 1:
            worn = set(self.events.filter(actor=user).values_list("side", flat=True))
            sides = [side for side in sides if side in worn] or sides
        return sides[0] if sides else None

    def answering(self, user):
        """The hospital for which this person answers: the destination, or one asked beside it."""
        mine = Membership.objects.hospital_ids_of(user)
        if self.destination_id and (self.destination_id in mine or not self.also_asked):
            return self.destination
        asked = mine & self.hospitals_on(Side.DESTINATION)
        return Hospital.objects.filter(pk__in=asked).order_by("name").first() or self.destination

    def is_open_to(self, user):
        """The whole record: to the origin always, to the other side once it has agreed to take the
        patient, or the patient is on the way to it, and consent is there. Others get the summary.
        """
        mine = user.hospitals_with(Permission.REFERRAL_REVEAL)
        if self.origin_id in mine or not mine:
            return self.origin_id in mine
        is_coming = self.state == "in_transit" and self.destination_id in mine
        agreed = self.offers.filter(hospital__in=mine, state=OfferState.ACCEPTED)
        has_agreed = is_coming or agreed.exists()
        return has_agreed and self.consents.in_force().exists()

    def moves_for(self, user):
        """The moves that the table, the person's authority and the row's facts allow now."""
        moves = [
            move
            for move in moves_from(self.state)
            if user.has_perm(move.permission, self) and not self._blocked(move, user)
        ]
        if not moves or not self.hospitals_on(Side.DESTINATION):
            return moves  # The other side has not seen it, let alone acted.
        # Who acted for one side of this referral does not act for the other.
        hats = set(self.events.filter(actor=user).values_list("side", flat=True))
        hats &= {Side.ORIGIN, Side.DESTINATION}
        return [move for move in moves if not hats - {self.side_of(user, move)}]

    def _blocked(self, move, user):
        """Facts of this row that rule a move out although its state would allow it."""
        rule = _BLOCKED.get(move.verb)
        if self.is_external and move.verb in _NOT_OUTSIDE:
            return True
        return bool(rule and rule(self, user))


# A hospital outside the network neither signs nor decides here; its word is recorded (T16).
_NOT_OUTSIDE = frozenset({"receive", "emergency_bypass", "schedule", "request_cancel"})


def _is_emergency(row):
    return row.priority == Priority.EMERGENCY


def _may_not_review(row, user):
    """Not one's own; across the province only with the title that policy asks for."""
    titles = settings.CROSS_PROVINCE_REVIEW_TITLES
    away = row.cross_level == CrossLevel.PROVINCE
    return row.author_id == user.pk or bool(away and titles and user.title not in titles)


def _other_side_closes(row, user):
    """The side where the patient is; of an external hospital the origin tells it all."""
    if row.is_external:
        return False
    return row.side_of(user, MOVES["close_unplaced"]) != (
        Side.DESTINATION if row.state == "arrived" else Side.ORIGIN
    )


def _retrospective_step_is_taken(row, user):
    """The origin files it, then the desk of the other side confirms it."""
    side = row.side_of(user, MOVES["file_retrospective"])
    return not _is_emergency(row) or row.is_retrospective != (side == Side.DESTINATION)


_BLOCKED = {
    "reply": lambda row, user: row.replied_at is not None,
    "acknowledge": lambda row, user: row.replied_at is None,
    "approve": _may_not_review,
    "send": lambda row, user: row.origin.review_required and not _is_emergency(row),
    "record_external_acceptance": lambda row, user: not row.is_external,
    "emergency_bypass": lambda row, user: not (_is_emergency(row) and row.green_channel),
    "file_retrospective": _retrospective_step_is_taken,
    "close_unplaced": _other_side_closes,
    "rebook": lambda row, user: row.rebook_count >= REBOOKED_AT_MOST,
    "supersede": lambda row, user: not row.person_hash,
}
