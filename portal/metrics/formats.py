"""Numbers as people read them on a dashboard. What must not be seen prints as a word."""

from django.utils.translation import gettext as _

from portal.metrics.definitions.base import Indicator, Kind, Shown

DASH = "—"


def hidden_word():
    return _("人数过少，不显示")


def value(indicator: Indicator, shown: Shown) -> str:
    """The figure itself; its unit stands beside it unless it is a percentage."""
    if shown.is_hidden:
        return hidden_word()
    return number(indicator, shown.value)


def number(indicator: Indicator, figure: float | None) -> str:
    """One number of the indicator: the figure, or a limit of it."""
    if figure is None:
        return DASH
    if indicator.kind == Kind.CHANGE:
        return points(figure)
    if indicator.unit == "%":
        return percent(figure)
    if indicator.kind == Kind.DURATION:
        return f"{figure:,.1f}"
    return f"{figure:,}" if float(figure).is_integer() else f"{figure:,.3f}"


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
    """The limits, where nothing beside them says what they are."""
    told = limits(indicator, shown)
    return _("区间 %(limits)s") % {"limits": told} if told else ""


def limits(indicator: Indicator, shown: Shown) -> str:
    if shown.low is None:
        return ""
    low, high = number(indicator, shown.low), number(indicator, shown.high)
    return _("%(low)s 至 %(high)s") % {"low": low, "high": high}
