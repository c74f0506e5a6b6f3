import json

import pytest

from portal.errors import NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from referrals.actions import filing
from referrals.actions.content import content_of
from referrals.models import FilingDraft, Patient, Referral
from tests.factories import hospitals
from tests.factories import referrals as make


def test_create_numbers_derives_and_seals(world):
    referral = make.draft(world)

    assert referral.number.startswith("R-2")
    assert (referral.state, referral.direction, referral.cross_level) == ("draft", "up", "city")
    stored = Patient.objects.extra(select={"raw": "id_number"}).get()
    assert stored.raw.startswith("2:k1:")
    assert stored.id_number == make.ID_NUMBER


def test_numbers_are_never_given_twice(world):
    first, second = make.draft(world), make.draft(world)

    assert int(second.number[-6:]) == int(first.number[-6:]) + 1


def test_only_authors_at_the_origin_create(world):
    with pytest.raises(NotAllowed):
        filing.create(origin=world.centre, content=make.content(world), by=world.clinician)

    assert not Referral.objects.exists()


def test_revise_changes_content_and_version(world):
    referral = make.draft(world)
    content = make.content(world, summary="改过的病情。", destination=None)

    changed = filing.revise(referral=referral, content=content, by=world.clinician, version=1)

    assert (changed.version, changed.summary, changed.direction) == (2, "改过的病情。", "lateral")
    noted = {row.verb: row.detail for row in AuditEvent.objects.all()}
    assert set(noted) == {"referral.create", "referral.revise"}
    fields = ["destination", "destination_department", "summary"]
    assert noted["referral.revise"] == {"version": 2, "fields": fields}


def test_revise_refuses_stale_and_sent(world):
    referral = make.at_state(world, "submitted")
    with pytest.raises(Refusal):
        filing.revise(referral=referral, content=make.content(world), by=world.clinician, version=3)

    draft = make.draft(world)
    with pytest.raises(Stale):
        filing.revise(referral=draft, content=make.content(world), by=world.clinician, version=9)


def test_typed_content_is_kept_sealed_and_replaced(world):
    for name in ("覃", "覃测试"):
        filing.keep_typed(hospital=world.county, typed={"patient_name": name}, by=world.clinician)

    draft = FilingDraft.objects.extra(select={"raw": "typed"}).get()
    assert draft.values == {"patient_name": "覃测试"}
    assert "覃" not in json.dumps(draft.raw)
    assert list(FilingDraft.objects.visible_to(world.coordinator)) == []


def test_discarding_forgets_what_was_typed(world):
    filing.keep_typed(hospital=world.county, typed={"a": "b"}, by=world.clinician)

    filing.discard_typed(hospital=world.county, by=world.clinician)

    assert not FilingDraft.objects.exists()


def test_content_comes_back_as_it_was_typed(world):
    referral = make.draft(world)

    content = content_of(referral)

    assert content["residence"] == world.county.region.code
    assert content["destination"] == world.centre.pk
    assert content["id_number"] == make.ID_NUMBER


def test_relay_to_the_own_source_is_planned(world):
    hospitals.relation(world.centre, world.county)

    assert make.draft(world).planned_relay


def test_network_says_what_levels_do_not(world):
    type(world.centre).objects.update(level="0")
    world.centre.refresh_from_db()
    world.county.refresh_from_db()

    assert make.draft(world).direction == "up"
