"""One referral in the database, moved beside its model; both must agree after every step."""

from django.db import transaction
from django.utils import timezone

from portal.errors import Incomplete, Refusal
from referrals.actions import transfers
from referrals.models import Referral
from tests.factories import hospitals
from tests.factories import referrals as make
from tests.walk.model import ENDED, live_offers, step


class Cast:
    """Two hospitals and everybody who may come along; made once for many walks."""

    def __init__(self):
        self.world = make.World()
        self.onward = self.world.onward
        hospitals.accreditation(self.world.centre, "stroke")
        self.people = {
            "treating": self.world.treating,
            "lead": self.world.lead,
            "second_lead": hospitals.member("network_admin", self.world.centre),
            "transfer_centre": self.world.transfer_centre,
            "stranger": hospitals.member("referral_coordinator", hospitals.hospital("别处医院")),
            None: None,
        }

    def person(self, name):
        return self.people[name] if name in self.people else getattr(self.world, name)


class Walker:
    """Makes moves and compares."""

    def __init__(self, cast, facts):
        self.cast, self.facts = cast, facts
        content = {"priority": facts.priority, "green_channel": "stroke" if facts.green else ""}
        if facts.external:
            content |= {
                "destination": None,
                "external_name": "外省某医院",
                "external_province": cast.world.county.region.at("province"),
            }
        self.referral = make.draft(cast.world, **content)
        self.moves, self.states = set(), {facts.state}

    def act(self, verb, who, **options):
        """Make the move; the outcome is the one that the model foretells. Returns it."""
        foretold = step(self.facts, verb, who)
        happened = self.attempt(verb, who, **options)
        assert happened == (foretold if isinstance(foretold, str) else "done"), (verb, who, self)
        if happened == "done":
            self.facts = foretold
            self.moves.add(verb)
            self.states.add(foretold.state)
        self.compare()
        return happened

    def attempt(self, verb, who, **options):
        """How a move ends; what was made ready for it goes with one that is refused."""
        by = self.cast.person(who)
        try:
            with transaction.atomic():
                self.referral = transfers.ACTIONS[verb](
                    referral=self.referral, by=by, **({"details": self.details(verb)} | options)
                )
        except Incomplete as refused:
            return f"incomplete: {sorted(refused.errors)}"
        except Refusal as refused:
            return refused.code
        return "done"

    def details(self, verb):
        """Complete details, so that only the rules can refuse."""
        world, facts = self.cast.world, self.facts
        found = dict(make.details(world, verb))
        if verb in {"depart", "emergency_bypass"}:
            found |= {"vital_signs": "BP 100/60", "vital_signs_at": timezone.now()}
        if verb == "divert":
            found["destination"] = world.centre if facts.elsewhere else self.cast.onward
        if verb == "change_priority":
            found["priority"] = {"urgent": "emergency"}.get(facts.priority, "urgent")
        if verb == "supersede":
            same = self.referral.patient.id_number
            found["by_referral"] = make.draft(world, id_number=same)
        return found

    def compare(self):
        row = Referral.objects.get(pk=self.referral.pk)
        assert row.state == self.facts.state, self
        assert (row.closed_at is not None) == (row.state in ENDED), self
        assert row.event_count == row.events.count() == row.events.last().seq, self
        states = list(row.offers.values_list("state", flat=True))
        assert (states.count("open"), states.count("accepted")) == live_offers(self.facts), self

    def __repr__(self):
        trail = self.referral.events.values_list("action", "to_state")
        return f"{self.facts} after {' '.join(f'{verb}>{end}' for verb, end in trail)}"
