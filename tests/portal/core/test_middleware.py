import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import SignInAttempt
from tests.factories import hospitals, portal

START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
MINUTES_30, HOURS_10 = dt.timedelta(minutes=30), dt.timedelta(hours=10)
REFUSALS = {
    "409": Refusal("床位刚被占用。"),
    "403": NotAllowed("您不是接收方。"),
    "412": Stale("内容已变。"),
    "422": Incomplete("缺内容。", errors={"summary": "请填写病情摘要。"}),
}


def refuse(request, code):
    raise REFUSALS[code]


urlpatterns = [
    path("refuse/<str:code>/", refuse),
    path("api/refuse/<str:code>/", refuse),
    path("", include("portal.urls")),
]


@pytest.fixture
def signed_in(client, time_machine, db):
    time_machine.move_to(START, tick=False)
    client.force_login(portal.user())
    client.get("/me/")
    return client


def test_request_id_is_echoed_when_harmless(client, db):
    given = client.get("/login/", headers={"X-Request-ID": "gateway-0001"})
    forged = client.get("/login/", headers={"X-Request-ID": "<script>"})

    assert given["X-Request-ID"] == "gateway-0001"
    assert len(forged["X-Request-ID"]) == 36


def test_idle_session_ends(signed_in, time_machine):
    time_machine.move_to(START + MINUTES_30, tick=False)
    assert signed_in.get("/me/").status_code == 200

    time_machine.move_to(START + 2 * MINUTES_30 + dt.timedelta(seconds=1), tick=False)
    assert signed_in.get("/me/")["Location"] == "/login/?next=/me/&expired=1"
    assert signed_in.get("/me/")["Location"] == "/login/?next=/me/"


def test_busy_session_ends_after_ten_hours(signed_in, time_machine):
    for step in range(1, 21):
        time_machine.move_to(START + step * MINUTES_30, tick=False)
        assert signed_in.get("/me/").status_code == 200

    time_machine.move_to(START + HOURS_10 + dt.timedelta(seconds=1), tick=False)
    assert signed_in.get("/me/").status_code == 302


def test_polling_does_not_keep_a_session_alive(signed_in, time_machine):
    polling = {"X-Polling": "1"}
    for minutes in (10, 20, 30):
        time_machine.move_to(START + dt.timedelta(minutes=minutes), tick=False)
        assert signed_in.get("/me/summary/", headers=polling).status_code == 200

    time_machine.move_to(START + dt.timedelta(minutes=31), tick=False)
    assert signed_in.get("/me/summary/", headers=polling).status_code == 401


@pytest.mark.parametrize("header", ["HX-Request", "X-Polling"])
def test_script_without_session_is_told_where_to_sign_in(client, db, header):
    response = client.get("/notices/", headers={header: "true"})

    assert (response.status_code, response["HX-Redirect"]) == (401, "/login/?expired=1")


def test_api_without_session_answers_401_as_a_problem(client, db):
    response = client.get("/api/schema/")

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 401


def test_pages_are_guarded_and_not_kept(client, db):
    response = client.get("/login/")

    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert response["X-Frame-Options"] == "DENY"


def test_language_is_chinese_unless_chosen(client, db):
    english = {"Accept-Language": "en"}

    assert client.get("/login/", headers=english)["Content-Language"] == "zh-hans"
    assert client.get("/api/schema/", headers=english)["Content-Language"] == "en"
    client.cookies["django_language"] = "en"
    assert client.get("/login/")["Content-Language"] == "en"
    client.cookies["django_language"] = "xx"
    assert client.get("/login/")["Content-Language"] == "zh-hans"


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("code", REFUSALS)
def test_refusal_is_a_page_with_its_words(client, db, code):
    client.force_login(hospitals.member("reviewer", hospitals.hospital()))

    response = client.get(f"/refuse/{code}/", raise_request_exception=False)

    assert response.status_code == int(code)
    assert response.templates[0].name == f"{code}.html"
    assert REFUSALS[code].message in response.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_refusal_names_each_field(client, db):
    client.force_login(portal.user())

    assert "请填写病情摘要。" in client.get("/refuse/422/").content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_refusal_below_api_is_a_problem(client, db):
    client.force_login(portal.user())

    response = client.get("/api/refuse/412/")

    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, response.json()["detail"]) == (412, "内容已变。")


def test_healthz_needs_no_session(client, db):
    response = client.get("/healthz")

    assert isinstance(response, HttpResponse)
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize(
    "behind, forwarded, address",
    [
        (True, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (True, "nonsense", "127.0.0.1"),
        (True, "", "127.0.0.1"),
        (False, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_failures_count_for_the_caller_and_not_for_the_proxy(
    client, db, settings, behind, forwarded, address
):
    settings.BEHIND_PROXY = behind

    client.post(
        "/login/",
        {"username": "nobody", "password": "wrong"},
        headers={"X-Forwarded-For": forwarded},
    )

    assert [attempt.address for attempt in SignInAttempt.objects.all()] == [address]


@pytest.fixture
def given(client, db):
    """Somebody whose password was reset by somebody else."""
    user = portal.user()
    user.must_change_password = True
    user.set_password("given-by-others")
    user.save()
    client.force_login(user)
    return user


def test_given_password_opens_only_the_page_where_it_is_changed(client, given):
    assert client.get("/notices/")["Location"] == "/me/"
    assert "您的密码由管理员重置" in client.get("/me/").content.decode()
    refused = client.get("/api/v1/referrals")
    assert (refused.status_code, refused.json()["code"]) == (403, "password_due")
    polled = client.get("/me/summary/", headers={"X-Polling": "1"})
    assert (polled.status_code, polled["HX-Redirect"]) == (403, "/me/")


def test_own_password_opens_everything_again(client, given):
    typed = {"old": "given-by-others", "new": "given-by-others", "again": "given-by-others"}
    assert list(client.post("/me/", typed).context["form"].errors) == ["new"]

    own = typed | {"new": "my-own-password", "again": "my-own-password"}
    assert client.post("/me/", own).status_code == 302

    assert client.get("/notices/").status_code == 200
