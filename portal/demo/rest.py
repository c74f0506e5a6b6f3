"""The larger parts of the demo, in order. Each is load(progress); progress takes a line of text."""

from collections.abc import Callable

from portal.demo import (
    abstracts,
    answers,
    capacity,
    care,
    channels,
    evidence,
    flows,
    looks,
    referrals,
    saved_views,
    talk,
    told,
)

FIRST = 200


def first_referrals(progress):
    """Enough for every desk to have work while the rest is still being made."""
    referrals.load(progress, total=FIRST)


LOADERS: tuple[Callable, ...] = (
    saved_views.load,
    first_referrals,
    looks.load,
    capacity.load,
    channels.load,
    told.load,
    flows.load,
    abstracts.load,
    referrals.load,
    care.load,
    talk.load,
    evidence.load,
    answers.inspect_documents,
)
