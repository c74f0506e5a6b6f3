"""A figure, its change and its target as one card: everything on it already in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.metrics import catalogue, formats
from portal.metrics.definitions.base import Kind, Shown


@dataclass(frozen=True)
class Card:
    """What a tile of an analytic page prints."""

    code: str
    label: str
    value: str
    unit: str
    parts: str
    interval: str
    change: str
    state: str
    is_met: bool | None
    is_unstable: bool
    url: str


def card(code: str, shown: Shown, change: Shown, *, target: float | None = None, url: str) -> Card:
    """change: the same figure against the same months of the base year, empty where unknown."""
    indicator = catalogue.BY_CODE[code]
    is_met = _is_met(indicator, shown, target)
    return Card(
        code=code,
        label=_(indicator.name),
        value=formats.value(indicator, shown),
        unit="" if indicator.kind == Kind.SHARE or shown.value is None else _(indicator.unit),
        parts=formats.parts(shown) if indicator.kind == Kind.SHARE else "",
        interval=formats.interval(indicator, shown),
        change=relative(shown) if indicator.kind == Kind.CHANGE else against_base(change),
        state={True: _("已达标"), False: _("未达标"), None: ""}[is_met],
        is_met=is_met,
        is_unstable=shown.is_unstable,
        url=url,
    )


def _is_met(indicator, shown, target):
    if target is None or shown.value is None:
        return None
    return shown.value <= target if indicator.is_lower_better else shown.value >= target


def against_base(change: Shown) -> str:
    """Both meanings of a change: percentage points, and relative to the base."""
    if change.value is None:
        return ""
    return _("较%(year)d年同月 %(points)s 百分点（%(relative)s）") % {
        "year": catalogue.BASE_YEAR,
        "points": formats.points(change.value),
        "relative": relative(change),
    }


def relative(change: Shown) -> str:
    if change.relative is None:
        return ""
    share = formats.percent(abs(change.relative))
    if change.relative >= 0:
        return _("相对下降 %(share)s") % {"share": share}
    return _("相对上升 %(share)s") % {"share": share}
