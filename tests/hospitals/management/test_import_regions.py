import pytest
from django.core.management import CommandError, call_command

from hospitals.models import Region

GOOD = "code,name,level,parent\n09,Toscana,province,\n051,Arezzo,city,09\n"


@pytest.mark.django_db
def test_loads_a_file(tmp_path, capsys):
    file = tmp_path / "istat.csv"
    file.write_text(GOOD)

    call_command("import_regions", str(file), "--system", "ISTAT")

    assert Region.objects.filter(code_system="ISTAT").count() == 2
    assert "2" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_wrong_row_stops_everything_and_is_named(tmp_path, capsys):
    file = tmp_path / "istat.csv"
    file.write_text(f"{GOOD}051001,Anghiari,county,099\n")

    with pytest.raises(CommandError):
        call_command("import_regions", str(file), "--system", "ISTAT")

    assert Region.objects.count() == 0
    assert capsys.readouterr().err.startswith("4 parent 099 ")


@pytest.mark.parametrize("system", ["GB/T 2260", "", "x" * 33])
def test_a_system_needs_its_own_name(tmp_path, system):
    with pytest.raises(CommandError):
        call_command("import_regions", str(tmp_path / "none.csv"), "--system", system)


def test_a_missing_or_unreadable_file_is_said(tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("")

    for path in (tmp_path / "none.csv", empty):
        with pytest.raises(CommandError):
            call_command("import_regions", str(path), "--system", "ISTAT")
