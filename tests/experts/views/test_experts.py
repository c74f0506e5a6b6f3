import pytest
from django.urls import reverse

from experts.models import Expert
from tests.factories import hospitals

LIST = reverse("experts:expert-list")


@pytest.fixture
def sender(client, sending):
    client.force_login(sending.sender)
    return client


def body(sending, **changed):
    home = str(sending.source.pk)
    return {
        "name": "张某某",
        "sex": "1",
        "home_hospital": home,
        "kept_by": home,
        "title": "主任医师",
        "title_level": "unknown",
        "degree": "doctor",
    } | changed


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(sender, sending, rows, django_assert_num_queries):
    for _number in range(rows):
        sending.posting()
    sender.get(LIST)

    with django_assert_num_queries(9):
        assert len(sender.get(LIST).context["object_list"]) == rows


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "骨科"}, 1),
        ({"q": "zzz"}, 0),
        ({"degree": "doctor"}, 0),
        ({"title_level": "unknown"}, 1),
        ({"on_post": "true"}, 1),
    ],
)
def test_list_is_filtered(sender, sending, query, count):
    sending.posting()

    assert len(sender.get(LIST, query).context["object_list"]) == count


def test_expert_is_registered_shown_and_revised(sender, sending):
    hospitals.department(sending.source, "骨科")

    made = sender.post(reverse("experts:expert-register"), body(sending, home_department="骨科"))
    url = reverse("experts:expert-revise", args=[Expert.objects.get().pk])
    stale = sender.post(url, body(sending, version=7, degree="master"))
    sender.post(url, body(sending, version=1, degree="master", home_department="骨科"))

    page = sender.get(made.url).content.decode()
    assert ("主任医师" in page, "未填报" in page, "硕士" in page) == (True, True, True)
    assert (stale.status_code, Expert.objects.get().home_department.name) == (412, "骨科")


def test_department_of_elsewhere_is_said_at_its_field(sender, sending):
    answer = sender.post(reverse("experts:expert-register"), body(sending, home_department="骨科"))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["home_department"])


def test_detail_shows_the_postings_and_others_get_nothing(client, sender, sending, stranger):
    row = sending.posting()

    shown = sender.get(row.expert.get_absolute_url()).content.decode()
    client.force_login(stranger)

    assert ("项目医院" in shown, "常驻" in shown) == (True, True)
    assert client.get(row.expert.get_absolute_url()).status_code == 404
