"""What may be said when computations are started."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.metrics.filters import MonthField


class StartForm(forms.Form):
    """A span of months; empty is all of them."""

    since = MonthField(label=_("自"), required=False, help_text=_("如 2024-03，留空为全部。"))
    until = MonthField(label=_("至"), required=False)
    everything = forms.BooleanField(label=_("未变化的期间也重新计算"), required=False)

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
