"""The larger parts of the demo, in order. Each is load(progress); progress takes a line of text."""

from collections.abc import Callable

from portal.demo import flows, referrals

LOADERS: tuple[Callable, ...] = (flows.load, referrals.load)
