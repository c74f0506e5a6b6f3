import pytest

from experts.actions import experts
from portal.errors import NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from tests.factories import hospitals


def details(home, **changed):
    return {"name": "张某某", "home_hospital": home, "phone": "0773-2820000"} | changed


def test_profile_is_registered_and_revised_without_personal_data_in_the_audit(sending):
    row = experts.register(
        kept_by=sending.source, details=details(sending.source), by=sending.sender
    )

    experts.revise(
        expert=row, details={"name": "李某某", "degree": "doctor"}, by=sending.sender, version=1
    )

    row.refresh_from_db()
    assert (row.name, row.pinyin.split()[0], row.version) == ("李某某", "limoumou", 2)
    events = AuditEvent.objects.filter(verb__startswith="expert.").order_by("at")
    assert [event.verb for event in events] == ["expert.register", "expert.revise"]
    assert events[1].detail["changed"] == {"degree": ["unknown", "doctor"]}


def test_receiving_hospital_may_keep_a_profile_but_not_change_another_s(sending):
    experts.register(kept_by=sending.project, details=details(sending.source), by=sending.receiver)
    other = sending.expert()

    with pytest.raises(NotAllowed):
        experts.revise(expert=other, details={"degree": "doctor"}, by=sending.receiver)
    with pytest.raises(NotAllowed):
        experts.register(
            kept_by=sending.source, details=details(sending.source), by=sending.receiver
        )


def test_same_licence_and_older_version_are_refused_in_words(sending):
    sending.expert(licence_number="110")
    row = sending.expert()

    with pytest.raises(Refusal) as refusal:
        experts.revise(expert=row, details={"licence_number": "110"}, by=sending.sender)
    with pytest.raises(Stale):
        experts.revise(expert=row, details={"degree": "doctor"}, by=sending.sender, version=9)

    assert refusal.value.message == "该执业证书编号已属于另一位专家。"


def test_stranger_registers_nothing(sending):
    stranger = hospitals.member("hospital_admin", hospitals.hospital())

    with pytest.raises(NotAllowed):
        experts.register(kept_by=sending.source, details=details(sending.source), by=stranger)
