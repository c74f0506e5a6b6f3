"""Cases that left the province: F26 and F27, from the abstracts of where they were treated.

So they hold what provinces that send abstracts tell of each other, and no more. Weights of two
grouper versions are never added; care that was done is looked for under the same version only.
"""

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind

_SOURCE = "case_abstract"

INDICATORS = [
    Indicator(
        "F26",
        _("流出病例 CMI"),
        _("本地居民在外省与在本省住院病例的 CMI，两组分列，按分组器版本分别计算。"),
        "Σ RW ÷ n (out; in)",
        Kind.INDEX,
        _("指数"),
        "context",
        _("地区×年×分组器版本"),
        _SOURCE,
        "P",
    ),
    Indicator(
        "F27",
        _("可避免外转占比"),
        _(
            "跨省住院病例中，其 ADRG（未入组者按主要手术）当年在居住省"
            "已开展 10 例及以上者所占的比例；尚需临床认可。"
        ),
        "n(out, done ≥ 10) ÷ n(out)",
        Kind.SHARE,
        "%",
        "lower",
        _("地区×年"),
        _SOURCE,
        "P",
    ),
]
