"""The product makes exactly the moves that the model allows, in every state, by everybody.

BANYAN_WALKS=2000 walks through a night instead of some seconds.
"""

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from portal.management import invariants
from tests.walk import routes
from tests.walk.model import PEOPLE, STATES, TABLE, Facts
from tests.walk.walker import Cast, Walker

WALKS = int(os.environ.get("BANYAN_WALKS", "12"))
STEPS = 30
# Hypothesis shrinks and repeats in the same database, which is emptied after each walk.
PATIENT = settings(
    max_examples=WALKS,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def cast(db):
    return Cast()


def test_every_move_from_every_state_and_every_state(cast, record_property):
    covered = {"moves": set(), "states": set()}

    for start, trail in routes.all_routes():
        with transaction.atomic():
            walker = Walker(cast, start)
            for verb, who in trail:
                assert walker.act(verb, who) == "done"
            assert invariants.broken() == {}, walker
            covered["moves"] |= walker.moves
            covered["states"] |= walker.states
            transaction.set_rollback(True)

    record_property("covered", {name: len(found) for name, found in covered.items()})
    assert covered == {"moves": set(TABLE), "states": STATES}


GREEN = Facts(priority="emergency", green=True)
SENT = ("send:coordinator",)
ACCEPTED = ("submit_for_review:clinician", "approve:reviewer", "receive:receiver",
            "accept:receiver")  # fmt: skip
ON_THE_ROAD = ("divert:coordinator", "turn_back:coordinator")
DETOURS = {
    "sent without asking, diverted": (
        GREEN,
        (*SENT, "emergency_bypass:clinician", *ON_THE_ROAD, "depart:coordinator"),
    ),
    "booked, diverted": (
        Facts(),
        (*ACCEPTED, "schedule:receiver", "depart:coordinator", *ON_THE_ROAD, "depart:coordinator"),
    ),
    "booked, back": (
        Facts(),
        (*ACCEPTED, "schedule:receiver", "depart:coordinator", "turn_back:coordinator"),
    ),
    "ran out, opened again": (Facts(), (*ACCEPTED, "expire:None", "reopen:lead", "arrive:desk")),
    "closed, opened again": (
        Facts(),
        (*ACCEPTED, "close_unplaced:coordinator", "reopen:lead", "withdraw_acceptance:head"),
    ),
    "never promised, opened again": (
        GREEN,
        (
            *SENT,
            "emergency_bypass:clinician",
            "mark_no_show:receiver",
            "close_unplaced:coordinator",
            "reopen:lead",
            "rebook:receiver",
        ),
    ),
}


@pytest.mark.parametrize("detour", DETOURS)
def test_a_detour_keeps_exactly_one_promise(cast, detour):
    start, trail = DETOURS[detour]
    walker = Walker(cast, start)

    for told in trail:
        verb, who = told.split(":")
        assert walker.act(verb, None if who == "None" else who) == "done"

    assert invariants.broken() == {}, walker


class Life(RuleBasedStateMachine):
    """A referral in the hands of everybody, some of whom try what they must not."""

    cast = None
    tried = None

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    @initialize(start=st.sampled_from(routes.VARIANTS))
    def file(self, start):
        self.walker = Walker(self.cast, start)

    @rule(data=st.data())
    def move_on(self, data):
        """A legal move, so that the walk goes somewhere."""
        choices = routes.legal(self.walker.facts)
        if choices:
            self.walker.act(*data.draw(st.sampled_from(choices)))
            self.tried["allowed"] += 1

    @rule(verb=st.sampled_from(sorted(TABLE)), who=st.sampled_from(PEOPLE))
    def try_anything(self, verb, who):
        if verb != "record_external_acceptance" or who != "coordinator":
            outcome = self.walker.act(verb, who)
            self.tried["allowed" if outcome == "done" else "refused"] += 1

    @rule(data=st.data())
    def act_on_an_old_page(self, data):
        """Somebody else was faster."""
        choices = routes.legal(self.walker.facts)
        if choices:
            verb, who = data.draw(st.sampled_from(choices))
            version = self.walker.referral.version - 1
            assert self.walker.attempt(verb, who, version=version) == "stale"
            self.walker.compare()
            self.tried["stale"] += 1

    def teardown(self):
        try:
            assert invariants.broken() == {}, getattr(self, "walker", None)
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


def test_only_what_the_model_allows(cast, record_property):
    Life.cast, Life.tried = cast, dict.fromkeys(("allowed", "refused", "stale"), 0)

    run_state_machine_as_test(Life, settings=PATIENT)

    record_property("steps", Life.tried)
    assert min(Life.tried.values()) > 0, Life.tried
