"""Every indicator in order; the families are listed, not found."""

from portal.metrics.indicators import outflow, referrals
from portal.metrics.indicators.base import Indicator

FAMILIES = [outflow, referrals]
INDICATORS: list[Indicator] = [entry for family in FAMILIES for entry in family.INDICATORS]
BY_CODE: dict[str, Indicator] = {entry.code: entry for entry in INDICATORS}
# F06 compares with the same months of this year: the last one before the projects opened.
BASE_YEAR = 2023
