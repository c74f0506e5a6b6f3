"""Operated discharges of each hospital: H03 to H07. A stay counts once, by its main operation.

Operations are what the table of procedures calls an operation or an intervention, not what the
file says. H20 and H21 are not here: the columns tell neither complications nor incisions.
"""

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind

_SOURCE = "case_abstract"

INDICATORS = [
    Indicator(
        "H03",
        _("出院患者手术占比"),
        _("出院患者中主要操作为手术或介入治疗的人次所占的比例，每次住院只计一次。"),
        "n(op) ÷ n",
        Kind.SHARE,
        "%",
        "higher",
        _("医院×月"),
        _SOURCE,
        _("国考 4"),
    ),
    Indicator(
        "H04",
        _("微创手术占比"),
        _("出院患者手术中微创手术所占的比例；未注明方式的手术不计入分子和分母。"),
        "n(minimally) ÷ n(op)",
        Kind.SHARE,
        "%",
        "higher",
        _("医院×月"),
        _SOURCE,
        _("国考 5"),
    ),
    Indicator(
        "H05",
        _("四级手术比例"),
        _("出院患者手术中四级手术所占的比例；未注明级别的手术不计入分子和分母。"),
        "n(grade 4) ÷ n(op)",
        Kind.SHARE,
        "%",
        "higher",
        _("医院×月"),
        _SOURCE,
        _("国考 6"),
    ),
    Indicator(
        "H06",
        _("三级手术占比"),
        _("出院患者手术中三级手术所占的比例；未注明级别的手术不计入分子和分母。"),
        "n(grade 3) ÷ n(op)",
        Kind.SHARE,
        "%",
        "higher",
        _("医院×月"),
        _SOURCE,
        _("二级国考 3"),
    ),
    Indicator(
        "H07",
        _("三四级手术占比"),
        _("出院患者手术中三级和四级手术所占的比例；未注明级别的手术不计入分子和分母。"),
        "n(grade 3 + 4) ÷ n(op)",
        Kind.SHARE,
        "%",
        "higher",
        _("医院×月"),
        _SOURCE,
        "P",
    ),
]
