import pytest
from django.core.management import CommandError, call_command

from portal.models import AuditEvent
from referrals.models import DiagnosisCode

pytestmark = pytest.mark.django_db
GOOD = "诊断代码,诊断名称\nC85.900,淋巴瘤\nI21.900,急性心肌梗死\n"


def run(tmp_path, text, edition="2.0", **options):
    file = tmp_path / "table.csv"
    file.write_bytes(text.encode("gb18030"))
    call_command("import_diagnoses", str(file), system="国临版", edition=edition, **options)


def in_force():
    return dict(DiagnosisCode.objects.in_force().values_list("code", "name"))


def test_loads_once_and_says_how_much(tmp_path, capsys):
    run(tmp_path, GOOD)
    run(tmp_path, GOOD)

    assert in_force() == {"C85.900": "淋巴瘤", "I21.900": "急性心肌梗死"}
    assert AuditEvent.objects.filter(verb="diagnosis.load").count() == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("新增 0 条")


def test_next_edition_takes_over_and_the_old_codes_stay(tmp_path):
    run(tmp_path, GOOD)
    run(tmp_path, "诊断代码,诊断名称\nC85.900,淋巴瘤，未特指\n", edition="3.0")

    assert in_force() == {"C85.900": "淋巴瘤，未特指"}
    assert DiagnosisCode.objects.count() == 3


def test_corrected_edition_renames_ends_and_brings_back(tmp_path):
    run(tmp_path, GOOD)
    run(tmp_path, "诊断代码,诊断名称\nC85.900,淋巴瘤（改）\n")
    assert in_force() == {"C85.900": "淋巴瘤（改）"}

    run(tmp_path, GOOD)

    assert in_force() == {"C85.900": "淋巴瘤", "I21.900": "急性心肌梗死"}


def test_wrong_row_stops_everything_and_is_named(tmp_path, capsys):
    with pytest.raises(CommandError):
        run(tmp_path, f"{GOOD}心梗,甲\n")

    assert in_force() == {}
    assert capsys.readouterr().err.startswith("4 code 心梗 ")


def test_dry_run_writes_nothing(tmp_path):
    run(tmp_path, GOOD, dry_run=True)

    assert in_force() == {}


def test_start_list_is_not_overwritten_and_missing_files_are_said(tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("")

    for path, system in ((empty, "起始清单"), (empty, "国临版"), (tmp_path / "none", "国临版")):
        with pytest.raises(CommandError):
            call_command("import_diagnoses", str(path), system=system)
