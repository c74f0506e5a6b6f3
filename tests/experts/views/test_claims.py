import pytest
from django.urls import reverse

from experts.models import NoveltyClaim, PriceItem
from tests.factories import experts as make
from tests.factories import hospitals

LIST, PRICES = reverse("experts:claim-list"), reverse("experts:price-list")


@pytest.fixture
def receiver(client, sending):
    client.force_login(sending.receiver)
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url, queries", [(LIST, 9), (PRICES, 9)])
def test_lists_ask_the_same_for_one_row_and_three(
    receiver, sending, url, queries, rows, django_assert_num_queries
):
    for _number in range(rows):
        make.one_of_each(make.technology(sending.project), by=sending.receiver)
    receiver.get(url)

    with django_assert_num_queries(queries):
        assert len(receiver.get(url).context["object_list"]) == rows


def test_claim_is_made_and_judged_by_the_lead(client, receiver, sending):
    technology = make.technology(sending.project)
    told = {"kind": "gap", "tier": "national", "claim_text": "填补国内空白"}
    told |= {"claimed_on": "2024-05-01"}
    url = reverse("experts:claim-make", args=[technology.pk])
    bare = receiver.post(url, told)
    receiver.post(url, told | {"evidence": "查新报告"})
    claim = NoveltyClaim.objects.get()
    judging = reverse("experts:claim-judge", args=[claim.pk])
    body = {"version": 1, "state": "verified", "note": "属实"}
    own = receiver.post(judging, body)
    client.force_login(hospitals.member("network_admin", sending.source))
    client.post(judging, body)

    shown = client.get(LIST).context["counts"]
    assert (bare.status_code, own.status_code) == (422, 403)
    assert [row[2:] for row in shown] == [[1, 1, 0]]
    assert "属实" in client.get(claim.get_absolute_url()).content.decode()


def test_claim_is_supplemented_with_its_region(receiver, sending):
    claim = make.claim(make.technology(sending.project), sending.receiver)
    region = sending.project.region
    told = {"kind": "gap", "tier": "city", "claim_text": "市内首创", "claimed_on": "2024-05-01"}
    told |= {"evidence": "查新", "region": region.code, "version": 1}
    url = reverse("experts:claim-revise", args=[claim.pk])

    wrong = receiver.post(url, told | {"region": ""})
    receiver.post(url, told)

    claim.refresh_from_db()
    assert (wrong.status_code, claim.region, claim.tier) == (422, region, "city")


def test_price_is_recorded_and_revised(receiver, sending):
    technology = make.technology(sending.project)
    told = {"region": sending.project.region.code, "technology": technology.pk, "code": "A1"}
    told |= {"name": "射频消融", "action": "added", "unit": "次", "new_price": "1200.50"}
    told |= {"effective_on": "2024-05-01"}
    receiver.post(reverse("experts:price-record", args=[sending.project.pk]), told)
    item = PriceItem.objects.get()

    url = reverse("experts:price-revise", args=[item.pk])
    receiver.post(url, told | {"version": 1, "new_price": "1100"})

    item.refresh_from_db()
    assert (str(item.new_price), item.technology) == ("1100.00", technology)
