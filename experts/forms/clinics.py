"""Forms of the clinics of experts: a weekly pattern on the page, one session in a file."""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions.slots import Week
from hospitals.forms.capacity import ClockInput, SlotsForm
from hospitals.forms.registry import DayInput
from hospitals.models import ClinicSlot, Department
from portal.roles import Permission

SEATS = ["capacity", "quota"]


def departments_for(user, expert):
    """Where this person may open clinics for the expert."""
    there = user.hospitals_with(Permission.CAPACITY_EDIT)
    rows = Department.objects.visible_to(user).filter(hospital__in=there)
    return rows.filter(hospital__in=expert.places(Permission.CAPACITY_EDIT))


class ClinicForm(SlotsForm):
    """What it is called says itself: the name of the expert."""

    class Meta(SlotsForm.Meta):
        fields = SEATS

    field_order = [name for name in SlotsForm.field_order if name != "label"]

    def __init__(self, *args, user, expert, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        rows = departments_for(user, expert)
        self.fields["department"].queryset = rows.order_by("hospital__pinyin", "code", "name")


class SessionForm(forms.ModelForm):
    department = forms.ModelChoiceField(
        label=gettext_lazy("科室"), queryset=Department.objects.none()
    )
    day = forms.DateField(label=gettext_lazy("日期"), widget=DayInput())
    opens = forms.TimeField(label=gettext_lazy("开诊时间"), widget=ClockInput())
    closes = forms.TimeField(label=gettext_lazy("停诊时间"), widget=ClockInput())

    class Meta:
        model = ClinicSlot
        fields = SEATS

    field_order = ["department", "day", "opens", "closes", *SEATS]

    def __init__(self, *args, user, expert, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments_for(user, expert)

    def clean(self):
        given = super().clean()
        opens, closes = given.get("opens"), given.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("停诊时间须晚于开诊时间。"))
        if given.get("capacity") is not None and given["capacity"] < 1:
            self.add_error("capacity", _("号源数至少为 1。"))
        if (given.get("quota") or 0) > (given.get("capacity") or 0) > 0:
            self.add_error("quota", _("预留数不能多于号源数。"))
        return given

    @property
    def told(self):
        """As the action takes it: a week of one day and one session."""
        given, day = self.cleaned_data, self.cleaned_data["day"]
        opens, closes = (dt.datetime.combine(day, given[name]) for name in ("opens", "closes"))
        week = Week(
            first=day,
            last=day,
            weekdays=frozenset([day.weekday()]),
            opens=given["opens"],
            closes=given["closes"],
            minutes=(closes - opens).seconds // 60,
        )
        seats = {name: given[name] for name in SEATS}
        return {"department": given["department"], "week": week, "details": seats}
