"""Discharges of each hospital, from its case abstracts: H01, H13, H17, H18, D01.

A stay of one day counts one day, as the abstract has it. How people left is the code that the
hospital wrote; who went home on the doctor's word is not told apart from who went elsewhere by it.
"""

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind

_SOURCE = "case_abstract"

INDICATORS = [
    Indicator(
        "H01",
        _("出院人次"),
        _("期内出院的人次，按病案首页计。"),
        "Σ n",
        Kind.COUNT,
        _("人次"),
        "context",
        _("医院×月"),
        _SOURCE,
        _("国考分母"),
    ),
    Indicator(
        "H13",
        _("平均住院日"),
        _("出院者占用总床日数除以出院人次；当日出入院按 1 日计。"),
        "Σ LOS ÷ n",
        Kind.RATIO,
        _("日"),
        "lower",
        _("医院×月"),
        _SOURCE,
        _("国考"),
    ),
    Indicator(
        "H17",
        _("非医嘱离院率"),
        _("离院方式为非医嘱离院（4）的人次占出院人次的比例。"),
        "n(LYFS=4) ÷ n",
        Kind.SHARE,
        "%",
        "lower",
        _("医院×月"),
        _SOURCE,
        "CV06.00.226",
    ),
    Indicator(
        "H18",
        _("转出率"),
        _("离院方式为转院（2）或转社区、乡镇（3）的人次占出院人次的比例。"),
        "n(LYFS∈{2,3}) ÷ n",
        Kind.SHARE,
        "%",
        "context",
        _("医院×月"),
        _SOURCE,
        "CV06.00.226",
    ),
    Indicator(
        "D01",
        _("现住址编码完整率"),
        _("现住址为现行代码或可对应到现行代码的病案首页所占的比例。"),
        "n(placed) ÷ n",
        Kind.SHARE,
        "%",
        "higher",
        _("医院×月"),
        _SOURCE,
        "P",
    ),
]
