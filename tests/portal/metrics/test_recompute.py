import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from portal.metrics import compute
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from tests.factories import flows
from tests.factories.flows import cell, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = flows.world()
    send(made["A"], cell("A11", "B", 7), cell("A11", "B", 9, period="2024-04"))
    return made


def of_flows(capsys):
    """The lines of one job; others have figures of the same facts."""
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    return [line[:4] for line in lines if line[0] == "flows"]


def test_stale_periods_are_computed(world, capsys):
    call_command("recompute")

    assert of_flows(capsys) == [
        ["flows", "2024-03", "done", "18"],
        ["flows", "2024-04", "done", "18"],
    ]


def test_span_is_computed_whether_stale_or_not(world, capsys):
    call_command("recompute")
    capsys.readouterr()

    call_command("recompute", "--from", "2024-04", "--to", "2024-12")

    assert of_flows(capsys) == [["flows", "2024-04", "done", "18"]]


def test_check_changes_nothing_and_finds_a_difference(world, capsys):
    call_command("recompute")
    runs = ComputeRun.objects.count()
    call_command("recompute", "--check")
    IndicatorValue.objects.filter(code="F01").update(numerator=1)

    with pytest.raises(CommandError, match="12 figures differ"):
        call_command("recompute", "--check")

    lines = capsys.readouterr().out.splitlines()
    told = [line.split()[2:] for line in lines if line.startswith("F01 ")]
    assert told == [
        [month, *["only", "before", "3,", "only", "now", "3"]] for month in ("2024-03", "2024-04")
    ]
    assert any(line.startswith("flows") and f" 1/{runs} " in line for line in lines)
    assert ComputeRun.objects.count() == runs
    assert set(IndicatorValue.objects.filter(code="F01").values_list("numerator")) == {(1,)}


def test_check_holds_nobody_up_and_waits_for_nobody(world, capsys):
    """Another session that computes is left alone; the locks are given back."""
    call_command("recompute")
    with compute.alone(Job.FLOWS, dt.date(2024, 3, 1)) as is_mine:
        assert is_mine
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('flows 2024-03-01', 0))")

    with pytest.raises(CommandError, match="being computed"):
        call_command("recompute", "--check")
    other.close()

    call_command("recompute", "--check")
    assert capsys.readouterr().out.splitlines()[-1].endswith("figures are the same")
