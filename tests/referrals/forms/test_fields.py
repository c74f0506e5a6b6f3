import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from hospitals.models import Region
from referrals.forms.fields import (
    ClosedChoiceField,
    DiagnosisCodeField,
    PhoneField,
    RegionField,
    region_text,
)
from tests.factories import hospitals


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("138 0000 1111", "13800001111"),
        ("+86-138-0000-1111", "13800001111"),
        ("１３８００００１１１１", "13800001111"),
        ("0773-2831234", "0773-2831234"),
        ("（0773）2831234", "07732831234"),
        ("2831234-801", "2831234-801"),
        ("", ""),
    ],
)
def test_phone_is_mended(typed, kept):
    assert PhoneField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["12345", "1280000111", "电话", "138000011112"])
def test_phone_that_nobody_can_call_is_refused(typed):
    with pytest.raises(ValidationError):
        PhoneField(required=False).clean(typed)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("i21.9", "I21.9"),
        (" Ｉ２１．９ ", "I21.9"),
        ("C73.x00", "C73.X00"),
        ("i21.900x001", "I21.900X001"),
        ("J18", "J18"),
        ("", ""),
    ],
)
def test_diagnosis_code_is_mended(typed, kept):
    assert DiagnosisCodeField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["心梗", "21.9", "I2", "I21.9.9"])
def test_diagnosis_code_of_another_kind_is_refused(typed):
    with pytest.raises(ValidationError):
        DiagnosisCodeField(required=False).clean(typed)


@pytest.fixture
def field(stranger):
    made = RegionField(required=False)
    made.user = stranger
    return made


def test_region_is_found_by_code_name_and_pinyin(field):
    county = hospitals.county("七星区")
    Region.objects.filter(pk=county.pk).update(code="450305", pinyin="qxq qixingqu")
    county.refresh_from_db()

    for typed in ("450305", "七星区", "七星", "qxq", "４５０３０５", region_text(county)):
        assert field.clean(typed) == county
    assert field.prepare_value(county) == region_text(county)


def test_choice_of_a_closed_list():
    field = ClosedChoiceField(choices=[("", "请选择"), ("1", "男")], required=False)

    assert [field.clean(typed) for typed in ("1", "", None)] == ["1", "", ""]
    with pytest.raises(ValidationError):
        field.clean("男")


def test_retired_code_means_its_successor(field):
    now = hospitals.county("荔浦市")
    Region.objects.filter(pk=now.pk).update(code="450381")
    hospitals.region(
        "荔浦县",
        level="county",
        parent=now.parent,
        code="450331",
        valid_to=dt.date(2018, 7, 31),
        successor=now,
    )

    assert field.clean("450331") == now


def test_region_that_is_not_one_is_refused(field):
    for name in ("城关区", "城东区"):
        hospitals.county(name)
    hospitals.county("新华区")
    hospitals.county("新华区")

    for typed in ("999999", "没有的县", "城", "新华区"):
        with pytest.raises(ValidationError):
            field.clean(typed)
    assert field.clean("") is None
