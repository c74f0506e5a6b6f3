"""Write the audit event of a change, inside the transaction of that change."""

from contextvars import ContextVar
from dataclasses import dataclass

from portal.models import AuditEvent


@dataclass(frozen=True)
class Origin:
    """Where a request came from; empty for jobs."""

    request_id: str = ""
    address: str | None = None


# What a row is called in the trail: never by anything that a patient, or free text, gave it.
NAMED_BY = {
    "portal.user": "display_name",
    "referrals.referral": "number",
    "referrals.servicerequest": "number",
    "hospitals.hospital": "name",
    "hospitals.department": "name",
    "hospitals.campus": "name",
    "hospitals.network": "name",
    "hospitals.committee": "name",
    "hospitals.cooperationproject": "name",
}
# Rows without a name of their own are called by the first of these that is loaded already.
PARENTS = ("referral", "request", "user", "hospital", "department", "network")
NO_REQUEST = Origin()
current_origin: ContextVar[Origin] = ContextVar("current_origin", default=NO_REQUEST)


def record(verb, target, *, by, hospitals=(), **detail):
    """Append one audit event. detail holds ids and codes, never personal data."""
    written = event(verb, target, by=by, hospitals=hospitals, **detail)
    written.save(force_insert=True)
    return written


def record_all(events):
    """Append the events of many rows of one change."""
    return AuditEvent.objects.bulk_create(events, batch_size=1000)


def event(verb, target, *, by, hospitals=(), **detail):
    """The audit event of a change, to be written together with the rows of that change."""
    origin = current_origin.get()
    return AuditEvent(
        verb=verb,
        actor_id=by.pk if by else None,
        actor_name=by.display_name if by else "",
        target_label=target._meta.label_lower,
        target_id=str(target.pk),
        target_name=_name(target)[:128],
        hospital_ids=[str(pk) for pk in hospitals],
        detail=detail,
        request_id=origin.request_id,
        address=origin.address,
    )


def _name(target):
    if own := NAMED_BY.get(target._meta.label_lower):
        return str(getattr(target, own) or "")
    fields = {field.name: field for field in target._meta.concrete_fields if field.is_relation}
    for name in PARENTS:
        if name in fields and fields[name].is_cached(target) and getattr(target, name):
            return _name(getattr(target, name))
    return ""
