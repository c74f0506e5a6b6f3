import pytest

from referrals.actions import diagnoses
from referrals.readers.diagnosis_file import Row

URL = "/api/v1/lookup/diagnoses"


@pytest.fixture
def table(db):
    rows = [Row(f"C85.{number:03}", f"淋巴瘤{number}") for number in range(30)]
    diagnoses.load(rows=rows, system="国临版", edition="2.0")


def test_lookup_gives_the_best_twenty(table, world, client, django_assert_max_num_queries):
    client.force_login(world.clinician)
    client.get(URL)

    with django_assert_max_num_queries(6):
        found = client.get(f"{URL}?q=lbl").json()

    assert len(found) == 20
    assert found[0] == {
        "code": "C85.000",
        "name": "淋巴瘤0",
        "code_system": "国临版",
        "edition": "2.0",
    }


def test_lookup_without_a_text_gives_none_and_unknown_parameters_are_refused(table, world, client):
    client.force_login(world.clinician)

    assert client.get(URL).json() == []
    assert client.get(f"{URL}?name=lbl").status_code == 400


def test_lookup_is_for_people_who_work_with_referrals(table, client, db):
    assert client.get(f"{URL}?q=lbl").status_code == 401
