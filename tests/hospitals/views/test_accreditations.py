import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitals.models import Accreditation
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
LIST = reverse("hospitals:accreditation-list")


@pytest.fixture
def hospital():
    return hospitals.hospital("桂林市人民医院", pinyin="x glsrmyy")


@pytest.fixture
def admin(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def page(name, row):
    return reverse(f"hospitals:accreditation-{name}", args=[row.pk])


def body(**changed):
    return {"kind": "stroke", "level": "city", "since": "2024-01-01"} | changed


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(admin, hospital, rows, django_assert_num_queries):
    for number in range(rows):
        hospitals.accreditation(hospital, "key_specialty", specialty=f"{number}科")
    admin.get(LIST)

    with django_assert_num_queries(7):
        assert len(admin.get(LIST).context["object_list"]) == rows


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "glsrm"}, 1),
        ({"q": "骨"}, 0),
        ({"kind": "stroke"}, 1),
        ({"level": "national"}, 0),
        ({"validity": "expiring"}, 1),
        ({"validity": "ended"}, 0),
        ({"validity": "current"}, 1),
    ],
)
def test_list_is_filtered(admin, hospital, query, count):
    hospitals.accreditation(hospital, until=timezone.localdate() + dt.timedelta(days=10))

    assert len(admin.get(LIST, query).context["object_list"]) == count


def test_it_is_recorded_and_shown_with_a_warning(admin, hospital):
    soon = timezone.localdate() + dt.timedelta(days=10)

    answer = admin.post(page("record", hospital), body(until=soon.isoformat()))

    shown = admin.get(answer.url).content.decode()
    assert ("卒中中心" in shown, "即将到期" in shown, "登记资质" in shown) == (True, True, True)


def test_it_is_revised_at_the_version_that_was_seen(admin, hospital):
    row = hospitals.accreditation(hospital, level="city")

    stale = admin.post(page("revise", row), body(version=9))
    admin.post(page("revise", row), body(version=1, until="2024-12-31"))

    row.refresh_from_db()
    assert (stale.status_code, str(row.until), row.is_over()) == (412, "2024-12-31", True)


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"kind": "key_specialty"}, "specialty"),
        ({"specialty": "骨科"}, "specialty"),
        ({"until": "2023-01-01"}, "until"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(admin, hospital, changed, field):
    answer = admin.post(page("record", hospital), body(**changed))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Accreditation.objects.exists()


def test_others_read_but_do_not_change(client, hospital, coordinator_at, stranger):
    row = hospitals.accreditation(hospital)
    client.force_login(coordinator_at(hospital))
    answers = [client.get(page("revise", row)).status_code, client.get(LIST).status_code]
    client.force_login(stranger)
    answers += [client.get(page("revise", row)).status_code]

    assert answers == [403, 200, 404]
    assert len(client.get(LIST).context["object_list"]) == 0


def test_hospitals_are_filtered_by_it(admin, hospital):
    hospitals.accreditation(hospital, "trauma")
    url = reverse("hospitals:hospital-list")

    found = [
        len(admin.get(url, {"accreditation": kind}).context["object_list"])
        for kind in ("trauma", "stroke")
    ]

    assert found == [1, 0]
