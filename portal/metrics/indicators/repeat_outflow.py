"""People who leave their province again: F29. A person is a keyed hash; who has none is apart."""

from django.utils.translation import gettext_noop as _

from portal.metrics.definitions.base import Indicator, Kind

_SOURCE = "case_abstract"

INDICATORS = [
    Indicator(
        "F29",
        _("重复外转"),
        _("一年内跨省住院的居民中，跨省住院两次及以上者所占的比例。"),
        "persons(≥ 2) ÷ persons(≥ 1)",
        Kind.SHARE,
        "%",
        "lower",
        _("地区×年"),
        _SOURCE,
        "P",
    ),
]
