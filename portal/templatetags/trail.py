"""The audit trail's words for its page."""

from django import template

from portal.accounts import trail

register = template.Library()


@register.filter
def done(event):
    return trail.verb_words(event.verb, event.target_label)


@register.filter
def target_kind(event):
    return trail.kind_words(event.target_label)


@register.filter
def target_name(event):
    """What the row is called; older events know only its id, of which the end tells most."""
    return event.target_name or f"…{event.target_id[-8:]}"


@register.filter
def ids(event):
    return trail.ids(event)


@register.filter
def told(event):
    return trail.lines(event)
