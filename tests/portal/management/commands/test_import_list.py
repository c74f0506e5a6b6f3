"""manage.py import_list: any list, by the steps of the page, with exit codes for scripts."""

import json

import pytest
from django.core.management import CommandError, call_command

from hospitals.models import BedTarget, MonthlyReport, Population
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
HEADER = "region_code,year,n"


@pytest.fixture
def sender(commission_of):
    return commission_of(hospitals.region(code="450000"))


@pytest.fixture
def run(tmp_path, settings, capsys):
    settings.MEDIA_ROOT = tmp_path / "media"

    def act(kind, user, *lines, **options):
        path = tmp_path / "rows.csv"
        path.write_text("\n".join(lines), encoding="gb18030")
        call_command("import_list", kind, path, user=user.username, json=True, **options)
        return json.loads(capsys.readouterr().out)

    return act


def test_population_comes_in(run, sender):
    report = run("population", sender, HEADER, "450000,2020,5000")

    assert (report["state"], report["written"], report["encoding"]) == ("done", 1, "utf-8")
    assert Population.objects.get().count == 5000


@pytest.mark.parametrize(
    ("kind", "model", "lines"),
    [
        (
            "monthly-reports",
            MonthlyReport,
            ("医院,period,outpatient_visits", "甲医院,2026-01,9"),
        ),
        ("bed-targets", BedTarget, ("医院,milestone_date,target_beds", "甲医院,2027-01-01,900")),
    ],
)
def test_service_and_targets_come_in(run, kind, model, lines):
    admin = hospitals.member("hospital_admin", hospitals.hospital("甲医院"))

    assert run(kind, admin, *lines)["written"] == 1
    assert model.objects.count() == 1


def test_dry_run_writes_nothing(run, sender):
    assert run("population", sender, HEADER, "450000,2020,5000", dry_run=True)["state"] == "tried"
    assert not Population.objects.exists()


def test_wrong_rows_stop_it_unless_they_are_left_out(run, sender):
    lines = (HEADER, "450000,2020,5000", "450000,2020,x")

    with pytest.raises(CommandError) as caught:
        run("population", sender, *lines)
    assert (caught.value.returncode, Population.objects.count()) == (1, 0)

    with pytest.raises(SystemExit, match="3"):
        run("population", sender, *lines, only_right=True)
    assert Population.objects.count() == 1


def test_who_may_not_is_wrong_use(run):
    with pytest.raises(CommandError) as caught:
        run("population", hospitals.member("hospital_admin", hospitals.hospital()), HEADER)

    assert caught.value.returncode == 2
