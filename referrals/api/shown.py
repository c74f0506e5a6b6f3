"""What referrals and service requests show alike: places, masked persons, moves, history."""

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from portal.core.schema import Shown
from portal.roles import Permission
from referrals import masking


class Place(Shown):
    """A hospital or a department by id and name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class AvailableAction(Shown):
    """A move that this caller may make now, from the table that enforces it."""

    action = serializers.CharField()
    label = serializers.CharField()
    href = serializers.CharField()


class Identity(Shown):
    """The unmasked identity, given once for a stated reason."""

    name = serializers.CharField()
    id_type = serializers.CharField()
    id_number = serializers.CharField()
    phone = serializers.CharField()
    address = serializers.CharField()
    contact_name = serializers.CharField()
    contact_phone = serializers.CharField()


class Moving(Shown):
    """A row with a patient and a table of moves. transition names the address of a move."""

    transition = None
    birth_date = serializers.DateField(source="patient.birth_date", allow_null=True)
    id_number = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    def to_representation(self, row):
        # Masked numbers are shown to the sides of this row only.
        self.is_involved = self.context["request"].user.has_perm(Permission.REFERRAL_REVEAL, row)
        return super().to_representation(row)

    def get_id_number(self, row) -> str:
        return row.patient.masked_id_number if self.is_involved else masking.HIDDEN

    @extend_schema(responses=AvailableAction(many=True))
    def get_available_actions(self, row) -> list[dict]:
        moves = row.moves_for(self.context["request"].user)
        # One address leads to all of them but for the verb at its end.
        first = moves[0].verb if moves else "none"
        below = reverse(self.transition, args=[row.pk, first]).removesuffix(first)
        return [
            {"action": move.verb, "label": _(move.label), "href": f"{below}{move.verb}"}
            for move in moves
        ]


class Event(Shown):
    """One event: when it happened (at) and when it was typed (recorded_at)."""

    seq = serializers.IntegerField()
    action = serializers.CharField()
    from_state = serializers.CharField()
    to_state = serializers.CharField()
    side = serializers.CharField()
    actor_name = serializers.CharField(source="actor.display_name", default="")
    at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    note = serializers.CharField()
