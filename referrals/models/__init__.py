from referrals.models.arrival import ArrivalAttempt, ArrivalCode
from referrals.models.attachment import Attachment
from referrals.models.catch_up import CatchUpTask
from referrals.models.consent import Consent
from referrals.models.content import KeyResult, ReferralDiagnosis
from referrals.models.diagnosis import DiagnosisCode
from referrals.models.draft import FilingDraft
from referrals.models.event import ReferralEvent
from referrals.models.follow_up import CarePlan, FollowUpTask
from referrals.models.green import GreenMilestone, GreenTarget
from referrals.models.message import ReferralMessage
from referrals.models.offer import ReferralOffer
from referrals.models.outcome import Readmission, ResultRecognition
from referrals.models.outflow import OutflowRecord
from referrals.models.patient import Patient
from referrals.models.print_job import PrintJob
from referrals.models.reason import ReasonCode
from referrals.models.referral import Referral
from referrals.models.reply import Reply
from referrals.models.reservation import BedReservation
from referrals.models.search import SearchEntry
from referrals.models.service_request import ServiceEvent, ServiceRequest
from referrals.models.timer import Timer
from referrals.models.timer_rule import TimerRule
from referrals.models.transport import Transport

__all__ = [
    "ArrivalAttempt",
    "ArrivalCode",
    "Attachment",
    "BedReservation",
    "CarePlan",
    "CatchUpTask",
    "Consent",
    "DiagnosisCode",
    "FilingDraft",
    "FollowUpTask",
    "GreenMilestone",
    "GreenTarget",
    "KeyResult",
    "OutflowRecord",
    "Patient",
    "PrintJob",
    "Readmission",
    "ReasonCode",
    "Referral",
    "ReferralDiagnosis",
    "ReferralEvent",
    "ReferralMessage",
    "ReferralOffer",
    "Reply",
    "ResultRecognition",
    "SearchEntry",
    "ServiceEvent",
    "ServiceRequest",
    "Timer",
    "TimerRule",
    "Transport",
]
