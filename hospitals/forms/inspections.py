"""Forms of inspections: an item of a checklist, a round, its scores, each step of a finding."""

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hospitals.actions.inspections import Result
from hospitals.forms.registry import DayInput
from hospitals.models import ChecklistItem, Hospital, InspectionRound
from hospitals.models.inspection import Half


class ChecklistItemForm(forms.ModelForm):
    class Meta:
        model = ChecklistItem
        fields = ["edition", "number", "section", "standard", "max_score"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class RoundForm(forms.ModelForm):
    """The edition is one that the network has; that is checked when the round is planned."""

    hospital = forms.ModelChoiceField(label=_("受检医院"), queryset=Hospital.objects.none())
    # Numbers only: a blank among them would leave the API's schema without a type.
    half = forms.TypedChoiceField(label=_("轮次"), choices=Half.choices, coerce=int)

    class Meta:
        model = InspectionRound
        fields = ["hospital", "edition", "year", "half", "due_on"]
        widgets = {"due_on": DayInput()}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hospital"].queryset = Hospital.objects.visible_to(user)
        self.fields["year"].initial = timezone.localdate().year


class ScoreForm(forms.Form):
    """A score for each item, and for each what was wrong with it; named by the item's number."""

    inspected_on = forms.DateField(
        label=_("检查日期"), widget=DayInput(), initial=timezone.localdate
    )
    inspector = forms.CharField(label=_("检查组长"), max_length=64)
    conclusion = forms.CharField(
        label=_("评价与反馈"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    responsible = forms.CharField(label=_("责任科室"), max_length=64, required=False)
    due_on = forms.DateField(
        label=_("整改期限"),
        widget=DayInput(),
        required=False,
        help_text=_("有问题时必填，适用于本轮全部问题。"),
    )

    def __init__(self, *args, user, inspection=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = list(inspection.items.order_by("number")) if inspection else []
        for item in self.items:
            self._add(item)

    def _add(self, item):
        named = {"item": str(item)}
        score = forms.IntegerField(
            label=format_lazy(_("{item}得分"), **named), min_value=0, max_value=item.max_score
        )
        finding = forms.CharField(
            label=format_lazy(_("{item}存在问题"), **named), max_length=300, required=False
        )
        serious = forms.BooleanField(label=_("严重"), required=False)
        for name, field in (("score", score), ("finding", finding)):
            field.widget.attrs |= {"aria-label": field.label}
            self.fields[f"{name}_{item.number}"] = field
        self.fields[f"serious_{item.number}"] = serious

    @property
    def own(self):
        """The fields that are about the round as a whole."""
        return [self[name] for name in self.base_fields]

    @property
    def lines(self):
        names = ("score", "finding", "serious")
        return [
            {"item": item} | {name: self[f"{name}_{item.number}"] for name in names}
            for item in self.items
        ]

    @property
    def details(self):
        return {name: self.cleaned_data[name] for name in self.base_fields}

    @property
    def results(self):
        given = self.cleaned_data
        return {
            item.number: Result(
                given[f"score_{item.number}"],
                given[f"finding_{item.number}"].strip(),
                given[f"serious_{item.number}"],
            )
            for item in self.items
        }


class _Step(forms.Form):
    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class RectifyForm(_Step):
    measure = forms.CharField(label=_("整改措施"), max_length=300)
    closed_on = forms.DateField(
        label=_("整改完成日期"), widget=DayInput(), initial=timezone.localdate
    )


class VerifyForm(_Step):
    verified_on = forms.DateField(
        label=_("确认日期"), widget=DayInput(), initial=timezone.localdate
    )


class ReopenForm(_Step):
    note = forms.CharField(label=_("原因"), max_length=200)
