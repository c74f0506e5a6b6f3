"""Three naming systems, Chinese heads and our own; what is personal is left out and named."""

import pytest

from hospitals.readers.abstracts import columns

HQMS = ["A01", "A48", "A49", "A12C", "A14", "A26", "B11C", "B12", "B15", "B20", "B13C", "B16C"]
HQMS += ["C03C", "C06x01C", "C06x02C", "B34C", "D01", "A11", "A20"]
PINYIN = ["IDC", "BAH", "ZYCS", "XB", "NL", "XZZ_XIAN", "RYTJ", "RYSJ", "CYSJ", "SJZYTS", "RYKB"]
PINYIN += ["CYKB", "JBDM", "JBDM1", "JBDM2", "LYFS", "YZZY_YLJG", "WSY_YLJG", "ZFY", "XM", "SFZH"]


@pytest.mark.parametrize(("header", "system"), [(HQMS, "hqms"), (PINYIN, "pinyin")])
def test_each_naming_system_is_known(header, system):
    found = columns.guess(header)

    assert (found.system, found.unused) == (system, ())
    assert columns.missing(found.mapping, has_sender=False) == []
    assert len(found.mapping["dx_other"]) == 2


def test_personal_columns_are_left_out_and_named():
    found = columns.guess([*HQMS, "患者姓名", "手机号"])

    assert found.personal == ("A11", "A20", "患者姓名", "手机号")


def test_two_columns_tell_of_the_destination():
    assert columns.guess(PINYIN).mapping["dest_org_name"] == [16, 17]


def test_chinese_head_with_its_code_in_brackets():
    assert columns.guess(["出院主要诊断编码（C03C）"]).mapping == {"dx_main": [0]}


def test_sender_is_remembered_before_names():
    found = columns.guess(["诊断", "C03C"], {"诊断": "dx_main"})

    assert found.mapping == {"dx_main": [0]}


def test_hospital_need_not_say_its_own_code():
    mapping = columns.guess(HQMS[1:]).mapping

    assert columns.missing(mapping, has_sender=True) == []
    assert columns.missing(mapping, has_sender=False) == ["org_code"]
    assert columns.missing({}, has_sender=True)[-1] == "residence_code"
