"""An edition of procedures replaces the one before; DRGs of all versions stay."""

import pytest
from django.core.management import CommandError, call_command

from hospitals.models import ClinicalCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    def act(text, **options):
        path = tmp_path / "codes.csv"
        path.write_text(text, encoding="utf-8")
        call_command("import_codes", path, **options)

    return act


def codes(rows):
    return sorted(rows.values_list("edition", "code"))


def test_new_edition_of_procedures_ends_the_old(load):
    load("code,name\n36.0601,甲\n36.0602,乙\n", table="procedure", edition="2.0")
    load("code,name,level\n36.0601,甲,4\n", table="procedure", edition="3.0")
    load("code,name,level\n36.0601,甲,4\n", table="procedure", edition="3.0")

    assert codes(ClinicalCode.objects.procedures()) == [("3.0", "36.0601")]
    assert ClinicalCode.objects.count() == 3


def test_versions_of_drgs_stand_beside_each_other(load):
    load("code,name\nFM11,甲\n", table="drg", edition="1.1")
    load("code,name\nFM12,乙\n", table="drg", edition="GX2022")

    assert codes(ClinicalCode.objects.drgs()) == [("1.1", "FM11"), ("GX2022", "FM12")]


def test_wrong_file_loads_nothing(load):
    with pytest.raises(CommandError, match="没有导入任何数据"):
        load("code,name\n,甲\n", table="drg", edition="1.1")

    assert ClinicalCode.objects.count() == 0
