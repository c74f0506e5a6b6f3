from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import override_settings

from hospitals.actions import calendars


def run(*arguments):
    out = StringIO()
    call_command("doctor", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_what_is_well_is_said_in_one_line_each(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    lines = run("--only", "database,migrations,clock")

    assert [line.split("  ")[:2] for line in lines] == [
        ["正常", "数据库"],
        ["正常", "数据库结构"],
        ["正常", "时区"],
    ]


@override_settings(REDIS_URL="unix:///nowhere/valkey.sock")
def test_what_is_not_well_fails_the_command(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    with pytest.raises(SystemExit) as caught:
        run("--only", "broker")

    assert caught.value.code == 1


def test_disk_and_static_files_are_looked_at(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    (tmp_path / "staticfiles.json").write_text("{}", encoding="utf-8")

    with override_settings(STATIC_ROOT=tmp_path, STATE_DIR=tmp_path):
        lines = run("--only", "static_files,disk")

    assert lines[0] == f"正常  静态文件  {tmp_path / 'staticfiles.json'}"
    assert lines[1].startswith("正常  磁盘  剩余 ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "word"), [("2026-10-31", "正常"), ("2026-11-01", "提醒"), ("2028-01-01", "提醒")]
)
def test_missing_holidays_are_a_reminder_and_no_failure(monkeypatch, today, word):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    calendars.load_national()

    with time_machine.travel(f"{today}T12:00+08:00"):
        lines = run("--only", "holidays")

    assert [line.split("  ")[:2] for line in lines] == [[word, "节假日"]]
