import uuid

import pytest

from tests.factories import experts as make

STAYS, PAPERS, AWARDS, GROUPS = (
    f"/api/v1/{name}" for name in ("training-stays", "certificates", "awards", "recruitments")
)


@pytest.fixture
def api(client, sending):
    client.force_login(sending.receiver)
    return client


def post(api, url, content, version=None):
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    if version:
        headers["If-Match"] = f'"v{version}"'
    return api.post(url, content, "application/json", headers=headers)


def patch(api, url, content, version=1):
    headers = {"If-Match": f'"v{version}"'}
    return api.patch(url, content, "application/json", headers=headers).json()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url, queries", [(STAYS, 4), (PAPERS, 4), (AWARDS, 4), (GROUPS, 4)])
def test_lists_ask_the_same_for_one_row_and_three(
    api, sending, url, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        person = make.local(sending.project)
        make.certificate(make.stay(person, sending.source).trainee)
        make.award(sending.project, holder=person, title=f"称号{number}")
        make.recruitment(sending.project)
    api.get(url)

    with django_assert_num_queries(queries):
        assert api.get(url).json()["count"] == rows


def test_stay_its_return_and_its_certificate(api, sending):
    person = make.local(sending.project)
    told = {"trainee": str(person.pk), "at_hospital": str(sending.source.pk), "subject": "介入"}
    made = post(api, STAYS, told | {"since": "2024-03-01", "is_free": True})
    row = f"{STAYS}/{made.json()['id']}"
    moved = patch(api, row, {"until": "2024-08-31"})
    back = {"returned_on": "2024-09-01", "independent_on": "2024-12-01"}
    done = post(api, f"{row}/return", back, version=2)
    paper = {"holder": str(person.pk), "kind": "completion", "number": "7", "issuer": "总院"}
    paper |= {"issued_on": "2024-09-01", "stay": made.json()["id"]}
    kept = post(api, PAPERS, paper).json()
    dated = patch(api, f"{PAPERS}/{kept['id']}", {"expires_on": "2025-01-01"})

    assert (made.status_code, made.json()["is_free"], moved["is_free"]) == (201, True, True)
    assert (done.json()["phase"], done.json()["until"]) == ("independent", "2024-08-31")
    assert (kept["is_over"], dated["is_over"]) == (False, True)


def test_award_and_group(api, sending):
    person = make.local(sending.project)
    told = {"hospital": str(sending.project.pk), "title": "漓江学者", "level": "city"}
    told |= {"granted_on": "2024-03-01"}
    row = post(api, AWARDS, told).json()
    held = patch(api, f"{AWARDS}/{row['id']}", {"holder": str(person.pk)})
    group = {"hospital": str(sending.project.pk), "name": "博士", "joined_on": "2024-03-01"}
    made = post(api, GROUPS, group | {"people": 2, "doctors": 2}).json()
    more = patch(api, f"{GROUPS}/{made['id']}", {"people": 3})

    assert (row["holder"], held["holder"]["id"]) == (None, str(person.pk))
    assert (made["people"], more["people"], more["doctors"]) == (2, 3, 2)
