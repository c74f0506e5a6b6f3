import pytest

from referrals import tokens
from referrals.tokens import is_identity, is_number, of_diagnosis, of_person, wanted


def finds_person(text, name="覃测试", *phones):
    person = wanted(text).person
    return person is not None and set(person) <= of_person(name, *phones)


def finds_diagnosis(text, diagnosis, code=""):
    have = of_diagnosis(diagnosis, code)
    return any(set(tried) <= have for tried in wanted(text).row)


@pytest.mark.parametrize(
    "text, name",
    [
        ("覃", "覃测试"),
        ("覃测", "覃测试"),
        ("覃测试", "覃测试"),
        (" ＱＣＳ ", "覃测试"),
        ("q", "覃测试"),
        ("qincesh", "覃测试"),
        ("zx", "曾小某"),
        ("cengx", "曾小某"),
        ("qu", "区景荣"),
        ("oujing", "区景荣"),
        ("shanm", "单明"),
        ("danm", "单明"),
        ("xie", "解放"),
        ("买买提", "买买提·吐尔逊"),
        ("买买提·吐", "买买提·吐尔逊"),
    ],
)
def test_name_is_found_by_what_it_begins_with(text, name):
    assert finds_person(text, name)


@pytest.mark.parametrize("text", ["测试", "cs", "ces", "覃试", "李", "qince1", "覃测试一"])
def test_name_is_not_found_by_anything_else(text):
    assert not finds_person(text)


def test_phone_is_found_by_exactly_its_last_four_digits():
    phones = ("13800001111", "0773-2823456")

    assert finds_person("1111", "覃测试", *phones)
    assert finds_person("3456", "覃测试", *phones)
    assert not finds_person("0000", "覃测试", *phones)
    assert not finds_person("111", "覃测试", *phones)
    assert not finds_person("13800001111", "覃测试", *phones)
    assert of_person("覃测试", "", "12") == of_person("覃测试")


@pytest.mark.parametrize(
    "text",
    ["淋巴瘤", "瘤", "大B细胞", "弥漫大B细胞淋巴瘤", "lbl", "mmdb", "linbaliu", "c83.3", "C83"],
)
def test_diagnosis_is_found_by_any_part(text):
    assert finds_diagnosis(text, "弥漫大B细胞淋巴瘤", "C83.3")


@pytest.mark.parametrize("text", ["白血病", "lbx", "淋瘤", "l", "c8", "C83.9"])
def test_diagnosis_is_not_found_by_other_words(text):
    assert not finds_diagnosis(text, "弥漫大B细胞淋巴瘤", "C83.3")


def test_four_digits_may_be_a_phone_or_a_part_of_a_number():
    want = wanted("0012")

    assert want.number == ""
    assert set(want.row[0]) <= tokens.of_number("R-2026-000123")
    assert not set(want.row[0]) <= tokens.of_number("R-0012-000456")


def test_meanings_are_kept_apart():
    assert of_person("癌", "13800001111").isdisjoint(of_diagnosis("癌1111"))
    assert wanted("").person is None
    assert wanted("、。").row == ()


def test_number_may_stand_in_an_address_and_four_digits_may_not():
    assert [is_number(text) for text in ("R-2026-000012", "12", "0012", "覃", "12345678")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert [is_identity(text) for text in ("R-2026-000012", "12", "0012", "覃", "lbl")] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert wanted("r-2026").number == "R-2026"


def test_tokens_of_a_long_name_and_diagnosis_stay_few():
    assert len(of_person("重庆长治单县曾乐重庆", "13800001111")) < 200
    assert len(of_diagnosis("急性前壁心肌梗死伴心源性休克及肺水肿", "I21.001")) < 250
    assert tokens.LONGEST_NAME == 12
