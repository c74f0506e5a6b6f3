import pytest

from portal.models import AuditEvent
from tests.factories import hospitals

OLD, NEW = "an-old-password", "a-new-password"


@pytest.fixture
def nurse(client, db):
    user = hospitals.member("referral_coordinator", hospitals.hospital("全州县医院"))
    user.set_password(OLD)
    user.save()
    client.force_login(user)
    return user


def change(client, **fields):
    return client.post("/me/", {"old": OLD, "new": NEW, "again": NEW} | fields)


def test_profile_shows_roles(client, nurse):
    page = client.get("/me/").content.decode()

    assert nurse.display_name in page
    assert "转诊专员" in page
    assert "全州县医院" in page


def test_password_is_changed_and_the_session_stays(client, nurse):
    response = change(client)

    nurse.refresh_from_db()
    assert response["Location"] == "/me/"
    assert nurse.check_password(NEW)
    assert "密码已修改。" in client.get("/me/").content.decode()
    assert AuditEvent.objects.get().verb == "user.change_password"


@pytest.mark.parametrize(
    "fields, field, message",
    [
        ({"old": "guess"}, "old", "当前密码不正确。"),
        ({"new": "short", "again": "short"}, "new", "密码太短，至少需要 10 个字符。"),
        ({"again": "another-password"}, "again", "两次输入的新密码不一致。"),
    ],
)
def test_password_is_refused(client, nurse, fields, field, message):
    response = change(client, **fields)

    nurse.refresh_from_db()
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [message]
    assert nurse.check_password(OLD)


def test_language_is_remembered_for_the_person(client, nurse):
    response = client.post("/language/", {"language": "en", "next": "/me/"})

    nurse.refresh_from_db()
    assert response["Location"] == "/me/"
    assert response.cookies["django_language"].value == "en"
    assert nurse.language == "en"
    assert '<html lang="en">' in client.get("/me/").content.decode()


def test_same_language_again_is_no_change(client, nurse):
    client.post("/language/", {"language": "zh-hans"})

    assert AuditEvent.objects.count() == 0


def test_language_of_a_visitor_is_a_cookie(client, db):
    response = client.post("/language/", {"language": "en", "next": "/login/"})

    assert response.cookies["django_language"].value == "en"
    assert '<html lang="en">' in client.get("/login/").content.decode()


def test_unknown_language_changes_nothing(client, nurse):
    response = client.post("/language/", {"language": "xx", "next": "https://evil.example/"})

    assert response["Location"] == "/"
    assert "django_language" not in response.cookies


def prefer(client, **fields):
    usual = {"text_size": "100", "page_size": "50", "has_shortcuts": "on"}
    return client.post("/me/preferences/", usual | fields, follow=True)


def test_preferences_shape_every_page_and_survive_signing_in_again(client, nurse):
    assert 'accesskey="k"' in client.get("/").content.decode()

    prefer(client, text_size="125", has_sound="on", has_shortcuts="")
    client.logout()
    client.force_login(nurse)

    page = client.get("/").content.decode()
    assert 'class="text-125"' in page
    assert "portal/sound" in page
    assert 'accesskey="k"' not in page


def test_preferences_that_nobody_offers_are_refused(client, nurse):
    page = prefer(client, text_size="900").content.decode()

    nurse.refresh_from_db()
    assert "个人偏好没有保存" in page
    assert nurse.text_size == "100"


def test_signing_in_in_a_second_window_ends_on_a_page_that_says_so(client, nurse):
    assert "请关闭本窗口" in client.get("/me/signed-in/").content.decode()
