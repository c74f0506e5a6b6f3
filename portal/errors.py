"""How the domain says no, in words a user may read."""

from collections.abc import Mapping


class Refusal(Exception):
    """The rules forbid this now (HTTP 409)."""

    status = 409

    def __init__(self, message: str, *, code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refusal):
    """This person may not do it to this row (HTTP 403)."""

    status = 403


class Stale(Refusal):
    """Somebody changed the row since it was read (HTTP 412)."""

    status = 412


class TooMany(Refusal):
    """Asked too often for now (HTTP 429)."""

    status = 429


class Incomplete(Refusal):
    """Something is missing or wrong (HTTP 422); errors maps a field name to its message."""

    status = 422

    def __init__(
        self, message: str, *, errors: Mapping[str, str], code: str = "incomplete"
    ) -> None:
        super().__init__(message, code=code)
        self.errors = dict(errors)
