"""manage.py import_abstracts: the steps of the page in one line, with exit codes for scripts."""

import json

import pytest
from django.core.management import CommandError, call_command

from hospitals.models import AbstractFile, ImportBatch
from tests.factories import abstracts as make
from tests.factories import hospitals
from tests.factories.abstracts import line, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def facts_dir(settings, tmp_path):
    settings.FACTS_DIR = tmp_path / "facts"


@pytest.fixture
def run(tmp_path, capsys):
    county = hospitals.region(
        level="county",
        code=make.COUNTY,
        parent=hospitals.region(level="city", parent=hospitals.region()),
    )
    hospitals.hospital("丙县人民医院", region=county, org_code=make.ORG)

    def act(*lines, **options):
        path = tmp_path / "首页.csv"
        path.write_bytes(sent(*lines))
        told = {"hospital": "丙县人民医院", "json": True} | options
        call_command("import_abstracts", path, **told)
        return json.loads(capsys.readouterr().out)

    return act


def test_file_in_order_is_in_force(run):
    report = run(line(1), line(2))

    assert (report["state"], report["rows"], report["errors"]) == ("current", 2, 0)
    assert AbstractFile.objects.current().get().rows == 2


def test_dry_run_leaves_nothing(run):
    assert run(line(1), dry_run=True)["state"] == "dropped"
    assert AbstractFile.objects.count() == 0


def test_warnings_have_their_exit_code(run):
    with pytest.raises(SystemExit, match="3"):
        run(line(1, los_days="9"))


def test_held_batch_waits_for_a_note(run):
    with pytest.raises(SystemExit, match="4"):
        run(line(1, residence_code="999999"))
    assert ImportBatch.objects.get().state == "held"


def test_refused_file(run):
    with pytest.raises(CommandError, match="没有导入任何数据") as caught:
        run(line(1, sex="7"), json=False)

    assert caught.value.returncode == 1


def test_unknown_sender(run):
    with pytest.raises(CommandError, match="没有这个报送单位"):
        run(line(1), hospital="无名医院")
