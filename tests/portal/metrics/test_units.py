import datetime as dt

import pytest

from portal.metrics import plans, queue, units
from portal.metrics.ledger import World, cubes_folder
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from tests.factories.stay_ledger import FEBRUARY, JANUARY, Ledger

pytestmark = pytest.mark.django_db
HERE, THERE = 450312, 520103
OPERATED = {"op_main": "47.0100", "op_kind": 1, "op_level": 4, "is_minimally_invasive": True}
GROUPED = {"drg_code": "FM11", "drg_version": "CHS-1.1", "rw_e4": 31_000, "dept_out": "内科"}


@pytest.fixture
def ledger(settings, tmp_path):
    settings.FACTS_DIR = tmp_path
    return Ledger()


def value(code, **about):
    return IndicatorValue.objects.get(code=code, **about)


def counts(code, **about):
    row = value(code, **about)
    return row.numerator, row.denominator


def table():
    names = [field.attname for field in IndicatorValue._meta.fields if field.attname != "run_id"]
    names.remove("code_versions")
    return set(IndicatorValue.objects.values_list(*names))


def test_month_of_a_province_has_its_figures(ledger):
    ledger.send((HERE, 70, {}), (THERE, 20, GROUPED), (HERE, 10, OPERATED), (999999, 5, {}))

    runs = queue.compute_stale()

    month = {"grain": "month", "hospital": ledger.hospital}
    assert [(run.job, run.state, run.error) for run in runs] == [
        ("abstracts", "done", ""),
        ("abstracts_of_year", "done", ""),
        ("residents_of_year", "done", ""),
    ]
    assert counts("H01", **month) == (105, None)
    assert counts("H03", **month) == (10, 105)
    assert counts("H13", **month) == (525, 105)
    assert counts("F09", **month) == (20, 100)
    assert value("F09", **month).unplaced == 5
    for item in ("", "department:内科"):
        mix = value("H08", item=item, **month)
        assert (mix.measure, mix.denominator, mix.drg_version) == (3.1, 20, "CHS-1.1")
    assert counts("F09", grain="month", region=ledger.south) == (20, 100)


def test_steps_on_the_way_are_never_shown(ledger):
    """Beside all who were sent on, those of one way would tell those of the other."""
    ledger.send((HERE, 70, {"discharge_mode": 3}), (HERE, 20, {"discharge_mode": 2}))

    queue.compute_stale()

    rows = IndicatorValue.objects.filter(code="R10A").order_by("item")
    assert list(rows.values_list("item", "numerator", "disclosure")) == [
        ("2", 20, "complement"),
        ("3", 70, "complement"),
    ]


def test_year_rests_on_its_months(ledger):
    ledger.send((HERE, 70, {}), (THERE, 30, GROUPED))
    ledger.send((HERE, 60, {}), (THERE, 10, GROUPED), month=FEBRUARY)
    ledger.send((THERE, 90, {}), (HERE, 10, GROUPED), hospital=ledger.other)
    queue.compute_stale()

    year = {"grain": "year", "period": JANUARY}
    assert counts("F09", hospital=ledger.hospital, disease_system="ALL", **year) == (40, 170)
    assert counts("F15", counterpart_region=ledger.homes[1], hospital=ledger.hospital, **year) == (
        40,
        170,
    )
    assert counts("F27", region=ledger.west, disease_code="ALL", **year) == (40, 40)
    assert counts("F27", region=ledger.west, disease_system="MDC", **year) == (40, 40)
    assert counts("F14", region=ledger.homes[0], counterpart_hospital=ledger.hospital, **year) == (
        130,
        140,
    )


def test_only_what_changed_is_computed(ledger):
    ledger.send((HERE, 70, {}))
    ledger.send((HERE, 70, {}), hospital=ledger.other)
    queue.compute_stale()
    again = queue.compute_stale()
    ledger.send((HERE, 71, {}))

    runs = queue.compute_stale()

    assert again == []
    assert [(run.job, run.region) for run in runs] == [
        ("abstracts", ledger.south),
        ("abstracts_of_year", ledger.south),
        ("residents_of_year", None),
    ]
    assert counts("H01", grain="month", hospital=ledger.hospital) == (71, None)


def test_process_goes_on_with_the_years_when_their_months_are_done(ledger):
    ledger.send((HERE, 70, {}))
    ledger.send((HERE, 60, {}), month=FEBRUARY)
    queue.fill()

    runs = queue.work()

    assert [(run.job, run.period.month) for run in runs] == [
        ("abstracts", 1),
        ("abstracts", 2),
        ("abstracts_of_year", 1),
        ("residents_of_year", 1),
    ]
    assert counts("H01", grain="year", hospital=ledger.hospital) == (130, None)
    assert queue.work() == []


def test_later_month_touches_who_may_have_come_back(ledger):
    ledger.send((HERE, 9, {"person_key": 7, "readmit_plan": 1}))
    queue.compute_stale()
    ledger.send((HERE, 1, {"person_key": 7}), month=FEBRUARY)

    runs = queue.compute_stale()

    january = {"grain": "month", "period": JANUARY, "hospital": ledger.hospital}
    assert sorted(run.period for run in runs if run.job == Job.ABSTRACTS) == [JANUARY, FEBRUARY]
    assert counts("H19", **january) == (9, 9)


def test_computed_again_gives_the_same_table(ledger):
    ledger.send((HERE, 70, GROUPED), (THERE, 20, OPERATED))
    queue.compute_stale()
    before = table()

    runs = queue.compute_stale(everything=True)

    assert table() == before
    assert [run.job for run in runs].count(Job.ABSTRACTS) == 1
    assert {run.job for run in runs} == {*plans.PLANS}


def test_last_good_figures_stay_when_a_run_fails(ledger):
    ledger.send((HERE, 70, {}))
    queue.compute_stale()
    before = table()
    ledger.send((HERE, 71, {}))
    for row in World().shares[JANUARY, ledger.south.pk].locations:
        row.write_bytes(b"no parquet")

    runs = queue.compute_stale()

    assert runs[0].state == "failed"
    assert "arquet" in runs[0].error
    assert table() == before
    assert queue.fill() == []


def test_cancelled_run_changes_nothing(ledger):
    ledger.send((HERE, 70, {}))
    (run,) = queue.fill()
    ComputeRun.objects.filter(pk=run.pk).update(is_cancel_asked=True)

    units.compute_run(run)

    assert run.state == "stopped"
    assert IndicatorValue.objects.count() == 0
    assert [waits.job for waits in queue.fill()] == ["abstracts_of_year", "residents_of_year"]


def test_run_whose_process_was_killed_is_made_again(ledger):
    ledger.send((HERE, 70, {}))
    (run,) = queue.fill()
    ComputeRun.objects.filter(pk=run.pk).update(state="running", started_at=dt.datetime.now(dt.UTC))

    (again,) = queue.fill()

    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", "interrupted")
    assert units.compute_run(again).state == "done"


def test_small_inflow_is_hidden_with_what_would_tell_it(ledger):
    ledger.send((HERE, 70, {}), (THERE, 3, {}))
    queue.compute_stale()

    month = {"grain": "month", "hospital": ledger.hospital}
    assert [value(code, **month).disclosure for code in ("F08", "F09")] == ["small", "small"]


def test_cubes_that_nothing_reads_are_removed(ledger):
    ledger.send((HERE, 70, {}))
    queue.compute_stale()
    ledger.send((HERE, 71, {}))
    queue.compute_stale()

    gone = units.sweep(older_than=-1)

    assert gone == len(plans.EVERY_CUBE)
    assert len(list(cubes_folder().glob("*/*/*"))) == len(plans.EVERY_CUBE)
