"""Write the audit event of a change, inside the transaction of that change."""

from contextvars import ContextVar
from dataclasses import dataclass

from portal.models import AuditEvent


@dataclass(frozen=True)
class Origin:
    """Where a request came from; empty for jobs."""

    request_id: str = ""
    address: str | None = None


NO_REQUEST = Origin()
current_origin: ContextVar[Origin] = ContextVar("current_origin", default=NO_REQUEST)


def record(verb, target, *, by, hospitals=(), **detail):
    """Append one audit event. detail holds ids and codes, never personal data."""
    written = event(verb, target, by=by, hospitals=hospitals, **detail)
    written.save(force_insert=True)
    return written


def event(verb, target, *, by, hospitals=(), **detail):
    """The audit event of a change, to be written together with the rows of that change."""
    origin = current_origin.get()
    return AuditEvent(
        verb=verb,
        actor_id=by.pk if by else None,
        actor_name=by.display_name if by else "",
        target_label=target._meta.label_lower,
        target_id=str(target.pk),
        hospital_ids=[str(pk) for pk in hospitals],
        detail=detail,
        request_id=origin.request_id,
        address=origin.address,
    )
