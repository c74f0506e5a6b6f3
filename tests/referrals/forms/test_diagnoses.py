import pytest

from referrals.actions import diagnoses
from referrals.models.diagnosis import STARTER
from referrals.readers.diagnosis_file import Row
from tests.referrals.forms.test_filing import form

ROWS = [Row("I21.900", "急性心肌梗死"), Row("E11.900", "2型糖尿病")]


def load(system):
    diagnoses.load(rows=ROWS, system=system, edition="1")


def test_without_an_official_table_any_well_formed_code_is_accepted(world):
    load(STARTER)

    filled = form(world, main_diagnosis_code="Z99.9", other_diagnoses="Z98.8 术后状态")

    assert filled.errors == {}


@pytest.mark.parametrize("code", ["I21.900", "I21.9", "I21", "I21.9+"])
def test_code_or_category_of_the_table_is_known(world, code):
    load("国临版")

    assert form(world, main_diagnosis_code=code).errors == {}


def test_unknown_code_is_named_at_its_field(world):
    load("国临版")

    filled = form(world, main_diagnosis_code="Z99.9", other_diagnoses="E11.9 糖尿病\nZ98.8 术后")

    assert set(filled.errors) == {"main_diagnosis_code", "other_diagnoses"}
    assert "Z99.9" in filled.errors["main_diagnosis_code"][0]
    assert "E11.9" not in filled.errors["other_diagnoses"][0]


def test_code_and_name_complete_each_other(world):
    load(STARTER)

    by_name = form(world, main_diagnosis_code="", main_diagnosis="急性心肌梗死")
    by_code = form(world, main_diagnosis_code="E11.900", main_diagnosis="")

    assert by_name.errors == by_code.errors == {}
    assert by_name.cleaned_data["main_diagnosis_code"] == "I21.900"
    assert by_code.cleaned_data["main_diagnosis"] == "2型糖尿病"
