import pytest

from portal.models import Notice, OutboxMessage
from tests.factories import portal


@pytest.fixture
def reader(client, db):
    user = portal.user()
    client.force_login(user)
    return user


def tell(user, number=1, kind="referral.accept", **payload):
    message = OutboxMessage.objects.create(
        key=f"{kind}-{number}-{user.pk}",
        kind=kind,
        url="/referrals/1/",
        payload={"number": f"R-2026-{number:06}"} | payload,
    )
    return Notice.objects.create(message=message, recipient=user)


def test_inbox_says_what_happened(client, reader):
    tell(reader, priority="emergency")
    tell(reader, kind="something.new")

    page = client.get("/notices/").content.decode()

    assert "转诊单 R-2026-000001 已同意接收。" in page
    assert "有一条新的动态，请点开查看。" in page
    assert page.count("急危重") == 1


def test_empty_inbox_says_why(client, reader):
    assert "没有通知" in client.get("/notices/").content.decode()


def test_inbox_holds_only_ones_own(client, reader):
    tell(portal.user(), 7)

    assert "R-2026-000007" not in client.get("/notices/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_queries_do_not_grow(client, reader, django_assert_num_queries, rows):
    for number in range(rows):
        tell(reader, number)

    client.get("/me/")

    with django_assert_num_queries(5):
        client.get("/notices/")


def test_reading_one_lowers_the_count(client, reader):
    first = tell(reader, 1)
    tell(reader, 2)

    response = client.post(f"/notices/{first.pk}/read/")

    assert response["Location"] == "/notices/"
    assert client.get("/notices/").context["unread"] == 1


def test_opening_one_goes_to_what_it_tells_about(client, reader):
    notice = tell(reader)

    response = client.post(f"/notices/{notice.pk}/read/", {"open": "1"})

    assert response["Location"] == "/referrals/1/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_first_reading_counts(client, reader, time_machine):
    notice = tell(reader)
    client.post(f"/notices/{notice.pk}/read/")
    notice.refresh_from_db()
    first = notice.read_at

    client.post("/notices/read/")

    notice.refresh_from_db()
    assert notice.read_at == first


def test_reading_all(client, reader):
    tell(reader, 1)
    tell(reader, 2)

    client.post("/notices/read/")

    assert Notice.objects.unread().count() == 0


def test_foreign_notice_does_not_exist(client, reader):
    foreign = tell(portal.user())

    assert client.post(f"/notices/{foreign.pk}/read/").status_code == 404
    assert Notice.objects.unread().count() == 1


def test_reading_needs_a_post(client, reader):
    assert client.get("/notices/read/").status_code == 405
