import io

import pytest

from experts.models import Expert
from portal.lists.actions import exports, long_imports
from portal.models import SavedView
from tests.factories import hospitals
from tests.factories import referrals as make

VIEWS, EXPORTS, LIST = "/api/v1/saved-views", "/api/v1/exports", "/api/v1/referrals"
VIEW = {"kind": "referrals", "name": "急症", "query": "priority=urgent&state=received"}


@pytest.fixture
def api(client):
    def call(user, method, url, body=None, **headers):
        client.force_login(user, backend="portal.core.signin.LockoutBackend")
        options = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(client, method)(url, **options, headers=headers)

    return call


def save(api, user, **changes):
    return api(user, "post", VIEWS, VIEW | changes, **{"Idempotency-Key": "view-0001"})


def test_view_narrows_the_list_by_its_slug(world, api):
    make.at_state(world, "received")
    urgent = make.at_state(world, "received", priority="urgent")
    view = save(api, world.receiver).json()

    found = api(world.receiver, "get", f"{LIST}?view={view['slug']}").json()
    wider = api(world.receiver, "get", f"{LIST}?view={view['slug']}&priority=routine").json()

    assert [row["number"] for row in found["results"]] == [urgent.number]
    assert (found["count"], wider["count"]) == (1, 1)


def test_foreign_view_narrows_nothing(world, api, stranger):
    view = save(api, world.receiver).json()

    assert api(stranger, "get", f"{LIST}?view={view['slug']}").status_code == 400
    assert api(stranger, "get", f"{VIEWS}/{view['id']}").status_code == 404


@pytest.mark.parametrize("query", ["colour=red", "priority=nonsense"])
def test_unknown_filters_are_refused(world, api, query):
    assert save(api, world.receiver, query=query).status_code == 422
    assert api(world.receiver, "get", f"{LIST}?{query}").status_code in {400, 422}


def test_view_is_changed_and_deleted_at_the_version_that_was_read(world, api):
    made = save(api, world.receiver)
    url = made["Location"]

    changed = api(world.receiver, "patch", url, {"name": "本周急症"}, **{"If-Match": '"v1"'})
    stale = api(world.receiver, "delete", url, **{"If-Match": '"v1"'})
    gone = api(world.receiver, "delete", url, **{"If-Match": '"v2"'})

    assert changed.json()["query"] == made.json()["query"]
    assert (changed.json()["name"], stale.status_code, gone.status_code) == ("本周急症", 412, 204)
    assert not SavedView.objects.exists()


def test_export_is_asked_for_written_and_fetched(world, api, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    referral = make.at_state(world, "received")
    body = {"kind": "referrals", "query": "state=received", "file_type": "csv"}

    asked = api(world.receiver, "post", EXPORTS, body, **{"Idempotency-Key": "export-0001"})
    assert (asked.status_code, asked.json()["file"]) == (202, None)
    exports.write_job(asked.json()["id"])
    done = api(world.receiver, "get", asked["Location"]).json()
    file = api(world.receiver, "get", done["file"])

    assert (done["state"], done["row_count"]) == ("done", 1)
    assert referral.number in b"".join(file.streaming_content).decode()
    assert api(world.head, "get", done["file"]).status_code == 404
    assert (
        api(world.desk, "post", EXPORTS, body, **{"Idempotency-Key": "e-1234567"}).status_code
        == 403
    )


def test_zero_bytes_in_an_address_are_refused(client, world):
    client.force_login(world.receiver)

    addresses = ("referrals?view=%00", "hospitals?region=%00")
    assert [client.get(f"/api/v1/{one}").status_code for one in addresses] == [400, 422]


IMPORTS = "/api/v1/imports/experts"


@pytest.mark.django_db
@pytest.mark.parametrize("confirm, made", [("", 0), ("true", 1)])
def test_a_file_is_tried_and_brought_in(client, confirm, made):
    hospital = hospitals.hospital("模拟市医院")
    client.force_login(hospitals.member("hospital_admin", hospital))
    file = io.BytesIO("医师,派出医院,登记机构\n张三,模拟市医院,模拟市医院".encode())
    file.name = "a.csv"
    body = {"file": file, "confirm": confirm}
    body |= {"place-name": "0", "place-home_hospital": "1", "place-kept_by": "2"}

    answer = client.post(IMPORTS, body, headers={"Idempotency-Key": "a-key-of-our-own"})

    told = answer.json()
    assert (answer.status_code, told["rows"], told["written"]) == (200, 1, made)
    assert (told["problems"], Expert.objects.count()) == ([], made)


@pytest.mark.django_db
def test_wrong_rows_are_told_and_keep_the_file_out(client):
    hospital = hospitals.hospital("模拟市医院")
    client.force_login(hospitals.member("hospital_admin", hospital))
    answers = []
    for confirm in ("", "true"):
        file = io.BytesIO("姓名,派出医院,登记机构\n,模拟市医院,别院".encode())
        file.name = "a.csv"
        body = {"file": file, "confirm": confirm}
        headers = {"Idempotency-Key": f"a-key-of-our-own{confirm}"}
        answers.append(client.post(IMPORTS, body, headers=headers))

    assert [answer.status_code for answer in answers] == [200, 422]
    rules = [problem["rule"] for problem in answers[0].json()["problems"]]
    assert (rules, Expert.objects.count()) == (["required", "unknown"], 0)


@pytest.mark.django_db
def test_who_may_not_bring_in_finds_nothing(client, stranger):
    client.force_login(stranger)

    answer = client.post(IMPORTS, {}, headers={"Idempotency-Key": "a-key-of-our-own"})

    assert answer.status_code == 404


@pytest.mark.django_db
def test_right_rows_come_in_alone_and_the_others_back(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hospital = hospitals.hospital("模拟市医院")
    client.force_login(hospitals.member("hospital_admin", hospital))
    lines = ["姓名,派出医院,登记机构", "张三,模拟市医院,模拟市医院", ",模拟市医院,模拟市医院"]
    file = io.BytesIO("\n".join(lines).encode())
    file.name = "a.csv"
    body = {"file": file, "confirm": "true", "only_right": "true"}
    told = client.post(IMPORTS, body, headers={"Idempotency-Key": "a-key-of-our-own"}).json()

    row = client.get(f"/api/v1/import-runs/{told['run']}").json()
    book = client.get(f"/api/v1/import-runs/{told['run']}/leftover")
    columns = client.get(IMPORTS).json()
    assert (told["rows"], told["written"], Expert.objects.get().name) == (2, 1, "张三")
    assert (row["state"], row["wrong_rows"]) == ("part", 1)
    assert row["problems"] == [[3, "姓名", "required", "不能为空。"]]
    assert book.content[:4] == b"PK\x03\x04"
    named = {column["code"]: column for column in columns}
    assert named["kept_by"]["words"] == ["模拟市医院"]
    assert (named["name"]["is_required"], named["name"]["form"]) == (True, "文字，最多 64 个字")


@pytest.mark.django_db
def test_long_file_is_accepted_and_found_again(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hospital = hospitals.hospital("模拟市医院")
    client.force_login(hospitals.member("hospital_admin", hospital))
    lines = [f"人{number},模拟市医院,模拟市医院" for number in range(long_imports.AT_ONCE + 1)]
    file = io.BytesIO("\n".join(["姓名,派出医院,登记机构", *lines]).encode())
    file.name = "a.csv"
    body = {"file": file, "confirm": "true"}

    answer = client.post(IMPORTS, body, headers={"Idempotency-Key": "a-key-of-our-own"})
    seen = client.get(answer["Location"])
    before = seen.json()
    page = client.get(f"/imports/runs/{before['id']}/")
    keys = {"Idempotency-Key": "another-of-our-own", "If-Match": seen["ETag"]}
    url = f"{answer['Location']}/cancel"
    gone = client.post(url, content_type="application/json", headers=keys)

    assert (gone.status_code, gone.json()["state"]) == (200, "stopped")
    assert (answer.status_code, answer["Retry-After"], before["state"]) == (202, "2", "waiting")
    assert (before["total"], before["progress"], page["Refresh"]) == (2001, 0, "2")


@pytest.mark.django_db
def test_dry_run_of_a_long_file_is_a_job_too(client, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(long_imports, "AT_ONCE", 1)
    client.force_login(hospitals.member("hospital_admin", hospitals.hospital("模拟市医院")))
    file = io.BytesIO("姓名,登记机构,备注\n张三,模拟市医院,无\n李四,模拟市医院,无".encode())
    file.name = "a.csv"
    body = {"file": file, "place-name": "0", "place-kept_by": "1", "place-home_hospital": "1"}

    answer = client.post(IMPORTS, body, headers={"Idempotency-Key": "a-key-of-our-own"})
    long_imports.work_on(run_id=answer.json()["id"])
    told = client.get(answer["Location"]).json()

    assert (answer.status_code, answer.json()["state"], told["state"]) == (202, "trying", "tried")
    assert (told["right_rows"], told["wrong_rows"], Expert.objects.count()) == (2, 0, 0)
    assert (told["mapping"]["kept_by"], told["unused"], told["encoding"]) == (1, ["备注"], "utf-8")
