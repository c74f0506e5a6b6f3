"""What a hospital needs for its DRG groups, against its province: H09 to H12, by grouper version.

A group's reference is its mean over all hospitals of the province in the same year and version.
Groups of low risk are found the same way: no published list of them is at hand.
"""

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind

_SOURCE = "case_abstract"

INDICATORS = [
    Indicator(
        "H09",
        _("DRG 组数"),
        _("一年内收治病例覆盖的 DRG 组数；不同分组器版本分别计算。"),
        "|{g}|",
        Kind.TALLY,
        _("组"),
        "higher",
        _("医院×年×分组器版本"),
        _SOURCE,
        "CHS-DRG",
    ),
    Indicator(
        "H10",
        _("时间消耗指数"),
        _("各 DRG 组平均住院日与全省同组平均住院日之比，按本院病例数加权平均。"),
        "Σ_g (LOS_g ÷ LOS_g,ref)·n_g ÷ Σ n_g",
        Kind.INDEX,
        _("比值"),
        "lower",
        _("医院×年×分组器版本"),
        _SOURCE,
        "CHS-DRG",
    ),
    Indicator(
        "H11",
        _("费用消耗指数"),
        _("各 DRG 组次均费用与全省同组次均费用之比，按本院病例数加权平均。"),
        "Σ_g (cost_g ÷ cost_g,ref)·n_g ÷ Σ n_g",
        Kind.INDEX,
        _("比值"),
        "lower",
        _("医院×年×分组器版本"),
        _SOURCE,
        "CHS-DRG",
    ),
    Indicator(
        "H12",
        _("低风险组死亡率"),
        _(
            "低风险 DRG 组的住院死亡率。低风险组指全省同年同版本中，"
            "死亡率的自然对数低于各组均值减一个标准差的组。"
        ),
        "deaths ÷ n, ln(m_g) < mean − sd",
        Kind.SHARE,
        "%",
        "lower",
        _("医院×年×分组器版本"),
        _SOURCE,
        _("国考 14"),
    ),
]
