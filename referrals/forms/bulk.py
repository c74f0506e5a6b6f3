"""Ticked rows, and what to do with them."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.actions.bulk import AT_MOST, VERBS, Item
from referrals.models import Referral
from referrals.states import MOVES


def verb_choices():
    return [(verb, _(MOVES[verb].label)) for verb in VERBS]


def read_ticks(texts):
    """(id, version) from what the boxes of a list send: the id, a colon, the version."""
    found = {}
    for text in texts:
        pk, _colon, version = text.partition(":")
        try:
            found[uuid.UUID(pk)] = int(version) if version else None
        except ValueError:
            continue
    return found


class BulkForm(forms.Form):
    """The ticked rows that this person may see, one step for all of them."""

    verb = forms.ChoiceField(label=gettext_lazy("办理"), choices=verb_choices)
    picked = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["verb"].widget = forms.HiddenInput()

    def clean_picked(self):
        ticks = read_ticks(self.cleaned_data["picked"].split(","))
        if not ticks:
            raise forms.ValidationError(_("请先勾选转诊单。"))
        if len(ticks) > AT_MOST:
            raise forms.ValidationError(_("一次最多办理 %(most)s 条。") % {"most": AT_MOST})
        rows = Referral.objects.visible_to(self.user).select_related("patient")
        rows = {row.pk: row for row in rows.filter(pk__in=ticks)}
        if len(rows) < len(ticks):
            raise forms.ValidationError(_("所选的转诊单有的已不在您的可见范围内，请返回列表重选。"))
        return [Item(rows[pk], version) for pk, version in ticks.items()]
