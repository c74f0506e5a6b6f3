import pytest

from portal.errors import NotAllowed, TooMany
from portal.models import AuditEvent
from referrals.actions import duplicates
from tests.factories import hospitals
from tests.factories import referrals as make


@pytest.fixture
def third(world):
    place = hospitals.hospital("模拟三院", region=world.centre.region)
    hospitals.network(world.centre, place)
    return place


@pytest.fixture
def doctor(third):
    return hospitals.member("referring_clinician", third)


def look_up(by, origin, number=make.ID_NUMBER):
    return duplicates.look_up(id_number=number, origin=origin, by=by)


def test_another_desk_learns_where_when_state_and_phone_and_no_more(world, third, doctor):
    world.county.phone = "0773-2823456"
    world.county.save()
    referral = make.at_state(world, "submitted")

    (found,) = look_up(doctor, third)

    assert found == duplicates.Duplicate(
        hospital="模拟县医院",
        at=referral.created_at,
        state="submitted",
        state_label="已提交待签收",
        phone="0773-2823456",
        number="",
    )


def test_own_desk_is_also_told_the_number_of_what_is_unfiled(world, third, doctor):
    referral = make.draft(world)

    assert [row.number for row in look_up(world.clinician, world.county)] == [referral.number]
    assert look_up(doctor, third) == []


@pytest.mark.parametrize("number", [make.ID_NUMBER[:-1], make.ID_NUMBER[:6], "E12345678"])
def test_parts_and_other_documents_reach_no_other_hospital(world, third, doctor, number):
    make.at_state(world, "submitted", id_number=number, id_type="passport")

    assert look_up(doctor, third, number) == []


def test_asking_is_audited_at_both_ends_without_the_number(world, third, doctor):
    make.at_state(world, "submitted")

    look_up(doctor, third)

    event = AuditEvent.objects.get(verb="referral.look_up_person")
    assert (event.actor_id, event.detail) == (doctor.pk, {"found": 1})
    assert set(event.hospital_ids) == {str(third.pk), str(world.county.pk)}


def test_only_who_may_file_may_ask(world):
    with pytest.raises(NotAllowed):
        look_up(world.desk, world.centre)


def test_asking_is_limited_per_person_and_hour(third, doctor, monkeypatch):
    monkeypatch.setattr(duplicates, "ASKED_PER_HOUR", 2)
    look_up(doctor, third)
    look_up(doctor, third)

    with pytest.raises(TooMany):
        look_up(doctor, third)
    assert look_up(doctor, third, "E12345678") == []
