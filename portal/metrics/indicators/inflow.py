"""Patients from other provinces: F08 and F09, of hospitals and of the regions where they lie.

A stay whose residence is unknown is in neither count, and is told beside the figure.
"""

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind

_SOURCE = "case_abstract"

INDICATORS = [
    Indicator(
        "F08",
        _("流入人次"),
        _("外省居民在本机构或本地区住院的人次。"),
        "Σ_{i∉prov(j)} n_ij",
        Kind.COUNT,
        _("人次"),
        "higher",
        _("机构或地区×月"),
        _SOURCE,
        _("吸引外省患者"),
    ),
    Indicator(
        "F09",
        _("外省住院患者占比"),
        _("在本机构或本地区住院的人次中，外省居民所占的比例。"),
        "Σ_{i∉prov(j)} n_ij ÷ Σ_i n_ij",
        Kind.SHARE,
        "%",
        "higher",
        _("机构或地区×月"),
        _SOURCE,
        "A/(R+A), Nante et al. 2021",
    ),
]
