"""Who sends where, what leaves, and whether it stands out: F14 to F29."""

import datetime as dt

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind, Version

INDICATORS = [
    Indicator(
        "F14",
        _("相关指数"),
        "n_ij ÷ Σ_j n_ij",
        Kind.SHARE,
        _("比值"),
        "context",
        _("来源地×机构×年"),
        ("flow_agg",),
        "Griffith 1972",
        counted=_("来源地居民在该机构住院的人次"),
        base=_("来源地居民在已报送病案首页的医院住院的人次"),
        note=_(
            "某县居民的住院人次中，在该医院住院的比例；取病案首页，"
            "只计已报送的医院：流向数据多数只到地区，写明医院的不全。"
            "不足 5 例或 1% 的医院不列，据合计可推得时最小的一家也不列。"
        ),
    ),
    Indicator(
        "F15",
        _("承诺指数"),
        "n_ij ÷ Σ_i n_ij",
        Kind.SHARE,
        _("比值"),
        "context",
        _("来源地×机构×年"),
        ("case_abstract",),
        "Griffith 1972; AHRQ",
        counted=_("来源地居民在该机构住院的人次"),
        base=_("该机构现住址已知的出院人次"),
        note=_(
            "取病案首页；来源地到县。不足 5 例或 1% 的来源地不列，据合计可推得时最小的一个也不列。"
        ),
    ),
    Indicator(
        "F16",
        _("主要服务区"),
        "min k: Σ_{i≤k} CI_i ≥ 0.60",
        Kind.SHARE,
        "%",
        "context",
        _("来源地×机构×年"),
        ("case_abstract",),
        "AHRQ",
        counted=_("该来源县居民的出院人次"),
        base=_("该机构现住址已知的出院人次"),
        note=_(
            "按承诺指数由高到低累计，最先达到 60%、75% 或 90% 的最小来源县集合；"
            "对象是各县所在的最小一档。数值为该县的承诺指数；不足 5 例的县不列。"
        ),
    ),
    Indicator(
        "F17",
        _("去向构成"),
        "n_ij ÷ Σ_{j∉own} n_ij",
        Kind.SHARE,
        "%",
        "context",
        _("地区×年×病种"),
        ("flow_agg",),
        "n_ij ÷ Σ_{j∉own} n_ij",
        counted=_("去往该省的住院人次"),
        base=_("本地居民在外省住院的人次"),
        note=_(
            "按省；每个去向都列出，图表只画最多的几个，其余合为其他。按市见 F17C；"
            "按医院的不列：流向数据多数只到地区，写明医院的不全，见 F14。"
        ),
    ),
    Indicator(
        "F17C",
        _("去向构成（按市）"),
        "n_ij ÷ Σ_{j∉own} n_ij",
        Kind.SHARE,
        "%",
        "context",
        _("省或市×年"),
        ("flow_agg",),
        "n_ij ÷ Σ_{j∉own} n_ij",
        counted=_("去往该市的住院人次"),
        base=_("本地居民在本省（本市）以外住院的人次"),
        note=_("省看本省以外、市看本市以外的去向；只知道省份的去向以省列出。全部病种合计。"),
        variant_of="F17",
    ),
    Indicator(
        "F18",
        _("去向集中度"),
        "Σ_j (n_ij ÷ Σ_j n_ij)²",
        Kind.INDEX,
        _("指数"),
        "context",
        _("地区×年×病种"),
        ("flow_agg",),
        "Herfindahl",
        base=_("去向已知的本地居民住院人次"),
        note=_("各省（含本省）占本地居民住院人次比例的平方和；1 表示都在一个省。"),
        version=2,
        valid_from=dt.date(2026, 11, 22),
        earlier=(
            Version(
                1,
                "Σ_{j∉own} (n_ij ÷ Σ_{j∉own} n_ij)²",
                dt.date(2026, 1, 1),
                dt.date(2026, 11, 21),
                _("只计外省；现为 F18O。"),
            ),
        ),
    ),
    Indicator(
        "F18O",
        _("外流去向集中度"),
        "Σ_{j∉own} (n_ij ÷ Σ_{j∉own} n_ij)²",
        Kind.INDEX,
        _("指数"),
        "context",
        _("地区×年×病种"),
        ("flow_agg",),
        "Herfindahl",
        base=_("本地居民在外省住院的人次"),
        note=_("各省占跨省住院人次比例的平方和；1 表示都去一个省。"),
        variant_of="F18",
    ),
    Indicator(
        "F19",
        _("分病种流出率"),
        "O_k ÷ n_k",
        Kind.SHARE,
        "%",
        "lower",
        _("地区×年×病种"),
        ("flow_agg",),
        "CHS-DRG MDC",
        counted=_("该病种在外省住院的人次"),
        base=_("该病种的全部住院人次"),
        note=_("全年或本年累计；按月的、跨市和跨县的分病种见 F01 至 F03。"),
    ),
    Indicator(
        "F20",
        _("病种流出贡献"),
        "O_k ÷ Σ_k O_k",
        Kind.SHARE,
        "%",
        "context",
        _("地区×年×病种"),
        ("flow_agg",),
        "O_k ÷ Σ_k O_k",
        counted=_("该病种在外省住院的人次"),
        base=_("本地居民在外省住院的人次"),
    ),
    Indicator(
        "F20N",
        _("病种超额流出"),
        "O_k − n_k·r_k(ref)",
        Kind.INDEX,
        _("人次"),
        "context",
        _("地区×年×病种"),
        ("flow_agg",),
        "O_k − n_k·r_ref",
        counted=_("该病种在外省住院的人次"),
        base=_("该病种的全部住院人次"),
        note=_("以上一级地区同病种的流出率为参照；没有上一级的省和上一级无此病种时没有数值。"),
        variant_of="F20",
    ),
    Indicator(
        "F21",
        _("间接标化流出比"),
        "O ÷ Σ_k n_k·r_k(ref) × 100",
        Kind.INDEX,
        _("指数"),
        "lower",
        _("地区×年"),
        ("flow_agg",),
        "Eayres 2008 (APHO Technical Briefing 3)",
        counted=_("本地居民在外省住院的人次"),
        base=_("本地居民的全部住院人次"),
        note=_(
            "按病种构成标化，以上一级地区为参照，100 表示与参照相同；"
            "区间用 Byar 法或精确法。省没有上一级，不计算；"
            "一个体系内任何病种缺少参照时也不计算。"
        ),
    ),
    Indicator(
        "F22",
        _("直接标化流出率"),
        "Σ_k w_k (O_k ÷ n_k) ÷ Σ_k w_k × 1000",
        Kind.INDEX,
        _("‰"),
        "lower",
        _("地区×年"),
        (
            "flow_agg",
            "population",
        ),
        "Dobson et al. 1991",
        counted=_("本地居民在外省住院的人次"),
        base=_("本地人口"),
        note=_(
            "每千居民的省外住院人次，按性别和年龄段标化，权重为各省同样分段的人口合计；"
            "流出不足 10 人次、来源没有性别和年龄、或人口没有同样的分段时没有数值。"
        ),
        version=2,
        valid_from=dt.date(2026, 11, 22),
        earlier=(
            Version(
                1,
                "Σ_k w_k (O_k ÷ n_k) ÷ Σ_k w_k × 1000",
                dt.date(2026, 1, 1),
                dt.date(2026, 11, 21),
                _("按病种构成标化，每千住院人次；现为 F22D。"),
            ),
        ),
    ),
    Indicator(
        "F22D",
        _("直接标化流出率（按病种构成）"),
        "Σ_k w_k (O_k ÷ n_k) ÷ Σ_k w_k × 1000",
        Kind.INDEX,
        _("‰"),
        "lower",
        _("地区×年"),
        ("flow_agg",),
        "Dobson et al. 1991",
        counted=_("本地居民在外省住院的人次"),
        base=_("本地居民的全部住院人次"),
        note=_(
            "每千住院人次；权重为上一级地区的病种构成；流出不足 10 人次时不计算。"
            "省没有上一级，不计算。"
        ),
        variant_of="F22",
    ),
    Indicator(
        "F23",
        _("漏斗图异常"),
        "p: score limits, p = 0.025, 0.001",
        Kind.INDEX,
        _("级"),
        "context",
        _("地区或机构×年"),
        (
            "flow_agg",
            "case_abstract",
        ),
        "Spiegelhalter 2005; PHE funnels",
        counted=_("地区：本地居民在外省住院的人次；机构：该项指标的分子"),
        base=_("地区：本地居民的全部住院人次；机构：该项指标的分母"),
        note=_(
            "与同级地区（跨省就医率）或本省同级别医院（H03、H05、H12、H17 至 H19、F09）"
            "的合计率相比，±1 表示超出 95% 界限，±2 表示超出 99.8% 界限；不足三家不比较。"
        ),
    ),
    Indicator(
        "F24",
        _("统计过程控制信号"),
        "XmR",
        Kind.INDEX,
        _("信号"),
        "context",
        _("地区、机构或医联体×月"),
        ("metric_value",),
        "NHS Making Data Count",
        note=_(
            "1 超出界限，2 连续七点升或降，3 三点中两点近界限，4 连续七点在一侧，0 无。"
            "每项月度指标都计算；自始累计的（E02、T01、T02）和由别项推得的（F04、F10 至 F13）除外。"
        ),
        version=2,
        valid_from=dt.date(2026, 11, 22),
        earlier=(
            Version(
                1,
                "XmR",
                dt.date(2026, 1, 1),
                dt.date(2026, 11, 21),
                _("只看 F01、F03、R02、R03 和 R04。"),
            ),
        ),
    ),
    Indicator(
        "F25",
        _("省外住院费用占比"),
        "Σ cost_out ÷ Σ cost",
        Kind.RATIO,
        "%",
        "lower",
        _("地区×年"),
        ("flow_agg",),
        "Σ cost_out ÷ Σ cost",
        counted=_("省外住院费用"),
        base=_("全部住院费用"),
        note=_("只计来源报送了费用的住院；费用以分存储。"),
    ),
    Indicator(
        "F26",
        _("流出病例与本地病例的 CMI"),
        "Σ RW ÷ n",
        Kind.INDEX,
        _("指数"),
        "context",
        _("地区×年"),
        ("case_abstract",),
        "CHS-DRG",
        note=_("本地居民在外省与在本省住院病例的 CMI，两组分列，按分组器版本分别计算。"),
    ),
    Indicator(
        "F27",
        _("可避免外转占比"),
        "avoidable ÷ outflow",
        Kind.SHARE,
        "%",
        "lower",
        _("地区×年×病种"),
        (
            "flow_agg",
            "case_abstract",
        ),
        "k = 10 / 12 months",
        counted=_("居住省同年做过至少 10 次的同类病例"),
        base=_("全部流出病例"),
        note=_(
            "按 ADRG，未入组者按主要手术；"
            "以居住省当年（本年为今年以来）各院合计已开展 10 例及以上为可避免："
            "县和市的居民外流指出省，"
            "省内能做即可避免。本年不足 12 个月，数值偏低。病种为 MDC，"
            "即 ADRG 的首字母；未入组者只计入合计。尚需临床认可。"
        ),
        untold=_("未写明治疗内容的外流人次"),
        version=2,
        valid_from=dt.date(2026, 11, 22),
        earlier=(
            Version(
                1,
                "avoidable ÷ outflow",
                dt.date(2026, 1, 1),
                dt.date(2026, 11, 21),
                _("不分病种；未写明参照为居住省。"),
            ),
        ),
    ),
    Indicator(
        "F28",
        _("有序转诊率"),
        "referred ÷ outflow",
        Kind.RATIO,
        "%",
        "higher",
        _("地区×月"),
        (
            "flow_agg",
            "referral",
        ),
        "linked ÷ outflow",
        counted=_("经本平台转诊并在外省到院的例数"),
        base=_("本地居民在外省住院的人次"),
        note=_("只能按地区看：在外省的部分没有本地机构。"),
    ),
    Indicator(
        "F29",
        _("重复外转"),
        "persons ≥ 2 ÷ persons ≥ 1",
        Kind.SHARE,
        "%",
        "lower",
        _("地区×年"),
        ("case_abstract",),
        "—",
        counted=_("流出两次及以上的人数"),
        base=_("流出过的人数"),
        note=_("一年内跨省住院的居民中，跨省住院两次及以上者所占的比例。"),
        untold=_("没有个人标识、不能追踪的外流人次"),
    ),
]
