"""Referrals in words: waits, ages, labels, and the address of a move."""

from itertools import chain

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals import masking
from referrals.enums import Priority
from referrals.reasons import REASONS
from referrals.states import STATES

register = template.Library()

AGES = {
    "day": gettext_lazy("%(n)d 天"),
    "month": gettext_lazy("%(n)d 个月"),
    "year": gettext_lazy("%(n)d 岁"),
}
MINUTE, HOUR, DAY = 60, 3600, 86400
TWO_DAYS = 2 * DAY


def span(seconds):
    """A length of time in its largest sensible unit."""
    seconds = max(int(seconds), 0)
    if seconds >= TWO_DAYS:
        return _("%(count)d 天") % {"count": seconds // DAY}
    if seconds >= HOUR:
        return _("%(count)d 小时") % {"count": seconds // HOUR}
    return _("%(count)d 分钟") % {"count": seconds // MINUTE}


@register.filter
def wait_words(referral):
    """剩余 3 小时, 超时 2 天, or how long it has been in its state when no clock runs."""
    if STATES[referral.state].is_final:
        return _("已结束")
    now = timezone.now()
    if referral.due_at is None:
        waited = span((now - referral.state_since).total_seconds())
        return _("已等待 %(span)s") % {"span": waited}
    if referral.due_at < now:
        late = span((now - referral.due_at).total_seconds())
        return _("超时 %(span)s") % {"span": late}
    left = span((referral.due_at - now).total_seconds())
    return _("剩余 %(span)s") % {"span": left}


@register.filter
def service_wait(service):
    """Time left until the report is late, or how late it is; how long it took once it is there."""
    if service.due_at is None and service.took is not None:
        text = _("用时 %(took)s，已超时") if service.was_late else _("用时 %(took)s")
        return text % {"took": took_words(service)}
    if service.due_at is None:
        return _("已结束")
    left = (service.due_at - timezone.now()).total_seconds()
    if left < 0:
        return _("超时 %(span)s") % {"span": span(-left)}
    return _("剩余 %(span)s") % {"span": span(left)}


@register.filter
def took_words(service):
    """How long the report took; what is measured in workdays says so."""
    if service.took is None:
        return ""
    took = span(service.took.total_seconds())
    in_workdays = isinstance(service.target, int)
    return _("%(span)s（只计工作日）") % {"span": took} if in_workdays else took


@register.filter
def service_url(move, service):
    return reverse(f"referrals:service-{move.verb}", args=[service.pk])


@register.filter
def age_words(patient):
    """31 岁, 8 个月, 6 天; empty without a birth date."""
    age = patient.age
    if age is None:
        return ""
    number, unit = age
    return AGES[unit] % {"n": number}


@register.filter
def priority_colour(priority):
    """A state whose colour the pill borrows: 急危重 alarms, 紧急 waits, 常规 is calm."""
    return {Priority.EMERGENCY: "late", Priority.URGENT: "waiting"}.get(priority, "")


@register.filter
def state_words(code):
    return _(STATES[code].label) if code else ""


@register.filter
def reason_words(label, code=""):
    """The words that a reason had when it was given; those of the start list for older rows."""
    if not label and code in REASONS:
        label = REASONS[code].label
    return _(label) if label else code


@register.filter
def masked_name(text):
    return masking.name(text)


@register.filter
def words(move):
    """The label of a move, in the reader's language."""
    return _(move.label)


@register.filter
def move_url(move, referral):
    return reverse(f"referrals:referral-{move.verb.replace('_', '-')}", args=[referral.pk])


@register.filter
def masked_number(patient, may_reveal):
    """The document number: its ends for those who may reveal it, nothing for the others."""
    if may_reveal:
        return patient.masked_id_number
    return masking.HIDDEN if patient.id_number else ""


BLOCKED_WORDS = {
    "virus": gettext_lazy("发现病毒"),
    "active_content": gettext_lazy("含有脚本或可执行内容"),
    "encrypted": gettext_lazy("文件已加密"),
    "broken": gettext_lazy("文件损坏或不完整"),
    "trailing_data": gettext_lazy("文件末尾夹带其他内容"),
    "too_large": gettext_lazy("图像或内容过大"),
    "unknown_filter": gettext_lazy("含有无法检查的内容"),
    "unknown_type": gettext_lazy("格式不符"),
    "missing": gettext_lazy("文件缺失"),
}


@register.filter
def blocked_words(code):
    return BLOCKED_WORDS.get(code, code)


@register.simple_tag
def cells(row):
    """The cells of one row of the worklist. Five hundred times six nodes of a template would take
    longer than all the rest of the page.
    """
    forms, words = zip(*map(_form, row.cells), strict=True)
    return format_html("".join(forms), *chain.from_iterable(words))


def _form(cell):
    """How one cell is written, and the words that stand in it."""
    form, words = "<td", []
    if cell.css:
        form += ' class="{}"'
        words.append(cell.css)
    if cell.label:
        form += ' data-label="{}"'
        words.append(cell.label)
    if cell.url:
        form += '><a href="{}">{}</a>'
        words += [cell.url, cell.text]
    elif cell.colour:
        form += '><span class="pill pill-{}">{}</span>'
        words += [cell.colour, cell.text]
    else:
        form += ">{}"
        words.append(cell.text)
    if cell.note:
        form += ' <span class="soft">{}</span>'
        words.append(cell.note)
    return f"{form}</td>", words


@register.filter
def yuan(fen):
    """Money, which is kept in fen, as it is written on a bill."""
    return _("%(amount)s 元") % {"amount": f"{fen / 100:,.2f}"}
