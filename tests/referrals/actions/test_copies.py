import datetime as dt

import pytest
from django.urls import reverse

from portal.errors import NotAllowed
from portal.models import AuditEvent
from referrals.actions import copies
from referrals.actions.copies import OF_THAT_DAY
from referrals.models import FilingDraft, Referral
from tests.factories import hospitals
from tests.factories import referrals as make

FIND = reverse("referrals:earlier-list")
NEW = reverse("referrals:referral-file")


def page_of(referral):
    return reverse("referrals:referral-copy", args=[referral.pk])


def test_copy_begins_with_what_was_said_and_nothing_of_that_day(world):
    old = make.at_state(world, "declined", past_history="高血压", temperature="36.5")

    typed = copies.copy(referral=old, by=world.clinician).values

    assert set(typed) & OF_THAT_DAY == set()
    assert {name: typed[name] for name in ("patient_name", "past_history", "birth_date")} == {
        "patient_name": "覃测试",
        "past_history": "高血压",
        "birth_date": dt.date(1990, 1, 1).isoformat(),
    }
    assert typed["destination"] == str(world.centre.pk)
    assert Referral.objects.count() == 1
    event = AuditEvent.objects.get(verb="referral.copy")
    assert (event.target_id, event.detail) == (str(old.pk), {})


def test_copy_is_found_by_number_and_filed_as_a_new_referral(world, client):
    old = make.at_state(world, "completed", id_number=make.ID_NUMBER)
    make.at_state(world, "completed")
    client.force_login(world.clinician)

    found = client.post(FIND, {"id_number": make.ID_NUMBER})
    copied = client.post(page_of(old), {"form_key": "k1"})
    form = client.get(copied["Location"], follow=True).context["form"]

    assert [row.pk for row in found.context["found"]] == [old.pk]
    assert (copied["Location"], form["summary"].value()) == (NEW, "胸痛两小时。")
    assert form["id_number"].value() == make.ID_NUMBER
    assert form["consent_given_by"].value() in (None, "")
    assert (
        page_of(old)
        in client.get(reverse("referrals:referral-detail", args=[old.pk])).content.decode()
    )


def test_what_lay_in_the_form_is_named_before_it_is_replaced(world, client):
    old = make.draft(world)
    client.force_login(world.clinician)
    client.post(reverse("referrals:referral-typed"), {"patient_name": "别人"})

    asked = client.get(page_of(old)).content.decode()
    client.post(page_of(old), {"form_key": "k2"})

    assert "复制后将被替换" in asked
    assert FilingDraft.objects.get().values["patient_name"] == "覃测试"


def test_only_authors_of_that_hospital_copy(world, client):
    old = make.at_state(world, "accepted")
    for person in (world.receiver, world.reviewer):
        client.force_login(person)
        assert client.get(page_of(old)).status_code == 403
        with pytest.raises(NotAllowed):
            copies.copy(referral=old, by=person)
    with pytest.raises(NotAllowed):
        copies.earlier(id_number=make.ID_NUMBER, hospital=world.county, by=world.receiver)
    client.force_login(hospitals.member("referring_clinician", hospitals.hospital()))
    assert client.get(page_of(old)).status_code == 404


def test_api_gives_the_content_to_file_anew(world, client):
    old = make.draft(world, id_number=make.ID_NUMBER)
    url = reverse("api:referral-copy", args=[old.pk])
    client.force_login(world.clinician)

    said = client.post(url, content_type="application/json")
    filed = client.post(
        reverse("api:referral-list"),
        said.json() | {"home_province": ""},  # The world's province is in no national table.
        content_type="application/json",
        headers={"Idempotency-Key": "copy-0001"},
    )

    assert (said.status_code, filed.status_code, filed.json().get("errors")) == (200, 201, None)
    new = Referral.objects.exclude(pk=old.pk).get()
    assert (new.summary, new.patient.id_hash, new.state) == (
        old.summary,
        old.patient.id_hash,
        "draft",
    )
    assert FilingDraft.objects.count() == 0
    client.force_login(world.reviewer)
    assert client.post(url, content_type="application/json").status_code == 403
