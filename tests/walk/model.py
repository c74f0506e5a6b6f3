"""What the specification says of each move, written without looking at referrals/states.py.

A model knows a referral as a few facts. `step` says what a move by somebody makes of them: new
facts, or the code of the refusal. People stand for their roles; `None` is the system.
"""

from dataclasses import dataclass, replace

ORIGIN = {"clinician", "coordinator", "reviewer"}
DESTINATION = {"receiver", "head", "treating", "desk"}
NETWORK = {"lead", "second_lead", "transfer_centre"}
PEOPLE = (*sorted(ORIGIN | DESTINATION | NETWORK), "stranger", None)

UNSENT = {"draft", "pending_review", "returned"}
PROMISED = {"accepted", "scheduled"}
ASKED = {"submitted", "received", "info_requested", "waitlisted"}
BEFORE_TRAVEL = UNSENT | ASKED | PROMISED | {"no_show", "declined", "cancel_requested"}
ENDED = {"completed", "unplaced", "cancelled", "expired", "deceased", "entered_in_error"}
STATES = BEFORE_TRAVEL | ENDED | {"in_transit", "arrived", "admitted", "treated"}
AUTHORS = "clinician coordinator"
DOCTORS = "head treating"

# Verb → from where, by whom. `system` is the clock.
TABLE = {
    "submit_for_review": ("draft returned", AUTHORS),
    "return": ("pending_review", "reviewer"),
    "approve": ("pending_review", "reviewer"),
    "send": ("draft returned", "coordinator"),
    "discard": ("draft returned", f"{AUTHORS} system"),
    "receive": ("submitted", f"receiver {DOCTORS} transfer_centre"),
    "request_info": ("received waitlisted", f"receiver {DOCTORS}"),
    "supply_info": ("info_requested", AUTHORS),
    "accept": ("received waitlisted", f"receiver {DOCTORS}"),
    "waitlist": ("received", "receiver"),
    "decline": ("received waitlisted info_requested", f"receiver {DOCTORS}"),
    "withdraw_acceptance": ("accepted scheduled no_show", "head"),
    "redirect": ("declined", "coordinator transfer_centre"),
    "propose_onward": ("received", "receiver"),
    "record_external_acceptance": ("submitted", "coordinator"),
    "schedule": ("accepted", "receiver"),
    "reschedule": ("scheduled", "receiver coordinator"),
    "release": ("scheduled", "receiver coordinator system"),
    "depart": ("accepted scheduled", "coordinator"),
    "emergency_bypass": ("submitted received", AUTHORS),
    "turn_back": ("in_transit", "coordinator"),
    "arrive": ("accepted scheduled in_transit", "desk receiver"),
    "file_retrospective": ("draft", "coordinator desk"),
    "mark_no_show": ("accepted scheduled in_transit", "receiver"),
    "rebook": ("no_show", "receiver coordinator"),
    "admit": ("arrived", DOCTORS),
    "refuse_at_door": ("arrived", "head"),
    "interim_reply": ("admitted", DOCTORS),
    "finish_treatment": ("admitted", DOCTORS),
    "reply": ("treated", DOCTORS),
    "acknowledge": ("treated", f"{AUTHORS} system"),
    "cancel": ("draft returned pending_review submitted", AUTHORS),
    "request_cancel": (
        "received info_requested waitlisted accepted scheduled no_show",
        "coordinator",
    ),
    "confirm_cancel": ("cancel_requested", "receiver system"),
    "refuse_cancel": ("cancel_requested", "receiver"),
    "close_unplaced": (
        "submitted received info_requested waitlisted accepted scheduled declined no_show arrived",
        "coordinator receiver",
    ),
    "record_death": (" ".join(BEFORE_TRAVEL | {"in_transit", "arrived"}), f"{DOCTORS} coordinator"),
    "expire": ("submitted accepted waitlisted", "system"),
    "supersede": (" ".join(BEFORE_TRAVEL), "coordinator system"),
    "change_priority": (" ".join(BEFORE_TRAVEL | {"in_transit"}), "coordinator receiver"),
    "mark_error": (" ".join(STATES - {"entered_in_error"}), "lead second_lead"),
    "reopen": ("completed unplaced expired cancelled", "lead second_lead"),
    "divert": ("in_transit", "coordinator transfer_centre"),
    "return_with_advice": ("received info_requested", DOCTORS),
}
# Where a move always leads to one state.
ENDS = {
    "submit_for_review": "pending_review",
    "return": "returned",
    "approve": "submitted",
    "send": "submitted",
    "discard": "entered_in_error",
    "receive": "received",
    "request_info": "info_requested",
    "supply_info": "received",
    "accept": "accepted",
    "waitlist": "waitlisted",
    "decline": "declined",
    "withdraw_acceptance": "declined",
    "redirect": "submitted",
    "propose_onward": "declined",
    "record_external_acceptance": "accepted",
    "schedule": "scheduled",
    "release": "accepted",
    "depart": "in_transit",
    "emergency_bypass": "in_transit",
    "arrive": "arrived",
    "mark_no_show": "no_show",
    "rebook": "accepted",
    "admit": "admitted",
    "refuse_at_door": "declined",
    "finish_treatment": "treated",
    "acknowledge": "completed",
    "cancel": "cancelled",
    "request_cancel": "cancel_requested",
    "confirm_cancel": "cancelled",
    "close_unplaced": "unplaced",
    "record_death": "deceased",
    "expire": "expired",
    "supersede": "cancelled",
    "return_with_advice": "treated",
}
NEXT_PRIORITY = {"routine": "urgent", "urgent": "emergency", "emergency": "urgent"}


@dataclass(frozen=True)
class Facts:
    """Everything that decides which move is legal. before: the state that was left.

    agreed: a hospital has promised; a green channel sends without asking. booked: with a time.
    """

    priority: str = "routine"
    green: bool = False
    external: bool = False
    state: str = "draft"
    before: str = ""
    filed: bool = False
    agreed_by_phone: bool = False
    replied: bool = False
    at_the_door: bool = False
    superseded: bool = False
    elsewhere: bool = False
    rebooked: int = 0
    error_asked: tuple = ()
    agreed: bool = False
    booked: bool = False
    advised: bool = False


def step(facts, verb, who):
    """The facts after the move, or the code of the refusal."""
    return refusal(facts, verb, who) or effect(facts, verb, who)


def refusal(facts, verb, who):
    sources, people = (words.split() for words in TABLE[verb])
    if who is None:
        if "system" not in people:
            return "not_for_system"
    elif who not in people or not on_a_side(facts, who, verb):
        return "forbidden"
    if facts.state not in sources:
        return "illegal_move"
    rule = RULES.get(verb)
    return rule(facts, who) if rule else None


def on_a_side(facts, who, verb):
    """The destination's people see nothing before it was sent, nor after it went elsewhere."""
    reached = facts.filed or facts.agreed_by_phone
    if who in DESTINATION:
        return reached and not facts.elsewhere
    return who != "transfer_centre" or verb in {"redirect", "divert"} or reached


def _send(facts, who):
    return None if facts.priority == "emergency" else "review_required"


def _bypass(facts, who):
    if facts.priority != "emergency" or not facts.green:
        return "not_green"
    return "not_accredited" if facts.elsewhere else None


def _retrospective(facts, who):
    if facts.priority != "emergency":
        return "not_emergency"
    return "awaits_confirmation" if facts.agreed_by_phone and who == "coordinator" else None


def _close(facts, who):
    """The origin's business until the patient is at the destination's door."""
    whose = "receiver" if facts.state == "arrived" else "coordinator"
    return None if who == whose else "other_side"


def _change_priority(facts, who):
    lowers = facts.priority == "emergency"
    return "only_raise" if lowers and who == "receiver" else None


def _mark_error(facts, who):
    asked = facts.at_the_door and facts.error_asked == (facts.state, who)
    return "second_person" if asked else None


RULES = {
    "send": _send,
    "emergency_bypass": _bypass,
    "file_retrospective": _retrospective,
    "record_external_acceptance": lambda facts, who: None if facts.external else "not_external",
    "rebook": lambda facts, who: "rebooked_too_often" if facts.rebooked >= 3 else None,
    "reply": lambda facts, who: "already_replied" if facts.replied else None,
    "acknowledge": lambda facts, who: None if facts.replied else "no_reply",
    "close_unplaced": _close,
    "expire": lambda facts, who: None if facts.priority == "routine" else "not_routine",
    "change_priority": _change_priority,
    "mark_error": _mark_error,
    "reopen": lambda facts, who: "newer_open" if facts.superseded else None,
}


def effect(facts, verb, who):
    change = EFFECTS.get(verb)
    changed = change(facts, who) if change else {}
    state = changed.pop("state", ENDS.get(verb, facts.state))
    if state != facts.state and facts.state != "cancel_requested":
        changed["before"] = facts.state
    return replace(facts, state=state, **changed)


def _filed(facts, who):
    return {"filed": True}


def _retrospective_step(facts, who):
    if who == "coordinator":
        return {"agreed_by_phone": True}
    return {"filed": True, "at_the_door": True, "agreed": True, "state": "arrived"}


def _error(facts, who):
    confirmed = facts.error_asked and facts.error_asked[0] == facts.state
    if facts.at_the_door and not confirmed:
        return {"error_asked": (facts.state, who)}
    return {"state": "entered_in_error"}


def _turned_back(facts, who):
    """Back where the journey began; a hospital that agreed meanwhile has agreed."""
    if not facts.agreed:
        return {"state": facts.before}
    return {"state": "scheduled" if facts.booked else "accepted"}


def _agreed(facts, who):
    return {"agreed": True}


def live_offers(facts):
    """How many destinations are being asked, and how many have promised."""
    state = facts.before if facts.state == "cancel_requested" else facts.state
    if state in UNSENT | {"declined"} | ENDED - {"completed"} or facts.advised:
        return 0, 0
    if state in ASKED or not facts.agreed:
        return 1, 0
    return 0, 1


EFFECTS = {
    "approve": _filed,
    "send": _filed,
    "file_retrospective": _retrospective_step,
    "accept": _agreed,
    "record_external_acceptance": _agreed,
    "withdraw_acceptance": lambda facts, who: {"agreed": False, "booked": False},
    "schedule": lambda facts, who: {"booked": True},
    "release": lambda facts, who: {"booked": False},
    "mark_no_show": lambda facts, who: {"booked": False},
    "refuse_at_door": lambda facts, who: {"agreed": False, "booked": False},
    "redirect": lambda facts, who: {"at_the_door": False, "elsewhere": False},
    "divert": lambda facts, who: {
        "at_the_door": False,
        "elsewhere": not facts.elsewhere,
        "agreed": True,
        "booked": False,
    },
    "turn_back": _turned_back,
    "refuse_cancel": lambda facts, who: {"state": facts.before},
    "arrive": lambda facts, who: {"at_the_door": True, "agreed": True},
    "rebook": lambda facts, who: {"rebooked": facts.rebooked + 1, "agreed": True},
    "reply": lambda facts, who: {"replied": True},
    "return_with_advice": lambda facts, who: {"replied": True, "advised": True},
    "supersede": lambda facts, who: {"superseded": True},
    "change_priority": lambda facts, who: {"priority": NEXT_PRIORITY[facts.priority]},
    "mark_error": _error,
    "reopen": lambda facts, who: {
        "state": "accepted" if facts.before == "scheduled" else facts.before,
        "booked": False,
    },
}
