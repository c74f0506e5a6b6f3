import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from rest_framework.decorators import api_view

from portal.accounts.views import problems
from tests.factories import portal


def crash(request):
    raise RuntimeError("a fault in the code")


def without_database(request):
    raise OperationalError("the database system is starting up")


urlpatterns = [
    path("crash/", crash),
    path("api/crash/", crash),
    path("away/", without_database),
    path("api/away/", without_database),
    path("api/away-in-the-framework/", api_view()(without_database)),
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


@override_settings(ROOT_URLCONF=__name__)
def test_database_away_is_a_page_that_says_when_to_come_back(quiet):
    response = quiet.get("/away/")

    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "数据库暂时不可用，请稍后重试。" in page
    assert "starting up" not in page


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("url", ["/api/away/", "/api/away-in-the-framework/"])
def test_database_away_below_api_is_a_problem(quiet, url):
    response = quiet.get(url)

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "away"


def test_stale_form_token_is_a_page(db):
    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "x"})

    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()


def test_foreign_host_is_a_page(client, db):
    response = client.get("/login/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "请求有误，无法处理。" in response.content.decode()
