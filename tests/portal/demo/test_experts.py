"""The printed totals, from the rows of the demo alone."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.models import Count

from experts.models import DispatchBatch, Expert, NewTechnology, NoveltyClaim, Posting
from portal.demo import experts, technologies
from tests.factories import hospitals

OCTOBER = dt.date(2024, 10, 10)
IN_GUIZHOU = {
    "上海儿童医学中心贵州医院": 31,
    "浙江省人民医院毕节医院": 20,
    "广东省中医院贵州医院": 16,
    "北京积水潭医院贵州医院": 13,
    "中山大学附属第一医院贵州医院": 7,
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for this module, and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        region = hospitals.county()
        names = {name for wave in experts.WAVES for name in (wave.source, wave.project)}
        places = {name: hospitals.hospital(name, region=region) for name in sorted(names)}
        unit = hospitals.department(places[experts.GUILIN], "内科")
        hospitals.member("department_head", places[experts.GUILIN], username=experts.ACCOUNT)
        counts = experts.load(places), experts.load(places)
        yield *counts, unit, technologies.load(places), technologies.load(places)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _database(loaded, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_loading_twice_adds_nothing_and_everything_is_marked(loaded):
    assert loaded[0] == loaded[1] == Posting.objects.filter(is_synthetic=True).count()
    assert not Expert.objects.filter(is_synthetic=False).exists()


def test_thirty_eight_of_four_batches_by_degree():
    people = Expert.objects.filter(postings__to_hospital__name=experts.GUILIN)
    degrees = people.values_list("degree").annotate(Count("pk", distinct=True))
    sent = Posting.objects.filter(to_hospital__name=experts.GUILIN)

    assert dict(degrees) == {"doctor": 20, "master": 11, "bachelor": 7}
    assert sent.values("batch").distinct().count() == 4
    assert sent.counts(dt.date(2024, 3, 31))["people"] == 38


def test_eighty_seven_on_post_in_october():
    rows = Posting.objects.filter(to_hospital__name__in=IN_GUIZHOU)

    found = {row.name_then: row.on_post for row in rows.received(OCTOBER)}

    assert found == IN_GUIZHOU
    assert rows.counts(OCTOBER)["on_post"] == 87


def test_hundred_and_nine_in_nineteen_batches_and_forty_seven_for_three_members():
    city = Posting.objects.filter(from_hospital__name=experts.CITY)
    first = Posting.objects.filter(from_hospital__name=experts.FIRST)

    assert (city.counts(OCTOBER)["people"], first.counts(OCTOBER)["people"]) == (109, 47)
    assert DispatchBatch.objects.filter(source_hospital__name=experts.CITY).count() == 19
    assert first.values("to_hospital").distinct().count() == 3


def test_one_expert_signs_in_for_the_days_of_the_posting():
    row = Posting.objects.get(membership__isnull=False)

    assert (row.membership.since, row.membership.until) == (row.since, row.until)
    assert row.expert.user.username == experts.ACCOUNT


def test_technologies_are_marked_and_claimed_beside_verified(loaded):
    """Beside the experts, because who brought a technology is one of them."""
    first, again = loaded[3], loaded[4]
    claims = list(NoveltyClaim.objects.by_tier())

    assert first == again == NewTechnology.objects.filter(is_synthetic=True).count() == 30
    assert sum(row["claimed"] for row in claims) == 30
    assert 0 < sum(row["verified"] for row in claims) < 30
