import pytest
from django.conf import settings
from django.urls import reverse

from hospitals.models import Membership
from portal.models import AuditEvent, SignInAttempt
from tests.factories import hospitals, portal

PASSWORD = "a-long-password"
LOGIN = "/login/"


@pytest.fixture
def nurse(db):
    hospital = hospitals.hospital("全州县医院", short_name="全州")
    user = hospitals.member("referral_coordinator", hospital, username="nurse")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, username="nurse", password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password} | more)


def test_sign_in_goes_home_and_is_audited(client, nurse):
    response = sign_in(client)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert response.cookies["django_language"].value == "zh-hans"
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["user.sign_in", "user.enter_workplace"]


def test_sign_in_returns_to_the_page_that_asked(client, nurse):
    assert client.get("/notices/")["Location"] == "/login/?next=/notices/"
    assert sign_in(client, next="/notices/")["Location"] == "/notices/"


def test_sign_in_goes_to_no_foreign_address(client, nurse):
    assert sign_in(client, next="https://evil.example/")["Location"] == "/"


@pytest.mark.parametrize(
    "username, password", [("nurse", "wrong"), ("nobody", PASSWORD), ("locked", PASSWORD)]
)
def test_every_failure_has_the_same_answer(client, nurse, username, password):
    portal.user(username="locked")
    for _attempt in range(settings.SIGN_IN_ATTEMPTS):
        SignInAttempt.objects.create(username="locked")

    response = sign_in(client, username, password)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "账号或密码不正确，或登录失败次数过多。请稍后再试，或联系本院信息科重置密码。"
    ]
    assert "_auth_user_id" not in client.session


def test_five_failures_lock_even_the_right_password(client, nurse, time_machine):
    time_machine.move_to("2026-03-02 08:00:00+08:00", tick=False)
    for _attempt in range(5):
        sign_in(client, password="wrong")

    assert sign_in(client).status_code == 422

    time_machine.move_to("2026-03-02 08:15:01+08:00", tick=False)
    assert sign_in(client).status_code == 302


def test_sign_in_page_carries_the_error_prefix_and_summary(client, nurse):
    page = sign_in(client, password="").content.decode()

    assert "<title>错误：登录 - 榕树</title>" in page
    assert page.index("data-error-summary") < page.index("<h1")
    assert '<a href="#id_password">' in page


def test_sign_in_page_says_that_the_session_ended(client, db):
    assert "会话已超时" in client.get("/login/?expired=1").content.decode()
    assert "会话已超时" not in client.get("/login/").content.decode()


def test_one_hospital_is_entered_at_once(client, nurse):
    sign_in(client)

    hospital = Membership.objects.get(user=nurse).hospital
    assert client.session["working_hospital"] == str(hospital.pk)
    assert client.session["workplace"] == {"name": "全州", "several": False}
    assert "全州" in client.get("/").content.decode()


def test_several_hospitals_must_be_chosen_from(client, nurse):
    other = hospitals.hospital("桂林医院")
    Membership.objects.create(user=nurse, hospital=other, role="auditor")

    response = sign_in(client, next="/notices/")

    assert response["Location"] == "/workplace/?next=%2Fnotices%2F"
    assert client.get("/")["Location"] == reverse("accounts:workplace")
    chosen = client.post("/workplace/", {"hospital": str(other.pk), "next": "/notices/"})
    assert chosen["Location"] == "/notices/"
    page = client.get("/").content.decode()
    assert "桂林医院" in page
    assert "/audit/" in page


def test_working_hospital_narrows_what_one_may_do(client, nurse):
    other = hospitals.hospital("桂林医院")
    Membership.objects.create(user=nurse, hospital=other, role="auditor")
    sign_in(client)

    client.post("/workplace/", {"hospital": str(Membership.objects.first().hospital_id)})

    assert client.get("/audit/").status_code == 403


def test_foreign_hospital_cannot_be_entered(client, nurse):
    foreign = hospitals.hospital("别处医院")
    sign_in(client)

    response = client.post("/workplace/", {"hospital": str(foreign.pk)})

    assert response.status_code == 422
    assert client.session["workplace"]["name"] == "全州"
    assert "别处医院" not in response.content.decode()


def test_workplace_of_nobody_says_whom_to_ask(client, db):
    client.force_login(portal.user())

    assert "您没有在任何机构任职" in client.get("/workplace/").content.decode()


def test_sign_out_ends_the_session_and_is_audited(client, nurse):
    sign_in(client)

    assert client.post("/logout/")["Location"] == LOGIN
    assert "_auth_user_id" not in client.session
    assert AuditEvent.objects.filter(verb="user.sign_out").count() == 1


def test_sign_out_without_session_goes_to_sign_in(client, db):
    assert client.post("/logout/").status_code == 302


def test_usual_hospital_is_entered_without_asking(client, db):
    first, second = hospitals.hospital("甲医院"), hospitals.hospital("乙医院")
    person = hospitals.member("referral_coordinator", first)
    Membership.objects.create(user=person, hospital=second, role="referral_coordinator")
    person.set_password("a-long-password")
    person.default_hospital_id = second.pk
    person.save()

    answer = client.post("/login/", {"username": person.username, "password": "a-long-password"})

    assert answer["Location"] == "/"
    assert client.session["working_hospital"] == str(second.pk)
