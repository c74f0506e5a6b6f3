"""The larger parts of the demo, in order. Each is load(progress); progress takes a line of text."""

from collections.abc import Callable

LOADERS: tuple[Callable, ...] = ()
