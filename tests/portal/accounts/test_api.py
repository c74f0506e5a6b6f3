import pytest
from django.urls import reverse

from portal.core import audit
from portal.models import AuditEvent
from tests.factories import hospitals

PREFERENCES = reverse("api:preferences")
DEFAULTS = {
    "text_size": "100",
    "page_size": 50,
    "default_hospital_id": None,
    "has_sound": False,
    "has_shortcuts": True,
}


@pytest.fixture
def person(client, db):
    user = hospitals.member("referral_coordinator", hospitals.hospital("全州县医院"))
    client.force_login(user)
    return user


def patch(client, **content):
    return client.patch(PREFERENCES, content, "application/json")


def test_preferences_begin_with_the_usual(client, person):
    assert client.get(PREFERENCES).json() == DEFAULTS


def test_what_is_not_given_stays(client, person):
    assert patch(client, text_size="125", has_sound=True).json() == DEFAULTS | {
        "text_size": "125",
        "has_sound": True,
    }
    assert patch(client, has_sound=False).json() == DEFAULTS | {"text_size": "125"}

    details = [event.detail for event in AuditEvent.objects.filter(verb="user.prefer")]
    assert details == [{"names": ["has_sound", "text_size"]}, {"names": ["has_sound"]}]


def test_only_what_is_offered_can_be_chosen(client, person):
    elsewhere = hospitals.hospital("别处医院")

    for content in (
        {"text_size": "300"},
        {"page_size": 1000},
        {"default_hospital_id": str(elsewhere.pk)},
    ):
        assert patch(client, **content).status_code == 422
    assert client.get(PREFERENCES).json() == DEFAULTS


ROLES = reverse("api:membership-list")


def test_roles_are_given_changed_and_ended(client, db):
    hospital = hospitals.hospital()
    client.force_login(hospitals.member("hospital_admin", hospital))
    given = {"username": "api.nurse", "name": "护士", "hospital": str(hospital.pk)}
    given |= {"role": "receiving_desk", "since": "2026-01-01"}

    def post(url, version=None, **content):
        headers = {"If-Match": f'"v{version}"'} if version else {"Idempotency-Key": "a-key-of-mine"}
        return client.post(url, content, "application/json", headers=headers)

    made = post(ROLES, **given)
    assert (made.status_code, post(ROLES, **given).json()) == (201, made.json())
    row = f"{ROLES}/{made.json()['id']}"
    changed = post(f"{row}/change", 1, role="receiving_desk", until="2030-12-31").json()
    assert (changed["until"], changed["version"]) == ("2030-12-31", 2)
    assert post(f"{row}/end", 1, until="2030-06-30").status_code == 412
    assert post(f"{row}/end", 2, until="2030-06-30").json()["until"] == "2030-06-30"
    assert len(client.get(ROLES, {"q": "api.nurse"}).json()["results"]) == 1


def test_trail_is_read_by_its_auditor(client, db):
    hospital = hospitals.hospital()
    auditor = hospitals.member("auditor", hospital)
    audit.record("hospital.edit", hospital, by=auditor, hospitals=[hospital.pk])
    audit.record("hospital.edit", hospital, by=auditor)
    client.force_login(auditor)

    (event,) = client.get(reverse("api:audit-list")).json()["results"]

    assert (event["verb"], event["target_name"]) == ("hospital.edit", hospital.name)
    client.force_login(hospitals.member("hospital_admin", hospital))
    assert client.get(reverse("api:audit-list")).status_code == 403
