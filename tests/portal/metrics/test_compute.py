import datetime as dt

import pytest
from django.db import connection

from hospitals.models import FlowReturn
from portal.metrics import compute, stale
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from portal.metrics.tasks import compute_stale
from tests.factories import flows
from tests.factories.flows import cell, send

pytestmark = pytest.mark.django_db
MARCH = dt.date(2024, 3, 1)


@pytest.fixture
def world():
    return flows.world()


def table():
    return IndicatorValue.objects.told()


def of_flows(runs):
    """Other jobs have figures of the same facts."""
    return [run for run in runs if run.job == Job.FLOWS]


def value(code, region, **more):
    return IndicatorValue.objects.get(code=code, region=region, **more)


def test_twice_gives_the_same_table(world):
    send(world["A"], cell("A11", "B", 7), cell("A11", "A11", 60))
    compute.compute_stale()
    first = table()

    compute.compute(Job.FLOWS, MARCH)

    assert table() == first
    assert IndicatorValue.objects.filter(run__job=Job.FLOWS).count() == 18


def test_only_what_changed_is_computed(world):
    send(world["A"], cell("A11", "B", 7))
    runs = of_flows(compute.compute_stale())
    again = compute.compute_stale()
    send(world["A"], cell("A11", "B", 8, period="2024-04"))

    assert [(run.job, run.period, run.state) for run in runs] == [("flows", MARCH, "done")]
    assert again == []
    assert [run.period for run in of_flows(compute.compute_stale())] == [dt.date(2024, 4, 1)]


def test_replaced_rows_change_the_figures(world):
    send(world["A"], cell("A11", "B", 7), cell("A11", "A11", 93))
    compute.compute_stale()
    send(world["A"], cell("A11", "B", 17))
    compute.compute_stale()

    assert (value("F01", world["A"]).numerator, value("F01", world["A"]).denominator) == (17, 110)


def test_change_against_the_same_months_of_the_base_year(world):
    for period, out in (("2023-03", 10), ("2023-04", 90), ("2024-03", 8), ("2024-05", 50)):
        send(
            world["A"],
            cell("A11", "B", out, period=period),
            cell("A11", "A11", 100 - out, period=period),
        )
    compute.compute_stale()

    change = value("F06", world["A"])
    assert (change.numerator, change.denominator) == (8, 100)
    assert (change.base_numerator, change.base_denominator) == (10, 100)
    assert (change.shown.value, change.shown.relative) == pytest.approx((-0.02, 0.2))


def test_year_grain_is_a_table_of_its_own(world):
    send(world["A"], cell("A11", "B", 70, period="2024"), cell("A11", "A12", 30, period="2024"))
    compute.compute_stale()

    assert (value("F01", world["A"]).grain, value("F03", world["A"]).shown.value) == ("year", 1.0)


def test_last_good_figures_stay_when_a_run_fails(world):
    send(world["A"], cell("A11", "B", 7))
    compute.compute_stale()
    before = table()
    send(world["A"], cell("A11", "B", 9))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE metrics_indicatorvalue ADD CONSTRAINT broken CHECK (denominator <> 9)"
        )

    (run,) = of_flows(compute.compute_stale())

    assert (run.state, table()) == ("failed", before)
    assert "broken" in run.error
    assert compute.compute_stale() == []


def test_run_that_was_cut_off_is_marked_and_made_again(world):
    send(world["A"], cell("A11", "B", 7))
    cut = ComputeRun.objects.create(job=Job.FLOWS, period=MARCH)

    compute_stale()

    cut.refresh_from_db()
    assert (cut.state, cut.error) == ("failed", "interrupted")
    assert value("F05", world["A"]).numerator == 7


def test_new_formula_makes_everything_stale(world):
    send(world["A"], cell("A11", "B", 7))
    compute.compute_stale()

    assert stale.look(Job.FLOWS, compute.code_version()).periods == []
    assert stale.look(Job.FLOWS, "another").periods == [MARCH]


def test_small_cells_and_their_complements_are_marked(world):
    send(
        world["A"],
        *[cell(code, "B", out) for code, out in (("A11", 3), ("A12", 40), ("A21", 50))],
        *[cell(code, code, 500) for code in ("A11", "A12", "A21")],
    )
    compute.compute_stale()

    marks = {code: value("F01", world[code]).disclosure for code in world if code[0] == "A"}
    assert marks == {
        "A11": "small",
        "A12": "complement",
        "A21": "shown",
        "A1": "shown",
        "A2": "shown",
        "A": "shown",
    }
    assert value("F05", world["A11"]).disclosure == "small"
    assert value("F01", world["A12"]).shown.numerator is None


def test_groups_of_diseases_beside_all_of_them_tell_nothing(world):
    groups = {"MDC,MDCB": (3, 500), "MDC,MDCF": (40, 500), "MDC,MDCE": (50, 500)}
    groups["ALL,ALL"] = 93, 1500
    send(
        world["A"],
        *[cell("A11", "B", out, disease=group) for group, (out, _home) in groups.items()],
        *[cell("A11", "A11", home, disease=group) for group, (_out, home) in groups.items()],
    )
    compute.compute_stale()

    rows = IndicatorValue.objects.filter(code="F01", grain="month", region=world["A11"])
    assert dict(rows.values_list("disease_code", "disclosure")) == {
        "ALL": "shown",
        "MDCB": "small",
        "MDCF": "complement",
        "MDCE": "shown",
    }
    told = IndicatorValue.objects.filter(region=world["A11"], disease_code__in=["MDCB", "MDCF"])
    assert set(told.filter(disclosure="shown").values_list("code", flat=True)) == set()


def test_only_county_with_few_cases_hides_its_city_too(world):
    send(
        world["A"],
        *[cell(code, "B", out) for code, out in (("A11", 3), ("A21", 50))],
        *[cell(code, code, 500) for code in ("A11", "A21")],
    )
    compute.compute_stale()

    marks = {code: value("F01", world[code]).disclosure for code in ("A11", "A1", "A2", "A")}
    assert marks == {"A11": "small", "A1": "small", "A2": "complement", "A": "shown"}


def test_hidden_and_unplaced_stays_are_counted_apart(world):
    send(world["A"], cell("A11", "B", "<5"), cell("A11", "990000", 9), cell("A11", "A11", 50))
    compute.compute_stale()

    figure = value("F01", world["A"])
    assert (figure.numerator, figure.denominator) == (0, 50)
    assert (figure.hidden_cells, figure.hidden_stays_max, figure.unplaced) == (1, 4, 9)


def test_facts_stay_when_figures_go(world):
    send(world["A"], cell("A11", "B", 7))
    compute.compute_stale()
    before = table()
    IndicatorValue.objects.all().delete()
    ComputeRun.objects.all().delete()

    compute.compute_stale()

    assert table() == before
    assert FlowReturn.objects.count() == 1
