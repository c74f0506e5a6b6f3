from portal.models.audit import AuditEvent
from portal.models.base import Record, new_id
from portal.models.notice import Notice, OutboxMessage
from portal.models.request_key import RequestKey
from portal.models.user import SignInAttempt, User

__all__ = [
    "AuditEvent",
    "Notice",
    "OutboxMessage",
    "Record",
    "RequestKey",
    "SignInAttempt",
    "User",
    "new_id",
]
