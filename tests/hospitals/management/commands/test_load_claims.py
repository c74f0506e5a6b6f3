import io

import pytest
from django.core.management import CommandError, call_command

from hospitals.models import Claim

pytestmark = pytest.mark.django_db


def test_figures_of_this_release_are_added_once():
    told = io.StringIO()

    call_command("load_claims", stdout=told)
    call_command("load_claims", stdout=told)

    assert told.getvalue().split("\n") == ["新增 203 条。", "新增 0 条。", ""]
    assert Claim.objects.count() == 203


def test_file_that_cannot_be_read_is_refused(tmp_path):
    file = tmp_path / "figures.csv"
    file.write_text("code,source\nS0-001,S0\n")

    with pytest.raises(CommandError, match="第一行须为"):
        call_command("load_claims", str(file))
