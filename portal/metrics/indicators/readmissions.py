"""Unplanned readmission within 31 days: H19. The month is that of the discharge.

A stay whose person is not told cannot be followed; it is in neither count. Someone who returns to
another hospital is not found: months of two provinces are computed apart.
"""

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind

_SOURCE = "case_abstract"

INDICATORS = [
    Indicator(
        "H19",
        _("31日内非计划再住院率"),
        _(
            "存活出院且无再住院计划者，出院当日至 31 日内再次入住同一医院的人次占比。"
            "分母为可追踪个人的存活出院人次。"
        ),
        "n(readmitted in 0–31 d, ZZYJH=1) ÷ n(alive)",
        Kind.SHARE,
        "%",
        "lower",
        _("医院×月"),
        _SOURCE,
        "ZZYJH/B36C",
    ),
]
