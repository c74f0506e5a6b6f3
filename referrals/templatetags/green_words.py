"""Green channel goals in words and colours."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

COLOURS = {"reached": "done", "late": "late", "overdue": "late", "running": "running"}


@register.filter
def label_words(goal):
    return _(goal.label) if goal else ""


@register.filter
def goal_words(result):
    """到院至影像 DIT ≤ 25 分钟."""
    return _("%(label)s ≤ %(limit)d 分钟") % {
        "label": _(result.goal.label),
        "limit": result.limit,
    }


@register.filter
def goal_state(result):
    """What became of it; minutes are said wherever there are any."""
    told = {"minutes": result.minutes, "over": (result.minutes or 0) - result.limit}
    return {
        "reached": _("达标，%(minutes)s 分钟"),
        "late": _("超时，%(minutes)s 分钟"),
        "running": _("进行中，已 %(minutes)s 分钟"),
        "overdue": _("已超时，%(minutes)s 分钟仍未登记"),
        "missing": _("未登记"),
    }[result.state] % told


@register.filter
def goal_colour(result):
    return COLOURS.get(result.state, "draft")
