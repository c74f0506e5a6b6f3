import pytest

from hospitals.pinyin import initials, searchable, spelling, spellings


def test_spelling_of_a_hospital():
    assert spelling("桂林市人民医院") == "guilinshirenminyiyuan"


def test_spelling_of_names_that_a_dictionary_reads_wrong():
    names = ["单县", "六安市", "长治市", "重庆市", "曾", "平乐县", "百色市"]

    spelled = [spelling(name) for name in names]

    assert spelled == [
        "shanxian",
        "luanshi",
        "changzhishi",
        "chongqingshi",
        "zeng",
        "pinglexian",
        "baiseshi",
    ]


def test_initials_put_the_usual_reading_first():
    assert [initials(name)[0] for name in ("桂林市人民医院", "长治市", "六安市", "单县")] == [
        "glsrmyy",
        "czs",
        "las",
        "sx",
    ]


def test_initials_offer_the_other_readings_too():
    assert initials("区某") == ["qm", "om"]
    assert initials("曾某") == ["zm", "cm"]


def test_initials_are_capped():
    assert len(initials("重庆长治单县曾乐")) == 8


def test_initials_keep_digits_whole():
    assert initials("民营医院01") == ["myyy01"]


def test_searchable_joins_names_once_each():
    assert searchable("桂林", "", "桂林") == "guilin gl"


def test_searchable_is_cut_at_a_blank():
    assert searchable("桂林", "柳州", limit=12) == "guilin"


def test_searchable_leaves_punctuation_out():
    assert searchable("模拟·“三二”医院").split()[0] == "monisaneryiyuan"


def test_spellings_offer_every_reading_the_usual_one_first():
    assert spellings("区某")[:3] == ["qumou", "oumou", "qumei"]
    assert spellings("曾某")[:2] == ["zengmou", "cengmou"]
    assert spellings("单县")[:2] == ["shanxian", "danxian"]
    assert len(spellings("重庆长治单县曾乐")) == 8
    assert "cengzhongzhong" in spellings("曾重重")


# What people type and whom they mean: names that dictionaries read wrong among plain ones.
LISTED = {
    "单县": "sx shanxian",
    "六安市": "las luanshi",
    "长治市": "czs changzhishi",
    "重庆市": "cqs chongqingshi",
    "曾志明": "zzm zengzhiming",
    "区景荣": "ojr oujingrong",
    "平乐县": "plx pinglexian",
    "百色市": "bss baiseshi",
    "全州县": "qzx quanzhouxian",
    "灌阳县": "gyx guanyangxian",
    "荔浦市": "lps lipushi",
    "阳朔县": "ysx yangshuoxian",
    "恭城县": "gcx gongchengxian",
    "乐业县": "lyx leyexian",
    "东兰县": "dlx donglanxian",
    "都安县": "dax duanxian",
    "台江县": "tjx taijiangxian",
    "丽江市": "ljs lijiangshi",
    "蚌埠市": "bbs bengbushi",
    "亳州市": "bzs bozhoushi",
    "单雄信": "sxx shanxiongxin",
    "仇英": "qy qiuying",
    "解缙": "xj xiejin",
    "任弼时": "rbs renbishi",
    "华佗": "ht huatuo",
    "翟志刚": "zzg zhaizhigang",
    "覃测试": "qcs qinceshi",
    "韦小宝": "wxb weixiaobao",
    "盖聂": "gn ge",
    "淋巴瘤": "lbl linbaliu",
}


@pytest.mark.parametrize("name", LISTED)
def test_listed_names_are_found_by_initials_and_spelling(name):
    for typed in LISTED[name].split():
        assert any(run.startswith(typed) for run in (*initials(name), *spellings(name))), typed
