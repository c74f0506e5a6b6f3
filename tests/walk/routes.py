"""Ways through the model that together make every move and enter every state."""

from collections import deque

from tests.walk.model import PEOPLE, TABLE, Facts, step

VARIANTS = (Facts(), Facts(priority="emergency", green=True))
# A hospital outside the network acts through what the origin is told.
OUTSIDE = (
    Facts(external=True),
    (
        ("submit_for_review", "clinician"),
        ("approve", "reviewer"),
        ("record_external_acceptance", "coordinator"),
        ("depart", "coordinator"),
    ),
)


def legal(facts):
    """(verb, who) of every move that is allowed now."""
    return [
        (verb, who)
        for verb in TABLE
        for who in PEOPLE
        if not isinstance(step(facts, verb, who), str)
    ]


def shortest(is_there):
    """The fewest moves after which the last step is what is looked for."""
    waiting = deque((variant, variant, ()) for variant in VARIANTS)
    seen = set(VARIANTS)
    while waiting:
        start, facts, trail = waiting.popleft()
        for verb, who in legal(facts):
            after = step(facts, verb, who)
            longer = (*trail, (verb, who))
            if is_there(verb, facts, after):
                return start, longer
            if after not in seen:
                seen.add(after)
                waiting.append((start, after, longer))
    return None


def all_routes():
    """One way for every verb from every state in which it is legal somewhere."""
    wanted = [(verb, state) for verb, (sources, _who) in TABLE.items() for state in sources.split()]
    found = {OUTSIDE}
    for verb, state in wanted:
        if verb != "record_external_acceptance":
            route = shortest(lambda v, f, _a, verb=verb, state=state: (v, f.state) == (verb, state))
            assert route is not None, (verb, state)
            found.add(route)
    # What is the beginning of another way needs no walk of its own.
    return [route for route in found if not is_a_beginning(route, found)]


def is_a_beginning(route, routes):
    start, trail = route
    return any(
        start == other and len(longer) > len(trail) and longer[: len(trail)] == trail
        for other, longer in routes
    )
