import csv
import io

import pytest
from django.utils import timezone

from portal.metrics import compute
from tests.factories.hospitals import member
from tests.factories.referrals import draft, move

pytestmark = pytest.mark.django_db
PAGE = "/analytics/timeliness/"


@pytest.fixture
def answered(world):
    for verb in ("accept", "decline", "accept"):
        referral = draft(world)
        for step in ("submit_for_review", "approve", "receive", verb):
            referral = move(world, referral, step)
    compute.compute_stale()
    return world


def test_table_and_trend_tell_the_same(client, answered):
    client.force_login(member("commission_viewer", answered.centre.region))

    context = client.get(PAGE).context
    file = client.get(f"{PAGE}hospitals.csv").content.decode()

    (row,) = context["table"].rows
    assert row[:3] == ["模拟中心医院", "66.67%（2 / 3）", "100.00%（3 / 3）"]
    assert context["trend"].rows[-1][:2] == [f"{timezone.localdate():%Y-%m}", "66.67%"]
    assert next(line for line in csv.reader(io.StringIO(file)) if "模拟中心医院" in line) == row


def test_a_year_is_the_sum_of_its_months(client, answered):
    client.force_login(member("hospital_admin", answered.centre))

    (row,) = client.get(PAGE, {"span": "last12"}).context["table"].rows

    assert row[1] == "66.67%（2 / 3）"


def test_other_hospitals_are_not_seen(client, answered):
    client.force_login(member("hospital_admin", answered.county))

    assert "还没有已答复的转诊" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}hospitals.csv").status_code == 404
