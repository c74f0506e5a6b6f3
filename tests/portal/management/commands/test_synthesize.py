import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.demo import dirt, stays


def test_dirty_files_lie_beside_what_their_import_must_find(tmp_path, capsys):
    call_command("synthesize", "--dirty", str(tmp_path / "in"), "--rows", "200", "--share", "0.2")

    expected = json.loads((tmp_path / "in" / "expected.json").read_text(encoding="utf-8"))
    made = dirt.files(stays.organisation_code(dirt.COUNTY), 200, 0.2, stays.SEED)
    assert expected == {
        one.name: {"is_refused": one.is_refused, "counts": dict(one.counts)} for one in made
    }
    assert {path.name for path in (tmp_path / "in").glob("*.csv")} == set(expected)
    assert len(capsys.readouterr().out.splitlines()) == len(made)


def test_no_invented_data_in_production(settings, tmp_path):
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        call_command("synthesize", "--dirty", str(tmp_path))
