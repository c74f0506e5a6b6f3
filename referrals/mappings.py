"""What our states are called elsewhere: in other referral systems, and in China's FHIR guide.

ServiceRequest and Task are in states.py, because the API of FHIR speaks them; what stands here is
for adapters and for readers. An empty word: the other side has none.
"""

from dataclasses import dataclass

from referrals.states import STATES


@dataclass(frozen=True)
class Elsewhere:
    """One state in the words of others.

    appointment: Appointment.status of CN-PH-Core's HospitalReferral; cn_event: what its messages
    say then. bser: TaskBusinessStatus. ers: the state of the NHS e-Referral Service.
    """

    appointment: str
    cn_event: str = ""
    care_shifting: str = ""
    care: str = ""
    bser: str = ""
    ers: str = ""
    cvehrs: str = ""
    medplat: str = ""


ELSEWHERE: dict[str, Elsewhere] = {
    "draft": Elsewhere("proposed", bser="1 Draft", medplat="draft"),
    "pending_review": Elsewhere("proposed", bser="1 Draft", medplat="station review"),
    "returned": Elsewhere("proposed", bser="1 Draft", medplat="draft"),
    "submitted": Elsewhere(
        "pending",
        "C01001 needs-action",
        "PENDING 10",
        "pending",
        "2.0 Received",
        "AWAITING_TRIAGE / NOT_BOOKED",
        "referred",
        "submitted",
    ),
    "received": Elsewhere(
        "pending",
        "",
        "ON HOLD 15 / APPROVED 20",
        "pending",
        "2.0 Received",
        "TRIAGED_PROVIDER_TO_ACTION",
        "seen",
        "township_reviewed",
    ),
    "info_requested": Elsewhere(
        "pending", care_shifting="comment", ers="TRIAGE_RESPONSE with advice", cvehrs="calling"
    ),
    "waitlisted": Elsewhere(
        "waitlist",
        care_shifting="ON HOLD 15",
        bser="5.1 Active",
        ers="DEFERRED_TO_PROVIDER",
        cvehrs="queued",
    ),
    "accepted": Elsewhere(
        "pending",
        "C01002 accepted",
        "DESTINATION APPROVED 40",
        "approved",
        "Accepted",
        "TRIAGE_RESPONSE accept/book later",
        "accepted",
        "accepted",
    ),
    "scheduled": Elsewhere(
        "booked", "C01002 with start and end", bser="5.1.1", ers="BOOKED", cvehrs="rebooked"
    ),
    "in_transit": Elsewhere(
        "booked",
        care_shifting="55, 60, 70",
        care="transportation_to_be_arranged / transfer_in_progress",
        cvehrs="travel",
    ),
    "arrived": Elsewhere(
        "arrived",
        "C01003",
        "COMPLETED 80 (near)",
        cvehrs="arrived",
        medplat="arrived",
    ),
    "no_show": Elsewhere(
        "noshow", bser="5.1.2", ers="DID_NOT_ATTEND", cvehrs="archived", medplat="overdue task"
    ),
    "admitted": Elsewhere(
        "checked-in",
        "C01004 records",
        "COMPLETED 80",
        "completed",
        "5.1.4",
        "",
        "admitted",
        "arrived",
    ),
    "treated": Elsewhere(
        "fulfilled",
        "",
        "COMPLETED 80",
        "completed",
        "Completed",
        "ASSESSMENT_RESULT",
        "discharged",
        "down_referred",
    ),
    "completed": Elsewhere(
        "fulfilled",
        "",
        "COMPLETED 80",
        "completed",
        "Completed",
        "ASSESSMENT_RESULT",
        "discharged",
        "closed",
    ),
    "declined": Elsewhere(
        "cancelled",
        "C01002 declined",
        "REJECTED 30 / DESTINATION REJECTED 50",
        "rejected",
        "Rejected",
        "REJECTED",
        "rejected / redirected",
        "rejected",
    ),
    "cancel_requested": Elsewhere("booked", bser="5.2"),
    "cancelled": Elsewhere(
        "cancelled",
        "",
        "CANCELLED 100",
        "cancelled",
        "6 Cancelled",
        "CANCELLED_REFERRAL / APPT_CANCELLED_BY_*",
        "cancelled",
        "withdrawn",
    ),
    "unplaced": Elsewhere(
        "cancelled", ers="reason INTEND_PRIVATE", cvehrs="archived", medplat="withdrawn"
    ),
    "expired": Elsewhere("cancelled", cvehrs="archived", medplat="withdrawn"),
    "deceased": Elsewhere(
        "cancelled", care_shifting="PATIENT EXPIRED 90", ers="reason PATIENT_DIED"
    ),
    "entered_in_error": Elsewhere(
        "entered-in-error", ers="reason RAISED_IN_ERROR", cvehrs="archived", medplat="withdrawn"
    ),
}

# What the profile HospitalReferral of CN-PH-Core forbids; an adapter that sends it is refused.
CN_PH_FORBIDDEN = (
    "cancelationReason",
    "specialty",
    "appointmentType",
    "reasonCode",
    "reasonReference",
    "slot",
    "basedOn",
    "requestedPeriod",
    "minutesDuration",
)
# Where an adapter puts what has no home in that profile; None: it is lost, and must be said so.
CN_PH_INSTEAD = {"reasonCode": "description", "direction": "serviceCategory", "reason": None}


def cn_ph_appointment(state: str) -> dict[str, str]:
    """The words of a HospitalReferral for one of our states: a status, and never a reason."""
    words = {"status": ELSEWHERE[state].appointment}
    if STATES[state].is_final and words["status"] == "cancelled":
        words["description"] = STATES[state].label
    return words
