"""Stays behind a figure: few that are alike are told roughly, and only to those who keep them."""

import pytest

from portal.metrics import lineage, queue
from portal.metrics.models import IndicatorValue
from tests.factories.hospitals import hospital, member
from tests.factories.stay_ledger import JANUARY, Ledger

pytestmark = pytest.mark.django_db
WOMAN = {"sex": 2, "age_years": 33, "op_kind": 1, "op_level": 4, "op_main": "36.0600"}


@pytest.fixture
def ledger():
    made = Ledger()
    made.send(
        (450312, 5, {}),
        (450312, 4, {"dx_main": "I63.900"}),
        (450312, 1, {"dx_main": "I10.x00", "age_years": 59}),
        (520103, 2, WOMAN),
        (450312, 10, WOMAN | {"op_level": 3}),
    )
    queue.compute_stale()
    return made


def figure(code, ledger):
    return IndicatorValue.objects.get(
        code=code, hospital=ledger.hospital, period=JANUARY, grain="month", disease_system="ALL"
    )


def test_each_stay_looks_like_four_others_or_says_less(ledger):
    keeper = member("hospital_admin", ledger.hospital)

    found = lineage.samples(figure("H01", ledger), keeper)[0]

    assert found.count == 22
    fine = ["2024-01", ledger.homes[0].name, "50–59 岁", "男", "I21", 5, "", "医嘱离院"]
    rough = ["2024-01", "", "40–59 岁", "男", "ICD-10 9", 5, "", "医嘱离院"]
    assert [row for row in found.rows if row[3:5] == ["男", "I21"]] == [fine] * 5
    told = [[row[0], "", *row[2:]] for row in found.rows if row[4] == "ICD-10 9"]
    assert told == [rough] * 5
    assert found.rows[-1] == ["2024-01", "", "", "", "", "", "", ""]


def test_shares_of_operations_rest_on_the_operated(ledger):
    keeper = member("hospital_admin", ledger.hospital)
    value = figure("H05", ledger)
    IndicatorValue.objects.filter(pk=value.pk).update(disclosure="shown")

    found = lineage.samples(figure("H05", ledger), keeper)[0]

    assert (found.count, value.denominator) == (12, 12)
    assert len(lineage.samples(figure("H05", ledger), keeper, limit=3)[0].rows) == 3


def test_nobody_else_sees_a_row_and_the_page_says_so(ledger, client):
    value = figure("H01", ledger)
    viewer = member("network_admin", ledger.hospital)
    client.force_login(viewer)

    assert lineage.samples(value, viewer)[0].rows == []
    assert lineage.samples(value, member("hospital_admin", hospital()))[0].count == 0
    assert "没有您可以查看的行" in client.get(f"/metrics/values/{value.pk}/").content.decode()


def test_keeper_opens_the_rows_and_their_file(ledger, client):
    value = figure("H01", ledger)
    client.force_login(member("hospital_admin", ledger.hospital))

    page = client.get(f"/metrics/values/{value.pk}/").content.decode()
    file = client.get(f"/metrics/values/{value.pk}/rows.csv").content.decode()

    assert "显示 22 行，共 22 行" in page
    assert len(file.splitlines()) == 23
