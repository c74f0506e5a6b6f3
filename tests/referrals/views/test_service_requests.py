import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from referrals.models import Attachment, Referral, ServiceRequest
from tests.factories import files, hospitals
from tests.factories import referrals as make
from tests.factories import service_requests as services

LIST = "/referrals/services/"
NEW = "/referrals/services/new/"


def address(service, page="detail"):
    return reverse(f"referrals:service-{page}", args=[service.pk])


def typed(world, **changes):
    content = services.content(world, **changes)
    for name in ("destination", "destination_department"):
        content[name] = str(content[name].pk)
    return content | {"birth_date": "1990-01-01", "form_key": "key-of-one-form"}


@pytest.mark.parametrize(
    ("tab", "queries"), [("waiting", 7), ("sent", 6), ("incoming", 7), ("late", 6), ("all", 7)]
)
def test_list_takes_the_same_queries_for_one_row_and_three(
    world, client, django_assert_num_queries, tab, queries
):
    client.force_login(world.receiver)
    services.ask(world, priority="urgent")
    client.get(LIST)
    with django_assert_num_queries(queries):
        client.get(f"{LIST}?tab={tab}")
    services.ask(world)
    services.ask(world, kind="imaging", materials="CT")

    with django_assert_num_queries(queries):
        client.get(f"{LIST}?tab={tab}")


def test_tabs_hold_what_their_names_say(world, client):
    services.at_state(world, "reported")
    services.ask(world)

    def numbers(user, tab):
        client.force_login(user)
        return len(client.get(f"{LIST}?tab={tab}").context["object_list"])

    assert [numbers(world.receiver, tab) for tab in ("waiting", "incoming", "sent")] == [1, 2, 0]
    assert [numbers(world.clinician, tab) for tab in ("waiting", "incoming", "sent")] == [1, 0, 2]


def test_filter_by_kind_and_number(world, client):
    services.ask(world)
    image = services.ask(world, kind="imaging", materials="CT")
    client.force_login(world.receiver)

    by_kind = client.get(f"{LIST}?tab=all&kind=imaging").context["object_list"]
    by_number = client.get(f"{LIST}?tab=all&q={image.number[-6:]}").context["object_list"]

    assert list(by_kind) == list(by_number) == [image]


def test_ask_by_page_once_however_often_it_is_clicked(world, client):
    client.force_login(world.clinician)

    answers = [client.post(NEW, typed(world)) for _click in range(2)]

    made = ServiceRequest.objects.get()
    assert [answer["Location"] for answer in answers] == [address(made)] * 2


def test_wrong_form_is_shown_again_with_what_was_typed(world, client):
    client.force_login(world.clinician)

    answer = client.post(NEW, typed(world, question=""))

    assert answer.status_code == 422
    assert "胸痛两小时。" in answer.content.decode()


def test_ask_about_a_referral(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.clinician)
    page = f"{NEW}?form_key=1&referral={referral.pk}&kind=imaging"

    shown = client.get(page)
    client.post(page, typed(world))

    made = ServiceRequest.objects.get()
    assert "id_number" not in shown.context["form"].fields
    assert (made.referral, made.patient.id_hash) == (referral, referral.patient.id_hash)


@pytest.mark.parametrize("given", ["nonsense", "00000000-0000-7000-8000-000000000000"])
def test_unknown_referral_does_not_exist(world, client, given):
    client.force_login(world.clinician)

    assert client.get(f"{NEW}?form_key=1&referral={given}").status_code == 404


def test_department_head_may_not_ask(world, client):
    client.force_login(world.head)

    assert client.get(NEW).status_code == 403


def test_walk_through_the_pages_to_the_end(world, client):
    service = services.ask(world)

    for verb in services.LINE:
        client.force_login(getattr(world, services.ACTORS[verb]))
        shown = client.get(address(service, verb))
        assert shown.status_code == 200
        sent = services.DETAILS.get(verb, {}) | {"version": shown.context["version"]}
        assert client.post(address(service, verb), sent)["Location"] == address(service)

    service.refresh_from_db()
    assert service.state == "acknowledged"


def test_detail_shows_exactly_the_moves_of_this_person(world, client):
    service = services.ask(world)

    def buttons(user):
        client.force_login(user)
        return [move.verb for move in client.get(address(service)).context["moves"]]

    assert buttons(world.head) == ["receive", "decline"]
    assert buttons(world.clinician) == ["cancel"]
    assert buttons(world.desk) == []


def test_second_answer_is_told_what_is_true_now(world, client):
    service = services.ask(world)
    services.move(world, service, "receive")
    client.force_login(world.head)

    stale = client.post(address(service, "decline"), {"reason_code": "materials", "version": 1})
    late = client.get(address(service, "receive"))

    assert (stale.status_code, stale.context["version"]) == (412, 2)
    assert late.status_code == 409
    assert "不能“签收”" in late.content.decode()


def test_identity_is_masked_until_revealed(world, client):
    service = services.ask(world)
    client.force_login(world.head)

    before = client.get(address(service)).content.decode()
    after = client.post(address(service, "reveal"), {"reason": "identity_check"}).content.decode()

    assert (make.ID_NUMBER in before, make.ID_NUMBER in after) == (False, True)


def test_report_is_converted_by_one_click(world, client):
    service = services.answered(world)
    client.force_login(world.clinician)

    assert client.get(address(service, "convert")).status_code == 200
    answer = client.post(address(service, "convert"), {"version": service.version})

    made = Referral.objects.get()
    assert answer["Location"] == reverse("referrals:referral-edit", args=[made.pk])
    assert made.number in client.get(address(service)).content.decode()


def test_detail_page_takes_a_known_number_of_queries(world, client, django_assert_num_queries):
    service = services.answered(world)
    client.force_login(world.clinician)
    client.get(address(service))

    with django_assert_num_queries(9):
        client.get(address(service))


def test_stranger_sees_no_row(world, client):
    service = services.ask(world)
    client.force_login(hospitals.member("referral_coordinator", hospitals.hospital("别处医院")))

    assert client.get(address(service)).status_code == 404
    assert list(client.get(f"{LIST}?tab=all").context["object_list"]) == []


@pytest.fixture
def folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"


def pictures(*names):
    """Each another one: the same picture twice is one document."""
    return [SimpleUploadedFile(name, files.png(ord(name[0]))) for name in names]


def test_pictures_travel_with_the_question_and_the_report(world, client, folder):
    client.force_login(world.clinician)
    asked = client.post(NEW, typed(world) | {"files": pictures("a.png"), "files_kind": "imaging"})
    service = ServiceRequest.objects.get()
    client.post(address(service, "attach"), {"files": pictures("b.png", "c.png")})
    client.force_login(world.head)
    service = services.move(world, service, "receive")

    report = {"report": "见结节。", "conclusion": "随访。", "version": service.version}
    client.post(address(service, "report"), report | {"files": pictures("d.png")})

    assert asked.status_code == 302
    given = service.attachments.values_list("hospital", flat=True)
    assert sorted(given) == sorted([world.county.pk] * 3 + [world.centre.pk])
    shown = client.get(address(service)).content.decode()
    assert all(name in shown for name in ("a.png", "c.png", "d.png", "待检查"))


def test_who_neither_asks_nor_answers_adds_nothing(world, client, folder):
    service = services.ask(world)
    client.force_login(world.desk)

    refused = client.post(address(service, "attach"), {"files": pictures("a.png")})

    assert (refused.status_code, service.attachments.count()) == (403, 0)


def test_files_of_another_kind_say_what_they_are(world, client):
    client.force_login(world.clinician)
    given = typed(world) | {"files_kind": "other", "form_key": "other-1"}

    unsaid = client.post(NEW, given | {"files": pictures("a.png")})
    assert list(unsaid.context["form"].errors) == ["files_kind_other"]

    said = {"files": pictures("a.png"), "files_kind_other": "外院胶片"}
    assert client.post(NEW, given | said).status_code == 302
    assert Attachment.objects.get().kind_other == "外院胶片"
