"""Numbers as people read them on a dashboard. What must not be seen prints as a word."""

from django.utils.translation import gettext as _

from portal.metrics.definitions.base import Indicator, Kind, Shown

DASH = "—"


def hidden_word():
    return _("人数过少，不显示")


def value(indicator: Indicator, shown: Shown) -> str:
    """The figure itself, with its unit."""
    if shown.is_hidden:
        return hidden_word()
    if shown.value is None:
        return DASH
    if indicator.kind == Kind.COUNT:
        return f"{shown.value:,}"
    if indicator.kind == Kind.DURATION:
        return f"{shown.value:,.1f}"
    if indicator.kind == Kind.CHANGE:
        return points(shown.value)
    return percent(shown.value)


def percent(share: float | None) -> str:
    return DASH if share is None else f"{share * 100:.2f}%"


def points(difference: float | None) -> str:
    """A difference of two shares, in points with its sign."""
    return DASH if difference is None else f"{difference * 100:+.2f}"


def parts(shown: Shown) -> str:
    """Numerator over denominator."""
    if shown.is_hidden or shown.denominator is None or shown.numerator is None:
        return ""
    return f"{shown.numerator:,} / {shown.denominator:,}"


def interval(indicator: Indicator, shown: Shown) -> str:
    if shown.low is None:
        return ""
    show = points if indicator.kind == Kind.CHANGE else percent
    return _("区间 %(low)s 至 %(high)s") % {"low": show(shown.low), "high": show(shown.high)}
