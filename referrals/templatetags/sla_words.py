"""Deadlines in words."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.sla import DAY, HOUR, MINUTE, Basis, Breach
from referrals.states import Side
from referrals.templatetags.referral_words import span

register = template.Library()


@register.filter
def limit_words(limit):
    """5 分钟, 4 小时, 40 天, 1 个工作日; a dash where no such clock runs."""
    if limit is None:
        return "—"
    if isinstance(limit, int):
        return _("%(count)d 个工作日") % {"count": limit}
    if not limit % DAY and limit > 2 * DAY:
        return _("%(count)d 天") % {"count": limit // DAY}
    if not limit % HOUR:
        return _("%(count)d 小时") % {"count": limit // HOUR}
    return _("%(count)d 分钟") % {"count": limit // MINUTE}


@register.filter
def breach_words(clock):
    """What happens when the time is up."""
    return {
        Breach.TELL: _("逐级提醒"),
        Breach.LIST: _("列入超时清单"),
        Breach.PROPOSE: _("提请登记未到诊"),
        Breach.MOVE: _("系统自动处理"),
        Breach.NONE: _("到期收回"),
    }[clock.breach]


@register.filter
def basis_words(clock):
    """From when the limit counts, where that is not when the wait begins."""
    return {
        Basis.SLOT: _("急危重、紧急自预约起；常规和门诊号自就诊时间起，按常规时限"),
        Basis.ETA: _("自预计到达或预约时间起"),
        Basis.VALID_UNTIL: _("同意接收后以接收方填写的有效期为准"),
    }.get(clock.basis, "")


@register.filter
def side_words(clock):
    return _("转出方") if clock.side == Side.ORIGIN else _("接收方")


@register.filter
def late_side(timer):
    """The hospital that keeps others waiting; the whole pool while no member has signed."""
    referral = timer.referral
    if timer.clock.side == Side.ORIGIN or referral.is_external:
        return referral.origin
    return referral.destination or referral.pool


@register.filter
def late_by(timer):
    return span((timezone.now() - timer.due_at).total_seconds())
