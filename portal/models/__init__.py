from portal.models.audit import AuditEvent
from portal.models.base import Record, new_id
from portal.models.heartbeat import Heartbeat
from portal.models.importing import ImportRun, ImportState
from portal.models.listing import (
    ExportJob,
    ExportState,
    ImportMapping,
    ListSetting,
    SavedView,
    ViewScope,
)
from portal.models.notice import Notice, OutboxMessage
from portal.models.reference import ReferenceVersion
from portal.models.request_key import RequestKey
from portal.models.user import PageSize, SignInAttempt, TextSize, User

__all__ = [
    "AuditEvent",
    "ExportJob",
    "ExportState",
    "Heartbeat",
    "ImportMapping",
    "ImportRun",
    "ImportState",
    "ListSetting",
    "Notice",
    "OutboxMessage",
    "PageSize",
    "Record",
    "ReferenceVersion",
    "RequestKey",
    "SavedView",
    "SignInAttempt",
    "TextSize",
    "User",
    "ViewScope",
    "new_id",
]
