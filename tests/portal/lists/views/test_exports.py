import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from portal.lists.actions import exports
from portal.models import ExportJob
from tests.factories import referrals as make

EXPORT = reverse("lists:export", args=["referrals"])
FILES = reverse("lists:export-list")
LIST = reverse("referrals:referral-list")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def numbers(response):
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    return [row[0] for row in book.get_sheet_by_index(1).to_python()[1:]]


def test_file_holds_what_the_list_shows(world, client):
    make.at_state(world, "received")
    made = [make.at_state(world, "received", priority="urgent") for _row in range(2)]
    client.force_login(world.receiver)
    query = "?priority=urgent&tab=all"

    shown = client.get(f"{LIST}{query}")
    answer = client.post(f"{EXPORT}{query}", {"file_type": "xlsx"})

    assert sorted(numbers(answer)) == sorted(row.number for row in made)
    assert shown.context["paginator"].count == 2
    assert f"{EXPORT}?priority=urgent&amp;tab=all" in shown.content.decode()


def test_only_ticked_rows_are_taken(world, client):
    ticked, _left = (make.at_state(world, "received") for _row in range(2))
    client.force_login(world.receiver)

    answer = client.post(EXPORT, {"file_type": "xlsx", "picked": [str(ticked.pk)]})

    assert numbers(answer) == [ticked.number]


def test_search_of_the_session_narrows_the_file_too(world, client):
    make.at_state(world, "received")
    other = make.at_state(world, "received", patient_name="李某某")
    client.force_login(world.receiver)
    client.post(reverse("referrals:referral-search"), {"q": "李某某"})

    assert numbers(client.post(EXPORT, {"file_type": "xlsx"})) == [other.number]


def test_long_list_goes_to_the_centre(world, client, monkeypatch):
    make.at_state(world, "received")
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    client.force_login(world.receiver)

    answer = client.post(EXPORT, {"file_type": "csv"})

    assert answer["Location"] == FILES
    job = ExportJob.objects.get()
    assert client.get(reverse("lists:export-download", args=[job.pk])).status_code == 404
    exports.write_job(str(job.pk))
    file = client.get(reverse("lists:export-download", args=[job.pk]))
    assert b"".join(file.streaming_content).startswith(b"\xef\xbb\xbf")
    client.force_login(world.head)
    assert client.get(reverse("lists:export-download", args=[job.pk])).status_code == 404


def test_who_may_not_export_is_refused(world, client):
    client.force_login(world.desk)

    assert client.get(EXPORT).status_code == 403
    assert client.post(EXPORT, {"file_type": "xlsx"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_files_takes_the_same_queries(world, client, number, django_assert_num_queries):
    for _row in range(number):
        exports.ask(wanted=exports.stored(exports.KINDS["referrals"], {}, by=world.receiver))
    client.force_login(world.receiver)
    client.get(FILES)

    # Session, person with versions; count, files; inbox.
    with django_assert_num_queries(5):
        client.get(FILES)
