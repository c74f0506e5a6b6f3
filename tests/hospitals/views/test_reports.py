import pytest
import time_machine
from django.urls import reverse

from hospitals.models import Campus, MonthlyReport
from tests.factories import hospitals, reports

pytestmark = pytest.mark.django_db
LIST, OPEN = reverse("reports:report-list"), reverse("reports:report-open")
TOTALS = reverse("reports:totals")
COMPLETENESS = reverse("reports:completeness")


@pytest.fixture
def hospital():
    return hospitals.hospital("桂林市人民医院", pinyin="x glsrmyy")


@pytest.fixture
def admin(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def page(step, row):
    return reverse(f"reports:report-{step}", args=[row.pk])


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(admin, hospital, rows, django_assert_num_queries):
    for month in range(1, rows + 1):
        reports.approved(hospital, f"2026-0{month}-01")
    admin.get(LIST)

    with django_assert_num_queries(9):
        assert len(admin.get(LIST).context["object_list"]) == rows


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "glsrm"}, 1),
        ({"q": "某院"}, 0),
        ({"state": "draft"}, 1),
        ({"state": "locked"}, 0),
        ({"first": "2026-09", "last": "2026-09"}, 1),
        ({"first": "2026-10"}, 0),
        ({"last": "2026-08-31"}, 0),
    ],
)
def test_list_is_filtered(admin, hospital, query, count):
    reports.full(hospital)

    assert len(admin.get(LIST, query).context["object_list"]) == count


def test_a_month_is_begun_and_filled_in_on_the_grid(admin, hospital):
    begun = admin.post(OPEN, {"hospital": hospital.pk, "month": "2026-09"})
    row = MonthlyReport.objects.get()
    filled = admin.post(page("fill", row), reports.FIGURES | {"version": 1})

    text = admin.get(filled.url).content.decode()
    assert begun.url == page("fill", row)
    assert "12,000" in text
    assert page("submit", row) in text


@pytest.mark.parametrize(
    "body, field",
    [
        ({"campus": "没有的院区", "month": "2026-09"}, "campus"),
        ({"month": "九月"}, "month"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(admin, hospital, body, field):
    answer = admin.post(OPEN, {"hospital": hospital.pk} | body)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_campus_reports_apart(admin, hospital):
    campus = Campus.objects.create(hospital=hospital, name="东院区")

    admin.post(OPEN, {"hospital": hospital.pk, "month": "2026-09", "campus": "东院区"})

    assert MonthlyReport.objects.get().campus == campus


def test_grid_keeps_what_was_typed_and_says_what_is_wrong(admin, hospital):
    row = hospitals.report(hospital)

    answer = admin.post(page("fill", row), {"outpatients": "290630000", "version": 1})

    text = answer.content.decode()
    assert (answer.status_code, row.volumes.count()) == (422, 0)
    assert "超过每月上限 1000000，请核对单位。" in text
    assert 'value="290630000"' in text


def test_grid_shows_the_past_and_the_doubt(admin, hospital):
    for month in ("2026-06-01", "2026-07-01", "2026-08-01"):
        reports.approved(hospital, month)
    row = reports.full(hospital, discharges=1500)

    text = admin.get(page("fill", row)).content.decode()
    refused = admin.post(page("submit", row), {"version": 1})

    assert "过去十二个月为 600 至 600，变动过大，请说明。" in text
    assert refused.status_code == 422
    assert "出院人次：过去十二个月为 600 至 600" in refused.content.decode()


def test_another_person_approves_or_sends_back(client, admin, hospital):
    row = reports.full(hospital)
    admin.post(page("submit", row), {"version": 1})
    own = admin.post(page("approve", row), {"version": 2})
    client.force_login(hospitals.member("hospital_admin", hospital))
    silent = client.post(page("send-back", row), {"version": 2})
    done = client.post(page("approve", row), {"version": 2, "note": "同意"})

    row.refresh_from_db()
    assert [own.status_code, silent.status_code, done.status_code] == [403, 422, 302]
    assert (row.state, row.note) == ("approved", "同意")


def test_a_locked_month_is_reopened_by_the_network_with_a_reason(client, hospital, admin):
    lead = hospitals.hospital()
    hospitals.network(lead, hospital)
    row = hospitals.handed_in(hospital, "2026-09-01", reports.FIGURES, state="approved")
    refused = [admin.get(page("lock", row)).status_code]
    client.force_login(hospitals.member("network_admin", lead))

    client.post(page("lock", row), {"version": 1})
    answers = [client.get(page("reopen", row)).status_code]
    client.post(page("reopen", row), {"version": 2, "note": "漏报"})

    row.refresh_from_db()
    assert (refused, answers, row.state, row.note) == ([403], [200], "draft", "漏报")


def test_strangers_and_commissions(client, hospital, stranger, commission_of):
    row = reports.approved(hospital, "2026-09-01")
    client.force_login(hospitals.member("hospital_admin", hospitals.hospital()))
    answers = [client.get(page("detail", row)).status_code]
    client.force_login(commission_of(hospital.region))
    answers += [client.get(page("detail", row)).status_code, client.get(OPEN).status_code]
    client.force_login(stranger)
    answers += [client.get(LIST).status_code]

    assert answers == [404, 200, 403, 403]


@pytest.mark.parametrize("rows", [1, 3])
def test_completeness_asks_the_same_for_one_hospital_and_three(
    client, commission_of, rows, django_assert_num_queries
):
    province = hospitals.region()
    for _number in range(rows):
        reports.approved(
            hospitals.hospital(region=hospitals.county(province=province)), "2026-09-01"
        )
    client.force_login(commission_of(province))
    client.get(COMPLETENESS)

    with django_assert_num_queries(10):
        context = client.get(COMPLETENESS, {"last": "2026-10"}).context

    assert (context["reported"], context["expected"]) == (rows, rows * 12)


def test_completeness_by_network_and_region(client, hospital, admin):
    lead = hospitals.hospital("市医院")
    network = hospitals.network(lead, hospital)
    client.force_login(hospitals.member("network_admin", lead))

    def shown(**query):
        rows = client.get(COMPLETENESS, query).context["object_list"]
        return [row.name for row in rows]

    assert sorted(shown(network=network.pk)) == ["市医院", "桂林市人民医院"]
    assert shown(region=hospital.region.code) == ["桂林市人民医院"]
    assert shown(q="glsrm", last="2026-08") == ["桂林市人民医院"]
    assert "缺" in client.get(COMPLETENESS).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_totals_ask_the_same_for_one_hospital_and_three(client, rows, django_assert_num_queries):
    lead = hospitals.hospital()
    members = [hospitals.hospital() for _number in range(rows - 1)]
    hospitals.network(lead, *members)
    client.force_login(hospitals.member("network_admin", lead))
    for place in (lead, *members):
        reports.approved(place, "2026-02-01")
    client.get(TOTALS)

    with django_assert_num_queries(16):
        assert len(client.get(TOTALS, {"year": 2026}).context["object_list"]) == rows


@time_machine.travel("2026-08-15T04:00:00Z", tick=False)
def test_quarters_and_the_year_say_whether_they_are_whole(admin, hospital):
    for month in (1, 2, 3, 4, 6):
        reports.approved(hospital, f"2026-0{month}-01", discharges=100 * month)
    hospitals.report(hospital, "2026-05-01", {"discharges": 9999})

    answer = admin.get(TOTALS, {"year": 2026})

    told = [
        (one.values.get("discharges"), one.reported, one.expected, one.is_whole)
        for one in answer.context["periods"]
    ]
    assert told == [
        (600, 3, 3, True),
        (1000, 2, 3, False),
        (None, 0, 1, False),
        (None, 0, 0, True),
        (1600, 5, 7, False),
    ]
    assert "未报齐" in answer.content.decode()
    (row,) = admin.get("/api/v1/monthly-reports/totals", {"year": 2026}).json()
    assert (row["parts"][1]["first"], row["parts"][1]["values"]["discharges"]) == ("2026-04", 1000)
    assert (row["total"]["reported"], row["total"]["is_whole"]) == (5, False)
    assert admin.get("/api/v1/monthly-reports/totals", {"year": "x"}).status_code == 422
    assert list(admin.get(TOTALS, {"q": "没有"}).context["object_list"]) == []


def test_the_old_address_of_restated_totals_leads_to_the_one_page(admin):
    answer = admin.get("/monthly-reports/restated/", {"as_of": "2026-01-01"})

    assert (answer.status_code, answer.url) == (301, f"{TOTALS}?as_of=2026-01-01")
