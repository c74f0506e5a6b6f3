import datetime as dt

import pytest

from experts.actions import technologies
from portal.errors import NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import experts as make

DAY = dt.date(2024, 3, 1)
ADMISSION = {"admission_class": "A", "committee": "委员会", "approved_on": DAY}
CASES = {"month": DAY, "patients": 5, "complications": 1, "independent_local": 2}


def register(sending, name="TEER", **changed):
    details = {"name": name, "kind": "technology", "first_done_on": DAY} | changed
    return technologies.register(hospital=sending.project, details=details, by=sending.receiver)


def refused(act, **named):
    with pytest.raises(Refusal) as refusal:
        act(**named)
    return refusal.value.code


def test_it_is_registered_admitted_counted_and_stopped(sending):
    by = {"by": sending.receiver}
    row = register(sending)
    used = technologies.admit(technology=row, details=ADMISSION, **by)
    technologies.record_month(technology=row, details=CASES, **by)
    technologies.record_month(technology=row, details=CASES | {"patients": 6}, **by)
    stopped = technologies.stop(
        technology=row, details={"stopped_on": DAY, "stop_note": "设备故障"}, **by
    )

    back = technologies.resume(technology=row, by=sending.receiver)

    assert (used.status, stopped.status, back.status) == ("in_use", "stopped", "registered")
    assert row.counts.get().patients == 6
    verbs = AuditEvent.objects.touching([sending.project.pk]).values_list("verb", flat=True)
    assert {"technology.register", "technology.admit", "technology.recount"} <= set(verbs)


def test_the_same_name_is_refused_as_name_and_as_alias(sending):
    row = register(sending)
    technologies.add_alias(technology=row, name="二尖瓣钳夹", by=sending.receiver)
    other = register(sending, "IVUS")
    alias = {"technology": other, "name": "ｔｅｅｒ", "by": sending.receiver}

    assert refused(register, sending=sending, name="二尖瓣 钳夹") == "technology_name_once"
    assert refused(technologies.add_alias, **alias) == "technology_name_once"


def test_old_name_stays_as_an_alias(sending):
    row = register(sending)

    technologies.revise(technology=row, details={"name": "经导管缘对缘"}, by=sending.receiver)

    assert {name.name for name in row.names.all()} == {"TEER", "经导管缘对缘"}


def test_what_makes_no_sense_is_refused(sending):
    row = register(sending)
    by = {"by": sending.receiver}
    early = CASES | {"month": dt.date(2024, 2, 1)}

    assert [
        refused(technologies.record_month, technology=row, details=early, **by),
        refused(technologies.resume, technology=row, **by),
        refused(technologies.record_month, technology=row, details=CASES | {"patients": 1}, **by),
    ] == ["before_first", "not_stopped", "technology_alone_part_of_all"]
    stopped = {"stopped_on": DAY, "stop_note": "停"}
    technologies.stop(technology=row, details=stopped, **by)
    assert refused(technologies.admit, technology=row, details=ADMISSION, **by) == "stopped"
    assert refused(technologies.stop, technology=row, details=stopped, **by) == "stopped"


def test_source_hospital_changes_nothing(sending):
    row = make.technology(sending.project, source_hospital=sending.source)

    with pytest.raises(NotAllowed):
        technologies.admit(technology=row, details=ADMISSION, by=sending.sender)
