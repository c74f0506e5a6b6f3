"""What others did to a referral between somebody's reading and their pressing the button."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.templatetags.ui import DASH
from referrals.actions.content import LISTED
from referrals.models import Patient, Referral

TEMPLATE = "referrals/referral_conflict.html"


@dataclass(frozen=True)
class Change:
    """One thing that somebody did meanwhile. who: a person, as the timeline names them."""

    at: dt.datetime
    what: str
    who: str
    where: str = ""
    note: str = ""
    from_state: str = ""
    to_state: str = ""


@dataclass(frozen=True)
class Difference:
    """One answer that reads otherwise in the database than in the form that was sent."""

    label: str
    now: str
    typed: str


def changes_since(referral, *, version, seen):
    """Moves after the event that was seen last, and revisions after the version that was seen."""
    missed = max(referral.version - version, 1)
    first = seen + 1 if seen else max(referral.event_count - missed + 1, 1)
    events = referral.events.filter(seq__gte=first).select_related("actor", "hospital")
    found = [_of_event(event) for event in events] + _revisions(referral, version)
    return sorted(found, key=lambda change: change.at)


def _of_event(event):
    return Change(
        at=event.recorded_at,
        what=event.label,
        who=str(event.actor or _("系统")),
        where=str(event.hospital or ""),
        note=event.note,
        from_state=event.from_state,
        to_state=event.to_state,
    )


def _revisions(referral, version):
    """Changes of content are no moves."""
    rows = referral.noted("referral.revise").filter(detail__version__gt=version)
    return [Change(row.at, _("修改转诊单"), row.actor_name) for row in rows]


def changes_beside_moves(referral):
    """Who changed what of it without moving it, newest first."""
    words = {
        "referral.revise": _("修改转诊单"),
        "referral.transport": _("更新转运信息"),
        "referral.withdraw_consent": _("撤回知情同意"),
        "referral.assign": _("指派责任人"),
    }
    rows = referral.noted(*words).reverse()
    return [
        Change(row.at, words[row.verb], row.actor_name, note=_labels(row.detail.get("fields", ())))
        for row in rows
    ]


def _labels(names):
    """The fields by the names that their form gives them."""
    labels = {field.name: field.verbose_name for field in Patient._meta.fields}
    labels |= {field.name: field.verbose_name for field in Referral._meta.fields}
    labels |= {name: model._meta.verbose_name for name, model in LISTED.items()}
    return "、".join(str(labels[name]) for name in names if name in labels)


def differences(form, referral_values):
    """Field by field, where what was typed is not what stands there now."""
    found = []
    for name, field in form.fields.items():
        if name not in referral_values or name not in form.cleaned_data:
            continue
        now, typed = referral_values[name], form.cleaned_data[name]
        if (now or None) != (typed or None):
            found.append(Difference(str(field.label), _words(field, now), _words(field, typed)))
    return found


def _words(field, value):
    labels = dict(getattr(field, "choices", ())) if isinstance(value, str) else {}
    return str(labels.get(value, value) or DASH)


def seen_in(request):
    """How many events the page knew of; 0 when it did not say."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
