import datetime as dt

import pytest
from django.utils import timezone

from hospitals.actions import names, registry
from hospitals.models import Hospital, NetworkMembership
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import hospitals
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 1, 1)


@pytest.fixture
def hospital():
    return hospitals.hospital("旧院", opened_on=dt.date(2010, 1, 1))


@pytest.fixture
def admin(hospital):
    return hospitals.member("hospital_admin", hospital)


def renaming(name="新院", since=DAY):
    return {"name": name, "since": since, "reason": "renamed"}


def test_rename_keeps_the_old_name_until_the_day_before(hospital, admin):
    row = names.rename(hospital=hospital, details=renaming(), by=admin, version=1)

    former = row.names.get()
    assert (row.name, row.version, row.pinyin[:7]) == ("新院", 2, "xinyuan")
    assert (former.name, str(former.since), str(former.until)) == (
        "旧院",
        "2010-01-01",
        "2023-12-31",
    )
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["hospitalname.record", "hospital.rename"]


def test_second_name_begins_where_the_first_ended(hospital, admin):
    names.rename(hospital=hospital, details=renaming(), by=admin)
    names.rename(hospital=hospital, details=renaming("三院", dt.date(2025, 1, 1)), by=admin)

    days = hospital.names.order_by("until").values_list("name", "since")
    assert list(days) == [("旧院", dt.date(2010, 1, 1)), ("新院", DAY)]


@pytest.mark.parametrize("days, name", [(1, "新院"), (-1, "旧院")])
def test_rename_refuses_days_to_come_and_the_same_name(hospital, admin, days, name):
    since = timezone.localdate() + dt.timedelta(days=days)

    with pytest.raises((Refusal, Incomplete)) as refusal:
        names.rename(hospital=hospital, details=renaming(name, since), by=admin)

    assert refusal.value.code == ("future" if days > 0 else "same_name")
    assert not hospital.names.exists()


def merging(successor, closed_on=DAY):
    return {"successor": successor, "closed_on": closed_on}


def test_merger_leaves_the_networks_but_keeps_its_history(hospital, admin):
    into = hospitals.hospital("大院")
    network = hospitals.network(into, hospital)

    row = names.merge(hospital=hospital, details=merging(into), by=admin, version=1)

    assert (row.successor, row.closed_on) == (into, DAY)
    assert NetworkMembership.objects.get(network=network, hospital=row).until == DAY
    assert Hospital.objects.merged_by(timezone.localdate()) == {row.pk: into.pk}


def test_merger_is_refused_while_a_referral_is_open():
    world = make.World()
    by = hospitals.member("hospital_admin", world.county)
    make.at_state(world, "received")

    with pytest.raises(Refusal) as merger:
        names.merge(hospital=world.county, details=merging(world.centre), by=by)
    with pytest.raises(Refusal) as closing:
        registry.close_hospital(hospital=world.county, closed_on=DAY, by=by)

    assert [merger.value.code, closing.value.code] == ["unfinished", "unfinished"]


def test_merger_into_a_closed_one_or_a_second_time_is_refused(hospital, admin):
    closed = hospitals.hospital(closed_on=DAY)
    with pytest.raises(Refusal) as into_closed:
        names.merge(hospital=hospital, details=merging(closed), by=admin)
    names.merge(hospital=hospital, details=merging(hospitals.hospital()), by=admin)
    with pytest.raises(Refusal) as again:
        names.merge(hospital=hospital, details=merging(hospitals.hospital()), by=admin)

    assert [into_closed.value.code, again.value.code] == ["successor_closed", "closed"]


def test_merger_into_itself_is_refused_in_words(hospital, admin):
    with pytest.raises(Refusal) as refusal:
        names.merge(hospital=hospital, details=merging(hospital), by=admin)

    assert refusal.value.message == "机构只能并入另一家机构，并须有停业日期。"


def test_names_are_recorded_and_revised_by_its_administrator_only(hospital, admin):
    plate = {"name": "某分院", "reason": "plate", "since": DAY, "until": None}
    row = names.record(hospital=hospital, details=plate, by=admin)
    row = names.revise(row=row, details=plate | {"until": DAY}, by=admin, version=1)

    assert (row.kind, row.until, row.version) == ("plate", DAY, 2)
    with pytest.raises(NotAllowed):
        names.record(hospital=hospitals.hospital(), details=plate, by=admin)
