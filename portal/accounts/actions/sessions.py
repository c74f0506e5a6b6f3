"""Signing in and out, and the hospital that a session works for, as the audit trail sees them."""

from portal.core import audit
from portal.core.signin import holds_synthetic_data


def begin(*, session, user, hospitals):
    """Remember in the session what the frame of every page needs, so that no page asks again."""
    session["has_synthetic"] = holds_synthetic_data()
    session["workplace"] = {"name": "", "several": len(hospitals) > 1}
    audit.record("user.sign_in", user, by=user, hospitals=[row.pk for row in hospitals])
    usual = [row for row in hospitals if len(hospitals) == 1 or row.pk == user.default_hospital_id]
    if usual:
        enter(session=session, hospital=usual[0], by=user)


def enter(*, session, hospital, by):
    """From now on this session acts for one hospital only."""
    several = session.get("workplace", {}).get("several", False)
    session["working_hospital"] = str(hospital.pk)
    session["workplace"] = {"name": hospital.short_name or hospital.name, "several": several}
    audit.record("user.enter_workplace", by, by=by, hospitals=[hospital.pk])


def end(*, user, hospitals):
    audit.record("user.sign_out", user, by=user, hospitals=[row.pk for row in hospitals])
