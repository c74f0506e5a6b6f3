"""Service requests are made by the actions, so that none has an impossible history."""

import datetime as dt

from referrals.actions import service_requests
from tests.factories.referrals import ID_NUMBER

DETAILS = {
    "report": {"report": "涂片见异型细胞。", "conclusion": "建议手术治疗。"},
    "decline": {"reason_code": "materials"},
    "cancel": {"note": "已当面会诊。"},
}
ACTORS = {
    "receive": "receiver",
    "start": "head",
    "report": "head",
    "acknowledge": "clinician",
    "decline": "head",
    "cancel": "clinician",
}
LINE = ("receive", "start", "report", "acknowledge")


def content(world, **changes):
    """A complete request as its form collects it."""
    return {
        "kind": "consultation",
        "priority": "routine",
        "destination": world.centre,
        "destination_department": world.unit,
        "patient_name": "覃测试",
        "sex": "1",
        "birth_date": dt.date(1990, 1, 1),
        "id_type": "resident",
        "id_number": ID_NUMBER,
        "phone": "13800001111",
        "diagnosis": "胸痛待查",
        "summary": "胸痛两小时。",
        "question": "是否需要手术？",
        "materials": "",
    } | changes


def ask(world, *, referral=None, at=None, **changes):
    return service_requests.request(
        origin=world.county,
        content=content(world, **changes),
        by=world.clinician,
        referral=referral,
        at=at,
    )


def move(world, service, verb, **changes):
    """Make one move by the person whose it is."""
    return service_requests.ACTIONS[verb](
        service=service,
        by=getattr(world, ACTORS[verb]),
        details=DETAILS.get(verb, {}) | changes,
    )


def at_state(world, state, **changes):
    """A request walked along its line until it is in the state."""
    service = ask(world, **changes)
    for verb in {"declined": ("decline",), "cancelled": ("cancel",)}.get(state, LINE):
        if service.state == state:
            break
        service = move(world, service, verb)
    return service


def answered(world, **changes):
    """A consultation with its report."""
    service = ask(world)
    for verb in LINE[:3]:
        service = move(world, service, verb, **changes)
    return service
