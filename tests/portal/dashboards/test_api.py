from django.urls import reverse

from tests.factories import referrals as make

SEARCH = reverse("api:search")


def post(client, **content):
    return client.post(SEARCH, content, "application/json")


def test_search_answers_by_kind_and_masked(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)

    answer = post(client, q="qcs").json()

    assert [row["number"] for row in answer["referrals"]] == [referral.number]
    assert answer["referrals"][0]["patient_name"] == "覃**"
    assert (answer["hospitals"], answer["has_more"]) == ([], [])
    assert [row["name"] for row in post(client, q="县医院").json()["hospitals"]] == ["模拟县医院"]


def test_search_says_which_kind_was_cut_short(world, client):
    for _number in range(21):
        make.at_state(world, "submitted")
    client.force_login(world.receiver)

    answer = post(client, q="心肌").json()

    assert (len(answer["referrals"]), answer["has_more"]) == (20, ["referrals"])


def test_search_refuses_long_numbers_and_addresses(world, client, stranger):
    make.at_state(world, "submitted")
    client.force_login(world.receiver)

    assert post(client, q="13800001111").status_code == 422
    assert post(client).json()["errors"][0]["pointer"] == "/q"
    assert client.get(SEARCH, {"q": "qcs"}).status_code == 405
    client.force_login(stranger)
    assert post(client, q="qcs").json()["referrals"] == []
