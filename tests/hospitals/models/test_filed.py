import pytest

from hospitals.models import Agreement, AgreementFile
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


def test_files_count_once_they_may_be_read():
    network = hospitals.network(hospitals.hospital())
    filed, waiting = (hospitals.agreement(network, title=title) for title in ("甲", "乙"))
    for _number in range(2):
        hospitals.paper(AgreementFile, filed, state="clean")
    hospitals.paper(AgreementFile, waiting)

    told = dict(Agreement.objects.with_files().values_list("title", "file_count"))

    assert told == {"甲": 2, "乙": 0}
    assert list(Agreement.objects.filed()) == [filed]
    assert list(Agreement.objects.unfiled()) == [waiting]


@pytest.mark.parametrize("wanted, many", [("filed", 1), ("unfiled", 2), ("", 3)])
def test_list_of_agreements_is_narrowed_by_files(client, wanted, many):
    lead = hospitals.hospital()
    network = hospitals.network(lead)
    rows = [hospitals.agreement(network, title=f"{number}") for number in range(3)]
    hospitals.paper(AgreementFile, rows[0], state="clean")
    client.force_login(hospitals.member("hospital_admin", lead))

    page = client.get("/hospitals/agreements/", {"files": wanted}).context["object_list"]
    told = client.get("/api/v1/agreements", {"files": wanted}).json()

    assert (len(page), told["count"]) == (many, many)
    assert sum(row["file_count"] for row in told["results"]) == (wanted != "unfiled")
