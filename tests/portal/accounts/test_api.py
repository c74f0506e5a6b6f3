import pytest
from django.urls import reverse

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
