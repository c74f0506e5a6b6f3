import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from experts.models import NewTechnology
from tests.factories import experts as make
from tests.factories import files, hospitals

TECHNOLOGIES, CLAIMS, PRICES = (
    f"/api/v1/{name}" for name in ("technologies", "novelty-claims", "price-items")
)


@pytest.fixture
def api(client, sending):
    client.force_login(sending.receiver)
    return client


def post(api, url, content, version=None):
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    headers |= {"If-Match": f'"v{version}"'} if version else {}
    return api.post(url, content, "application/json", headers=headers)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url, queries", [(TECHNOLOGIES, 7), (CLAIMS, 4), (PRICES, 4)])
def test_lists_ask_the_same_for_one_row_and_three(
    api, sending, url, queries, rows, django_assert_num_queries
):
    for _number in range(rows):
        make.one_of_each(make.technology(sending.project), by=sending.receiver)
    api.get(url)

    with django_assert_num_queries(queries):
        assert api.get(url).json()["count"] == rows


def test_technology_has_its_life(api, sending):
    told = {"hospital": str(sending.project.pk), "name": "TEER", "kind": "technology"}
    url = f"{TECHNOLOGIES}/{post(api, TECHNOLOGIES, told).json()['id']}"
    admission = {"admission_class": "A", "committee": "委员会", "approved_on": "2024-01-05"}
    post(api, f"{url}/admit", admission, 1)
    post(api, f"{url}/names", {"name": "钳夹"}, 2)
    cases = {"month": "2024-02", "patients": 3, "complications": 0, "independent_local": 1}
    counted = post(api, f"{url}/cases", cases, 2).json()
    post(api, f"{url}/stop", {"stopped_on": "2024-05-01", "stop_note": "停"}, 2)
    post(api, f"{url}/resume", {}, 3)
    changed = api.patch(
        url, {"specialty": "心内"}, "application/json", headers={"If-Match": '"v4"'}
    )

    assert [row["patients"] for row in counted["counts"]] == [3]
    assert sorted(changed.json()["names"]) == ["TEER", "钳夹"]
    assert NewTechnology.objects.get().status == "registered"


def test_claim_is_made_changed_and_judged(api, client, sending):
    technology = make.technology(sending.project)
    told = {"technology": str(technology.pk), "kind": "record", "tier": "hospital"}
    told |= {"claim_text": "院内首创", "claimed_on": "2024-05-01"}
    url = f"{CLAIMS}/{post(api, CLAIMS, told).json()['id']}"
    headers = {"If-Match": '"v1"'}
    api.patch(url, {"evidence": "记录"}, "application/json", headers=headers)
    own = post(api, f"{url}/judge", {"state": "verified", "note": "属实"}, 2)
    client.force_login(hospitals.member("network_admin", sending.source))

    done = post(client, f"{url}/judge", {"state": "verified", "note": "属实"}, 2).json()

    assert (own.status_code, done["state"], done["judgement"]) == (403, "verified", "属实")


def test_price_is_recorded_and_changed(api, sending):
    told = {"hospital": str(sending.project.pk), "region": sending.project.region.code}
    told |= {"code": "A1", "name": "射频", "action": "adjusted", "unit": "次"}
    told |= {"old_price": "10", "new_price": "12", "effective_on": "2024-05-01"}
    url = f"{PRICES}/{post(api, PRICES, told).json()['id']}"

    done = api.patch(url, {"new_price": "11"}, "application/json", headers={"If-Match": '"v1"'})

    assert (done.json()["new_price"], done.json()["version"]) == ("11.00", 2)


def test_claim_comes_with_its_file(api, sending, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    told = {"technology": str(make.technology(sending.project).pk), "kind": "gap"}
    told |= {"tier": "national", "claim_text": "填补国内空白", "claimed_on": "2024-05-01"}
    sent = SimpleUploadedFile("查新.pdf", files.pdf())

    bare = post(api, CLAIMS, told)
    made = api.post(
        CLAIMS, told | {"files": sent}, headers={"Idempotency-Key": uuid.uuid4().hex}
    ).json()

    assert [one["pointer"] for one in bare.json()["errors"]] == ["/evidence"]
    assert (made["evidence"], made["file_count"]) == ("", 1)
