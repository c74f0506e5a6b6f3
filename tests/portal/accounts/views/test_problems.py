import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from portal.accounts.views import problems
from tests.factories import portal


def crash(request):
    raise RuntimeError("a fault in the code")


urlpatterns = [
    path("crash/", crash),
    path("api/crash/", crash),
    path("", include("portal.urls")),
]
handler500 = problems.broken


@pytest.fixture
def quiet(client, db):
    """A signed-in client that shows the page of a crash instead of raising it."""
    client.raise_request_exception = False
    client.force_login(portal.user())
    return client


@pytest.mark.parametrize("signed_in", [True, False])
def test_not_found_is_a_page(client, db, signed_in):
    if signed_in:
        client.force_login(portal.user())

    response = client.get("/nowhere/")

    page = response.content.decode()
    assert (response.status_code, response.templates[0].name) == (404, "404.html")
    assert "没有这条记录，或您无权查看。" in page
    assert response["X-Request-ID"] in page


def test_forbidden_says_whom_to_ask(quiet):
    response = quiet.get("/audit/")

    assert response.status_code == 403
    assert "请联系本院的医院管理员或信息科" in response.content.decode()


def test_not_found_below_api_is_a_problem(client, db):
    response = client.get("/api/nowhere/")

    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "未找到"


@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
@pytest.mark.filterwarnings("ignore")
def test_crash_is_a_page_that_needs_no_database(quiet):
    response = quiet.get("/crash/")

    page = response.content.decode()
    assert response.status_code == 500
    assert "系统出错，已记录。" in page
    assert response["X-Request-ID"] in page
    assert "a fault in the code" not in page


def test_page_of_a_crash_asks_the_database_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0, connection=connection):
        response = problems.broken(RequestFactory().get("/"))

    assert response.status_code == 500


@override_settings(ROOT_URLCONF=__name__)
def test_crash_below_api_is_a_problem(quiet):
    response = quiet.get("/api/crash/")

    assert (response.status_code, response.json()["title"]) == (500, "系统出错")


def test_stale_form_token_is_a_page(db):
    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "x"})

    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()


def test_foreign_host_is_a_page(client, db):
    response = client.get("/login/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "请求有误，无法处理。" in response.content.decode()
