"""Who uses whom, from case abstracts: F14, F15 and F16, pairs of a county and a hospital.

Only pairs of at least one per cent are published, and none that would tell a small cell.
"""

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind

_SOURCE = "case_abstract"

INDICATORS = [
    Indicator(
        "F14",
        _("相关指数 RI"),
        _("某县居民的住院人次中，在该医院住院的比例；只计已报送病案首页的医院。"),
        "n_ij ÷ Σ_j n_ij",
        Kind.SHARE,
        "%",
        "context",
        _("来源县×医院×年"),
        _SOURCE,
        "Griffith 1972",
    ),
    Indicator(
        "F15",
        _("承诺指数 CI"),
        _("某医院的住院人次中，来自该县的比例。"),
        "n_ij ÷ Σ_i n_ij",
        Kind.SHARE,
        "%",
        "context",
        _("来源县×医院×年"),
        _SOURCE,
        "Griffith 1972",
    ),
    Indicator(
        "F16",
        _("主要服务区"),
        _("按承诺指数由高到低累计，最先达到 60%（75%、90%）的最小来源县集合。"),
        "min S: Σ_{i∈S} CI ≥ 0.60",
        Kind.SHARE,
        "%",
        "context",
        _("来源县×医院×年"),
        _SOURCE,
        "AHRQ",
    ),
]
