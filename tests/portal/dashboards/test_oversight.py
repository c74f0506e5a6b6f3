import pytest
from django.utils import timezone

from portal.core import audit
from portal.dashboards import oversight
from portal.models import SignInAttempt
from tests.factories import hospitals
from tests.factories import referrals as make


@pytest.fixture
def auditor(world):
    return hospitals.member("auditor", world.county)


def looked(world, hospital, times=1):
    referral = make.draft(world)
    for _time in range(times):
        audit.record(
            "referral.reveal",
            referral,
            by=world.clinician,
            hospitals=[hospital.pk],
            reason="treatment",
        )
    return referral


def test_reveals_of_the_hospital_are_counted_and_listed(world, auditor):
    referral = looked(world, world.county, times=2)
    looked(world, hospitals.hospital())

    found = oversight.of(auditor)

    tile = found.tiles[0]
    assert (str(tile.label), tile.value) == ("查看完整身份", 2)
    assert tile.url == f"/audit/?verb=referral.reveal&since={found.since}"
    assert [event.target_name for event in found.reveals] == [referral.number] * 2
    assert found.readers == [{"actor_name": world.clinician.display_name, "count": 2}]


def test_failed_sign_ins_are_those_of_the_hospitals_accounts(world, auditor):
    for name in (world.clinician.username, world.receiver.username, "nobody"):
        SignInAttempt.objects.create(username=name, address="10.0.0.1")

    (row,) = oversight.of(auditor).failures

    assert (row["username"], row["count"], row["address"]) == (
        world.clinician.username,
        1,
        "10.0.0.1",
    )


@pytest.mark.parametrize("number", [1, 3])
def test_home_of_an_auditor_takes_the_same_queries(
    world, auditor, client, number, django_assert_num_queries
):
    looked(world, world.county, times=number)
    client.force_login(auditor)
    client.get("/")

    with django_assert_num_queries(8):
        page = client.get("/").content.decode()

    assert "最近查看完整身份" in page
    assert f"{timezone.localdate():%m-%d}" in page
