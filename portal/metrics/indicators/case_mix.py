"""How heavy the cases of a hospital are: H08 and D02, by DRG as the sender grouped them.

Weights are taken as delivered and never regrouped; each grouper version is a figure of its own.
"""

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind

_SOURCE = "case_abstract"

INDICATORS = [
    Indicator(
        "H08",
        _("CMI（病例组合指数）"),
        _("入组病例权重之和除以入组病例数；不同分组器版本分别计算，未入组病例数另列。"),
        "Σ RW ÷ n",
        Kind.INDEX,
        _("指数"),
        "higher",
        _("医院×月×分组器版本"),
        _SOURCE,
        "CHS-DRG",
    ),
    Indicator(
        "D02",
        _("入组率"),
        _("带有 DRG 分组结果的病案首页所占的比例。"),
        "n(grouped) ÷ n",
        Kind.SHARE,
        "%",
        "higher",
        _("医院×月"),
        _SOURCE,
        "P",
    ),
]
