"""Forms of monthly reports: one to begin a month, the grid of its figures, words for a decision."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hospitals.enums import Measure
from hospitals.models import Campus, Hospital
from portal.roles import Permission

REASON = "_reason"


class MonthInput(forms.DateInput):
    """The browser's own month; 2026-03 and 2026-03-15 both mean March."""

    input_type = "month"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m", **kwargs)


class OpenReportForm(forms.Form):
    hospital = forms.ModelChoiceField(label=_("医疗机构"), queryset=Hospital.objects.none())
    campus = forms.CharField(
        label=_("院区"),
        max_length=64,
        required=False,
        help_text=_("全院合并报送时不填；分院区报送时填写院区名称。"),
    )
    month = forms.DateField(
        label=_("月份"), widget=MonthInput(), input_formats=["%Y-%m", "%Y-%m-%d"]
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        mine = Hospital.objects.visible_to(user).held_with(user, Permission.REPORT_EDIT)
        self.fields["hospital"].queryset = mine
        self.fields["hospital"].initial = mine.first()

    def clean(self):
        given = super().clean()
        name, hospital = given.get("campus"), given.get("hospital")
        given["campus"] = None
        if name and hospital:
            seen = Campus.objects.visible_to(self.user).filter(hospital=hospital, name=name)
            given["campus"] = seen.first()
            if given["campus"] is None:
                self.add_error("campus", _("该医院没有这个院区。"))
        return given


def _fields():
    """For each measure its figure, and a word for what looks wrong."""
    for measure in Measure:
        figure = forms.IntegerField(label=measure.label, min_value=0, required=False)
        figure.widget.attrs |= {"inputmode": "numeric", "aria-label": measure.label}
        label = format_lazy(_("{measure}的说明"), measure=measure.label)
        reason = forms.CharField(label=label, max_length=200, required=False)
        reason.widget.attrs |= {"aria-label": label}
        yield measure.value, figure
        yield f"{measure}{REASON}", reason


class FiguresForm(type("ReportFields", (forms.Form,), dict(_fields()))):
    """An empty figure is one that nobody knows yet; nothing done is a zero."""

    def __init__(self, *args, user, grid=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.grid = grid

    @property
    def lines(self):
        """The grid with the inputs of each measure."""
        return [
            line
            | {"figure": self[line["measure"].value], "reason": self[f"{line['measure']}{REASON}"]}
            for line in self.grid
        ]

    @property
    def figures(self):
        """{measure: (value, reason)} of what was typed."""
        given = self.cleaned_data
        return {
            measure.value: (given.get(measure), given.get(f"{measure}{REASON}", "").strip())
            for measure in Measure
        }


def typed(told):
    """The figures of a report as its form is filled in."""
    return {measure: row.value for measure, row in told.items()} | {
        f"{measure}{REASON}": row.reason for measure, row in told.items()
    }


class SureForm(forms.Form):
    """Nothing to fill in: only to be sure."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class OpinionForm(SureForm):
    note = forms.CharField(label=_("审批意见"), max_length=200, required=False)


class ReasonForm(SureForm):
    note = forms.CharField(label=_("原因"), max_length=200)
