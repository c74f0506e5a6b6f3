from tests.factories import hospitals

PAGE, API = "/status/", "/api/v1/status"


def test_page_home_and_api_tell_the_same_parts(client, db):
    client.force_login(hospitals.member("it_admin", hospitals.hospital()))

    page, home = (client.get(url).context["parts"] for url in (PAGE, "/"))
    answer = client.get(API).json()

    codes = [part["code"] for part in answer]
    assert [part.code for part in page] == [part.code for part in home] == codes
    assert answer[0]["facts"][0]["label"] == "版本"


def test_status_is_closed_to_others(client, db):
    client.force_login(hospitals.member("hospital_admin", hospitals.hospital()))

    assert [client.get(url).status_code for url in (PAGE, API)] == [403, 403]
    assert "parts" not in client.get("/").context
