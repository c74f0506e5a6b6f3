"""Why the embedded servers cannot start, in one sentence that an operator may read."""


class StartError(Exception):
    """The sentence is the whole message; no traceback is shown for it."""
