import json

import pytest
from django.core.management import CommandError, call_command

from hospitals.models import FlowReturn, Region
from tests.factories import flows
from tests.factories.flows import HEADER, cell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def facts_dir(settings, tmp_path):
    settings.FACTS_DIR = tmp_path / "facts"


@pytest.fixture
def run(tmp_path, capsys):
    flows.world()

    def make(*rows, options=(), header=HEADER):
        path = tmp_path / "flows.csv"
        path.write_bytes(flows.file(*rows, header=header))
        given = ["--region", "A", "--source", "hqms", "--system", flows.SYSTEM]
        call_command("import_flows", str(path), *given, *options)
        return capsys.readouterr().out

    return make


def test_imports_and_reports_as_json(run):
    report = json.loads(run(cell("A11", "B", 7), options=["--json"]))

    assert (report["state"], report["rows"], report["errors"]) == ("current", 1, 0)
    assert FlowReturn.objects.get().stays == 7


def test_dry_run_writes_nothing(run):
    assert "dropped" in run(cell("A11", "B", 7), options=["--dry-run"])
    assert not FlowReturn.objects.exists()


def test_same_file_again_is_no_failure(run):
    run(cell("A11", "B", 7))

    assert "已经导入过" in run(cell("A11", "B", 7))


def test_errors_exit_with_1(run):
    with pytest.raises(CommandError) as caught:
        run(cell("A11", "B", "x"))

    assert caught.value.returncode == 1


def test_warnings_exit_with_3(run):
    flows.region(
        "A99", "county", Region.objects.get(code="A1"), successor=Region.objects.get(code="A11")
    )

    with pytest.raises(SystemExit) as caught:
        run(cell("A99", "B", 7))

    assert caught.value.code == 3


def test_held_batch_exits_with_4_and_waits_for_a_note(run):
    rows = [cell("A11", "A11", 30), cell("A11", "B", 70)]

    for options in (["--dry-run"], []):
        with pytest.raises(SystemExit) as caught:
            run(*rows, options=options)
        assert caught.value.code == 4

    run(*rows, options=["--note", "边境县"])
    assert FlowReturn.objects.in_force().count() == 2


@pytest.mark.parametrize("file, region", [("missing.csv", "A"), ("flows.csv", "Q")])
def test_wrong_use_exits_with_2(run, tmp_path, file, region):
    run(cell("A11", "B", 7))

    with pytest.raises(CommandError) as caught:
        call_command(
            "import_flows", str(tmp_path / file), "--region", region, "--system", flows.SYSTEM
        )

    assert caught.value.returncode == 2


def test_hospitals_unknown_here_are_placed_by_a_file(run, tmp_path):
    table = tmp_path / "hospitals.csv"
    table.write_text("org_code,region_code\nX1,B11\n")
    header = HEADER.replace("dest_code", "dest_org_code")

    run(cell("A11", "X1", 7), header=header, options=["--hospitals", str(table)])

    row = FlowReturn.objects.get()
    assert (row.destination.code, row.destination_code) == ("B11", "X1")
