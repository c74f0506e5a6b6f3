"""The commission looks at a figure and walks down to the rows that it was computed from."""

import pytest

from hospitals.actions import batches
from portal.metrics import compute
from tests.factories import hospitals
from tests.journeys.browser import CHROMIUM, Visitor, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]

PASSWORD = "a-long-password"
HEADER = "period,origin_code,dest_code,disease_system,disease_code,n_stays"


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def viewer(transactional_db, settings):
    """A commission whose province sent 700 of 10,000 patients to another one, two months long."""
    settings.ALLOWED_HOSTS = ["*"]
    home, away = hospitals.region("甲省"), hospitals.region("乙省")
    county = hospitals.county("甲县", province=home)
    rows = [HEADER]
    for month, left in (("2026-01", 800), ("2026-02", 700)):
        rows.append(f"{month},{county.code},{away.code},ALL,ALL,{left}")
        rows.append(f"{month},{county.code},{county.code},ALL,ALL,{10_000 - left}")
    batches.import_flows(
        content="\n".join(rows).encode(), file_name="流向.csv", region=home, source_system="hqms"
    )
    compute.compute_stale()
    viewer = hospitals.member("commission_viewer", home, username="viewer")
    viewer.set_password(PASSWORD)
    viewer.save()
    return viewer


def heard(visitor):
    visitor.close()
    return visitor.elsewhere, visitor.complaints


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_the_figure_to_its_rows(browser, live_server, viewer, scripts):
    visitor = Visitor(browser, live_server.url, scripts=scripts)
    visitor.sign_in("viewer", PASSWORD)
    page = visitor.page
    visitor.open("/analytics/outflow/?span=month&to=2026-02")
    assert "7.00%" in page.inner_text("[data-code='F01'] .kpi")

    page.click("[data-code='F01']")
    page.click("main tbody a:has-text('追溯')")

    assert "700" in page.inner_text("main dl.facts")
    assert "流向.csv" in page.inner_text("main")
    counts = page.locator("main tbody td.number").all_inner_texts()
    assert sorted(counts) == ["700", "9300"]
    assert heard(visitor) == ([], [])


def test_chart_is_drawn_and_its_table_beside_it(browser, live_server, viewer):
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in("viewer", PASSWORD)
    visitor.open("/analytics/outflow/")

    visitor.page.locator("[data-chart='trend'] canvas, [data-chart='trend'] svg").first.wait_for()
    visitor.page.locator("[data-metric='F01'] summary").first.click()

    assert "2026-02" in visitor.page.inner_text("[data-metric='F01'] table")
    assert heard(visitor) == ([], [])


def test_figures_are_accessible_and_fit(browser, live_server, viewer):
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in("viewer", PASSWORD)
    pages = [
        "/analytics/outflow/",
        "/analytics/matrix/",
        "/analytics/course/",
        "/analytics/timeliness/",
        "/metrics/",
        "/metrics/F01/",
    ]
    pages += ["/hospitals/batches/", "/hospitals/batches/new/", "/hospitals/", "/metrics/runs/"]

    assert visitor.faults_of(pages) == {}
    assert heard(visitor) == ([], [])
