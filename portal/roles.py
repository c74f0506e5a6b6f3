"""Who may do what: permissions, roles and grants on one page.

A grant alone is never enough: the person must also hold the role at a hospital that has the
matching side of the row (hospitals/access.py).
"""

from enum import StrEnum


def _(text: str) -> str:
    """Mark a Chinese label for the catalogue; it is translated where it is shown."""
    return text


class Permission(StrEnum):
    REFERRAL_VIEW = "referrals.view"
    REFERRAL_REVEAL = "referrals.reveal"
    REFERRAL_ATTACH = "referrals.attach"
    REFERRAL_MESSAGE = "referrals.message"
    REFERRAL_CREATE = "referrals.create"
    REFERRAL_SUBMIT_FOR_REVIEW = "referrals.submit_for_review"
    REFERRAL_RETURN = "referrals.return"
    REFERRAL_APPROVE = "referrals.approve"
    REFERRAL_SEND = "referrals.send"
    REFERRAL_RECEIVE = "referrals.receive"
    REFERRAL_REQUEST_INFO = "referrals.request_info"
    REFERRAL_SUPPLY_INFO = "referrals.supply_info"
    REFERRAL_ACCEPT = "referrals.accept"
    REFERRAL_DECLINE = "referrals.decline"
    REFERRAL_REDIRECT = "referrals.redirect"
    REFERRAL_SCHEDULE = "referrals.schedule"
    REFERRAL_DEPART = "referrals.depart"
    REFERRAL_ARRIVE = "referrals.arrive"
    REFERRAL_ADMIT = "referrals.admit"
    REFERRAL_FINISH_TREATMENT = "referrals.finish_treatment"
    REFERRAL_REPLY = "referrals.reply"
    REFERRAL_ACKNOWLEDGE = "referrals.acknowledge"
    REFERRAL_CANCEL = "referrals.cancel"
    SERVICE_VIEW = "services.view"
    SERVICE_ASK = "services.ask"
    SERVICE_ANSWER = "services.answer"
    REFERRAL_ASSIGN = "referrals.assign"
    REFERRAL_EXPORT = "referrals.export"
    VIEW_SHARE = "views.share"
    VIEW_SHARE_NETWORK = "views.share_network"
    REFERRAL_DISCARD = "referrals.discard"
    REFERRAL_WAITLIST = "referrals.waitlist"
    REFERRAL_WITHDRAW_ACCEPTANCE = "referrals.withdraw_acceptance"
    REFERRAL_PROPOSE_ONWARD = "referrals.propose_onward"
    REFERRAL_RECORD_EXTERNAL_ACCEPTANCE = "referrals.record_external_acceptance"
    REFERRAL_RESCHEDULE = "referrals.reschedule"
    REFERRAL_RELEASE = "referrals.release"
    REFERRAL_EMERGENCY_BYPASS = "referrals.emergency_bypass"
    REFERRAL_TURN_BACK = "referrals.turn_back"
    REFERRAL_FILE_RETROSPECTIVE = "referrals.file_retrospective"
    REFERRAL_MARK_NO_SHOW = "referrals.mark_no_show"
    REFERRAL_REBOOK = "referrals.rebook"
    REFERRAL_REFUSE_AT_DOOR = "referrals.refuse_at_door"
    REFERRAL_INTERIM_REPLY = "referrals.interim_reply"
    REFERRAL_REQUEST_CANCEL = "referrals.request_cancel"
    REFERRAL_CONFIRM_CANCEL = "referrals.confirm_cancel"
    REFERRAL_REFUSE_CANCEL = "referrals.refuse_cancel"
    REFERRAL_CLOSE_UNPLACED = "referrals.close_unplaced"
    REFERRAL_RECORD_DEATH = "referrals.record_death"
    REFERRAL_EXPIRE = "referrals.expire"
    REFERRAL_SUPERSEDE = "referrals.supersede"
    REFERRAL_CHANGE_PRIORITY = "referrals.change_priority"
    REFERRAL_MARK_ERROR = "referrals.mark_error"
    REFERRAL_REOPEN = "referrals.reopen"
    REFERRAL_DIVERT = "referrals.divert"
    REFERRAL_RETURN_WITH_ADVICE = "referrals.return_with_advice"
    SLA_EDIT = "sla.edit"
    REASON_EDIT = "reasons.edit"
    DUTY_EDIT = "duty.edit"
    CALENDAR_EDIT = "calendar.edit"
    GREEN_RECORD = "green.record"
    FOLLOW_UP = "follow_ups.record"
    RECOGNITION_RECORD = "recognitions.record"
    READMISSION_VIEW = "readmissions.view"
    READMISSION_JUDGE = "readmissions.judge"
    CATCH_UP_VIEW = "catch_ups.view"
    OUTFLOW_VIEW = "outflow_leads.view"
    OUTFLOW_JUDGE = "outflow_leads.judge"
    HOSPITAL_VIEW = "hospitals.view"
    HOSPITAL_CREATE = "hospitals.create"
    HOSPITAL_EDIT = "hospitals.edit"
    CAPACITY_EDIT = "capacity.edit"
    ROUTE_EDIT = "routes.edit"
    FLOW_VIEW = "flows.view"
    FLOW_IMPORT = "flows.import"
    ABSTRACT_VIEW = "abstracts.view"
    ABSTRACT_IMPORT = "abstracts.import"
    EXPERT_VIEW = "experts.view"
    EXPERT_EDIT = "experts.edit"
    DISPATCH_EDIT = "dispatches.edit"
    DISPATCH_APPROVE = "dispatches.approve"
    POSTING_ADMIT = "postings.admit"
    TRAINING_EDIT = "training.edit"
    ACTIVITY_EDIT = "activities.edit"
    TECHNOLOGY_VIEW = "technologies.view"
    TECHNOLOGY_EDIT = "technologies.edit"
    NOVELTY_JUDGE = "novelty.judge"
    REPORT_VIEW = "reports.view"
    REPORT_EDIT = "reports.edit"
    REPORT_APPROVE = "reports.approve"
    REPORT_LOCK = "reports.lock"
    INSPECTION_VIEW = "inspections.view"
    INSPECTION_EDIT = "inspections.edit"
    INSPECTION_RECTIFY = "inspections.rectify"
    FIGURE_VIEW = "figures.view"
    CLAIM_VIEW = "claims.view"
    CLAIM_PROPOSE = "claims.propose"
    CLAIM_DECIDE = "claims.decide"
    MEMBER_VIEW = "members.view"
    MEMBER_EDIT = "members.edit"
    AUDIT_VIEW = "audit.view"
    RUN_VIEW = "runs.view"
    RUN_START = "runs.start"
    STATUS_VIEW = "status.view"


class Role(StrEnum):
    HOSPITAL_ADMIN = "hospital_admin"
    REFERRAL_COORDINATOR = "referral_coordinator"
    REFERRING_CLINICIAN = "referring_clinician"
    REVIEWER = "reviewer"
    RECEIVING_DESK = "receiving_desk"
    DEPARTMENT_HEAD = "department_head"
    NETWORK_ADMIN = "network_admin"
    TRANSFER_CENTRE = "transfer_centre"
    COMMISSION_VIEWER = "commission_viewer"
    IT_ADMIN = "it_admin"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.HOSPITAL_ADMIN: _("医院管理员"),
    Role.REFERRAL_COORDINATOR: _("转诊专员"),
    Role.REFERRING_CLINICIAN: _("临床医师"),
    Role.REVIEWER: _("院内审核人"),
    Role.RECEIVING_DESK: _("接诊登记"),
    Role.DEPARTMENT_HEAD: _("科室主任"),
    Role.NETWORK_ADMIN: _("医联体管理员"),
    Role.TRANSFER_CENTRE: _("转诊中心"),
    Role.COMMISSION_VIEWER: _("卫健委"),
    Role.IT_ADMIN: _("信息科"),
    Role.AUDITOR: _("审计员"),
}

P = Permission

_EVERY_CLINICAL_ROLE = {P.REFERRAL_VIEW, P.REFERRAL_REVEAL, P.REFERRAL_MESSAGE}
_EVERY_CLINICAL_ROLE |= {P.HOSPITAL_VIEW, P.SERVICE_VIEW}
_AUTHOR = {
    P.REFERRAL_CREATE,
    P.REFERRAL_ATTACH,
    P.REFERRAL_SUBMIT_FOR_REVIEW,
    P.REFERRAL_SUPPLY_INFO,
    P.REFERRAL_ACKNOWLEDGE,
    P.REFERRAL_CANCEL,
    P.REFERRAL_DISCARD,
    P.REFERRAL_EMERGENCY_BYPASS,
}
_DECIDER = {
    P.REFERRAL_ATTACH,
    P.REFERRAL_RECEIVE,
    P.REFERRAL_REQUEST_INFO,
    P.REFERRAL_ACCEPT,
    P.REFERRAL_DECLINE,
}
_TREATING = {
    P.REFERRAL_ADMIT,
    P.REFERRAL_FINISH_TREATMENT,
    P.REFERRAL_INTERIM_REPLY,
    P.REFERRAL_REPLY,
    P.REFERRAL_RETURN_WITH_ADVICE,
    P.REFERRAL_RECORD_DEATH,
}
_COORDINATING = {
    P.REFERRAL_SEND,
    P.REFERRAL_REDIRECT,
    P.REFERRAL_RECORD_EXTERNAL_ACCEPTANCE,
    P.REFERRAL_WAITLIST,
    P.REFERRAL_PROPOSE_ONWARD,
    P.REFERRAL_SCHEDULE,
    P.REFERRAL_RESCHEDULE,
    P.REFERRAL_RELEASE,
    P.REFERRAL_DEPART,
    P.REFERRAL_TURN_BACK,
    P.REFERRAL_DIVERT,
    P.REFERRAL_ARRIVE,
    P.REFERRAL_FILE_RETROSPECTIVE,
    P.REFERRAL_MARK_NO_SHOW,
    P.REFERRAL_REBOOK,
    P.REFERRAL_REQUEST_CANCEL,
    P.REFERRAL_CONFIRM_CANCEL,
    P.REFERRAL_REFUSE_CANCEL,
    P.REFERRAL_CLOSE_UNPLACED,
    P.REFERRAL_RECORD_DEATH,
    P.REFERRAL_SUPERSEDE,
    P.REFERRAL_CHANGE_PRIORITY,
}

# Remote services, follow-up and what an emergency left to be done afterwards.
_CARING = {P.FOLLOW_UP, P.RECOGNITION_RECORD, P.READMISSION_VIEW, P.READMISSION_JUDGE}
_CARE: dict[Role, set[Permission]] = {
    Role.HOSPITAL_ADMIN: {P.CATCH_UP_VIEW, P.READMISSION_VIEW},
    Role.REFERRAL_COORDINATOR: _CARING | {P.SERVICE_ASK, P.SERVICE_ANSWER, P.CATCH_UP_VIEW},
    Role.REFERRING_CLINICIAN: _CARING | {P.SERVICE_ASK, P.SERVICE_ANSWER, P.CATCH_UP_VIEW},
    Role.DEPARTMENT_HEAD: _CARING | {P.SERVICE_ANSWER},
    Role.REVIEWER: {P.CATCH_UP_VIEW},
}

# Deadlines of a network, duty roster and working calendar of a hospital, coded reasons of all.
_KEEPING: dict[Role, set[Permission]] = {
    Role.NETWORK_ADMIN: {P.SLA_EDIT, P.REASON_EDIT},
    Role.IT_ADMIN: {P.REASON_EDIT},
    Role.HOSPITAL_ADMIN: {P.DUTY_EDIT, P.CALENDAR_EDIT},
    Role.REFERRAL_COORDINATOR: {P.DUTY_EDIT},
    Role.DEPARTMENT_HEAD: {P.DUTY_EDIT},
}

# Who of them may act on which side of a referral stands in the move table (referrals/states.py);
# a test holds the two against each other. Nobody holds REFERRAL_EXPIRE: that is the clock's.
_GRANTS: dict[Role, frozenset[Permission]] = {
    Role.HOSPITAL_ADMIN: frozenset(
        _EVERY_CLINICAL_ROLE
        | {P.REFERRAL_RETURN, P.REFERRAL_APPROVE, P.HOSPITAL_EDIT, P.MEMBER_VIEW}
        | {P.CAPACITY_EDIT}
        | {P.FLOW_VIEW, P.FIGURE_VIEW}
    ),
    Role.REFERRAL_COORDINATOR: frozenset(
        _EVERY_CLINICAL_ROLE | _AUTHOR | _DECIDER | _COORDINATING | {P.CAPACITY_EDIT}
    ),
    Role.REFERRING_CLINICIAN: frozenset(_EVERY_CLINICAL_ROLE | _AUTHOR | _DECIDER | _TREATING),
    Role.REVIEWER: frozenset(_EVERY_CLINICAL_ROLE | {P.REFERRAL_RETURN, P.REFERRAL_APPROVE}),
    Role.RECEIVING_DESK: frozenset(
        _EVERY_CLINICAL_ROLE | {P.REFERRAL_ARRIVE, P.REFERRAL_FILE_RETROSPECTIVE}
    ),
    Role.DEPARTMENT_HEAD: frozenset(
        _EVERY_CLINICAL_ROLE
        | _DECIDER
        | _TREATING
        | {P.REFERRAL_WITHDRAW_ACCEPTANCE, P.REFERRAL_REFUSE_AT_DOOR, P.CAPACITY_EDIT}
    ),
    Role.NETWORK_ADMIN: frozenset(
        {P.REFERRAL_VIEW, P.REFERRAL_MESSAGE, P.REFERRAL_MARK_ERROR, P.REFERRAL_REOPEN}
        | {P.HOSPITAL_VIEW, P.HOSPITAL_CREATE, P.HOSPITAL_EDIT, P.MEMBER_VIEW}
        | {P.CAPACITY_EDIT, P.ROUTE_EDIT, P.FLOW_VIEW, P.FIGURE_VIEW}
    ),
    Role.TRANSFER_CENTRE: frozenset(
        {P.REFERRAL_VIEW, P.REFERRAL_MESSAGE, P.HOSPITAL_VIEW}
        | {P.REFERRAL_RECEIVE, P.REFERRAL_REDIRECT, P.REFERRAL_DIVERT}
    ),
    # Counts only: no permission here opens a single referral.
    Role.COMMISSION_VIEWER: frozenset(
        {P.HOSPITAL_VIEW, P.FLOW_VIEW, P.FLOW_IMPORT, P.FIGURE_VIEW, P.RUN_VIEW}
    ),
    Role.IT_ADMIN: frozenset({P.HOSPITAL_VIEW, P.MEMBER_VIEW, P.RUN_VIEW, P.STATUS_VIEW}),
    Role.AUDITOR: frozenset({P.AUDIT_VIEW, P.HOSPITAL_VIEW}),
}
# Leads on patients who went elsewhere: noted by the origin, judged by somebody else.
_LEADS: dict[Role, set[Permission]] = {
    Role.HOSPITAL_ADMIN: {P.OUTFLOW_VIEW, P.OUTFLOW_JUDGE},
    Role.REVIEWER: {P.OUTFLOW_VIEW, P.OUTFLOW_JUDGE},
    Role.REFERRAL_COORDINATOR: {P.OUTFLOW_VIEW},
    Role.NETWORK_ADMIN: {P.OUTFLOW_VIEW},
}

# Whom each role appoints where it is held; a network administrator also at the members below.
# Nobody appoints themselves. Network administrators and commissions come from the command line.
_AT_WORK = {
    Role.REFERRAL_COORDINATOR,
    Role.REFERRING_CLINICIAN,
    Role.REVIEWER,
    Role.RECEIVING_DESK,
    Role.DEPARTMENT_HEAD,
}
APPOINTS: dict[Role, frozenset[Role]] = {
    Role.HOSPITAL_ADMIN: frozenset(_AT_WORK),
    Role.NETWORK_ADMIN: frozenset(_AT_WORK | {Role.HOSPITAL_ADMIN, Role.TRANSFER_CENTRE}),
    Role.IT_ADMIN: frozenset(_AT_WORK | {Role.HOSPITAL_ADMIN, Role.IT_ADMIN, Role.AUDITOR}),
}
_APPOINTING: dict[Role, set[Permission]] = {role: {P.MEMBER_EDIT} for role in APPOINTS}

# Who divides the work of a list, takes it away as a file, and shows others how to look at it.
_WORK: dict[Role, set[Permission]] = {
    Role.HOSPITAL_ADMIN: {P.REFERRAL_ASSIGN, P.REFERRAL_EXPORT, P.VIEW_SHARE},
    Role.REFERRAL_COORDINATOR: {P.REFERRAL_ASSIGN, P.REFERRAL_EXPORT, P.VIEW_SHARE},
    Role.REFERRING_CLINICIAN: {P.REFERRAL_ASSIGN},
    Role.REVIEWER: {P.REFERRAL_ASSIGN, P.REFERRAL_EXPORT, P.VIEW_SHARE},
    Role.RECEIVING_DESK: {P.REFERRAL_ASSIGN},
    Role.DEPARTMENT_HEAD: {P.REFERRAL_ASSIGN, P.REFERRAL_EXPORT, P.VIEW_SHARE},
    Role.NETWORK_ADMIN: {P.REFERRAL_EXPORT, P.VIEW_SHARE, P.VIEW_SHARE_NETWORK},
    Role.TRANSFER_CENTRE: {P.REFERRAL_ASSIGN, P.REFERRAL_EXPORT, P.VIEW_SHARE},
}
# Who writes down the moments of a green channel case, each for their own side.
_GREEN: dict[Role, set[Permission]] = {
    Role.REFERRAL_COORDINATOR: {P.GREEN_RECORD},
    Role.REFERRING_CLINICIAN: {P.GREEN_RECORD},
    Role.RECEIVING_DESK: {P.GREEN_RECORD},
    Role.DEPARTMENT_HEAD: {P.GREEN_RECORD},
}
# Experts: who keeps profiles, sends, approves, and lets an expert's account work in the house.
_TECHNOLOGY = {P.TECHNOLOGY_VIEW, P.TECHNOLOGY_EDIT}
# Who teaches whom; and what experts do, which whoever is there writes down.
_TEACHING = {P.TRAINING_EDIT, P.ACTIVITY_EDIT}
_SENDING = {
    P.TECHNOLOGY_VIEW,
    P.NOVELTY_JUDGE,
    P.EXPERT_VIEW,
    P.EXPERT_EDIT,
    P.DISPATCH_EDIT,
    P.DISPATCH_APPROVE,
}
_EXPERTS: dict[Role, set[Permission]] = {
    Role.HOSPITAL_ADMIN: _SENDING | _TECHNOLOGY | _TEACHING | {P.POSTING_ADMIT},
    Role.NETWORK_ADMIN: _SENDING,
    Role.DEPARTMENT_HEAD: _TECHNOLOGY | _TEACHING | {P.EXPERT_VIEW},
    Role.REFERRAL_COORDINATOR: {P.EXPERT_VIEW, P.ACTIVITY_EDIT},
    Role.REFERRING_CLINICIAN: {P.EXPERT_VIEW, P.ACTIVITY_EDIT, P.TECHNOLOGY_VIEW},
    Role.REVIEWER: {P.EXPERT_VIEW, P.TECHNOLOGY_VIEW},
    Role.COMMISSION_VIEWER: {P.EXPERT_VIEW, P.TECHNOLOGY_VIEW, P.NOVELTY_JUDGE},
}
# Printed figures: read by whoever reads figures; how to read one is decided by somebody else.
_CLAIMS: dict[Role, set[Permission]] = {
    Role.HOSPITAL_ADMIN: {P.CLAIM_VIEW, P.CLAIM_PROPOSE},
    Role.NETWORK_ADMIN: {P.CLAIM_VIEW, P.CLAIM_PROPOSE, P.CLAIM_DECIDE},
    Role.COMMISSION_VIEWER: {P.CLAIM_VIEW, P.CLAIM_PROPOSE, P.CLAIM_DECIDE},
    Role.AUDITOR: {P.CLAIM_VIEW},
}
# Monthly reports: filled in by one person, approved by another, locked by the network.
_REPORTS: dict[Role, set[Permission]] = {
    Role.HOSPITAL_ADMIN: {P.REPORT_VIEW, P.REPORT_EDIT, P.REPORT_APPROVE},
    Role.IT_ADMIN: {P.REPORT_VIEW, P.REPORT_EDIT},
    Role.REVIEWER: {P.REPORT_VIEW},
    Role.DEPARTMENT_HEAD: {P.REPORT_VIEW},
    Role.NETWORK_ADMIN: {P.REPORT_VIEW, P.REPORT_APPROVE, P.REPORT_LOCK},
    Role.COMMISSION_VIEWER: {P.REPORT_VIEW},
}
# Inspections: the lead of a network looks, the member mends, the lead looks again.
_MENDING = {P.INSPECTION_VIEW, P.INSPECTION_RECTIFY}
_INSPECTIONS: dict[Role, set[Permission]] = {
    Role.NETWORK_ADMIN: {P.INSPECTION_VIEW, P.INSPECTION_EDIT},
    Role.HOSPITAL_ADMIN: _MENDING,
    Role.DEPARTMENT_HEAD: _MENDING,
    Role.REVIEWER: {P.INSPECTION_VIEW},
    Role.COMMISSION_VIEWER: {P.INSPECTION_VIEW},
}
# Case abstracts: sent by each hospital for itself, or by a commission for all below it.
_SENDING_ABSTRACTS = {P.ABSTRACT_VIEW, P.ABSTRACT_IMPORT}
_ABSTRACTS: dict[Role, set[Permission]] = {
    Role.HOSPITAL_ADMIN: _SENDING_ABSTRACTS,
    Role.IT_ADMIN: _SENDING_ABSTRACTS,
    Role.COMMISSION_VIEWER: _SENDING_ABSTRACTS,
}
# Figures of all provinces are computed anew by those who answer for them or for the machine.
_RUNS: dict[Role, set[Permission]] = {
    Role.COMMISSION_VIEWER: {P.RUN_START},
    Role.IT_ADMIN: {P.RUN_START},
}
_MORE = (
    _CARE,
    _WORK,
    _KEEPING,
    _GREEN,
    _LEADS,
    _APPOINTING,
    _EXPERTS,
    _CLAIMS,
    _REPORTS,
    _INSPECTIONS,
    _ABSTRACTS,
    _RUNS,
)
GRANTS: dict[Role, frozenset[Permission]] = {
    role: grants.union(*(more.get(role, ()) for more in _MORE)) for role, grants in _GRANTS.items()
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles whose grant holds the permission."""
    return frozenset(role for role, grants in GRANTS.items() if permission in grants)
