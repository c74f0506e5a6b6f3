"""Opening the record of a referral: what somebody may read of it, and the trace of the look."""

from portal.core import audit

WHOLE, SUMMARY = "whole", "summary"


def look(*, referral, by):
    """Whether this person reads the whole record or its summary; the audit trail keeps the look."""
    is_whole = referral.is_open_to(by)
    audit.record(
        "referral.read",
        referral,
        by=by,
        hospitals=[pk for pk in (referral.origin_id, referral.destination_id) if pk],
        record=WHOLE if is_whole else SUMMARY,
    )
    return is_whole
