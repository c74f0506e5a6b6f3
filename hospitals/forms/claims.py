"""How a printed figure may be read, and the decision on it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.enums import ProposalState
from hospitals.models import ClaimProposal

DECISIONS = [(one, one.label) for one in (ProposalState.VERIFIED, ProposalState.DISPUTED)]


class ProposalForm(forms.ModelForm):
    class Meta:
        model = ClaimProposal
        fields = ["proposed", "unit", "reason"]
        help_texts = {
            "proposed": gettext_lazy("您认为原文应为多少；原文数值始终保留。"),
            "unit": gettext_lazy("单位与原文相同时不填。"),
            "reason": gettext_lazy("例如 小数点丢失，与床位数不符。"),
        }

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, label_suffix="", **options)


class DecisionForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("核定结果"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
    )
    decision_note = forms.CharField(label=gettext_lazy("核定意见"), max_length=255, required=False)

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, label_suffix="", **options)

    def clean(self):
        given = super().clean()
        if given.get("state") == ProposalState.DISPUTED and not given.get("decision_note"):
            self.add_error("decision_note", _("存疑须写明理由。"))
        return given


class WithdrawForm(forms.Form):
    """Nothing to fill in: a click and the version that was read."""

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, label_suffix="", **options)
