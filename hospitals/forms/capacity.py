"""Forms of beds and clinic slots."""

import math

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions.slots import Week
from hospitals.forms.registry import DayInput
from hospitals.models import BedPool, ClinicSlot, Department
from portal.roles import Permission

WEEKDAYS = [
    (0, gettext_lazy("周一")),
    (1, gettext_lazy("周二")),
    (2, gettext_lazy("周三")),
    (3, gettext_lazy("周四")),
    (4, gettext_lazy("周五")),
    (5, gettext_lazy("周六")),
    (6, gettext_lazy("周日")),
]


class ClockInput(forms.TimeInput):
    """The browser's own clock; a typed 08:30 works as well."""

    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class BedsForm(forms.ModelForm):
    class Meta:
        model = BedPool
        fields = ["established_beds", "open_beds", "occupied_beds"]
        help_texts = {"open_beds": gettext_lazy("含加床。")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean(self):
        """Said at the field and in words; the constraint would only give its own name."""
        beds = super().clean()
        if (beds.get("occupied_beds") or 0) > beds.get("open_beds", math.inf):
            self.add_error("occupied_beds", _("占用床位不能多于开放床位。"))
        return beds


class SlotsForm(forms.ModelForm):
    """A weekly pattern of sessions for one department."""

    department = forms.ModelChoiceField(
        label=gettext_lazy("科室"),
        queryset=Department.objects.none(),
        empty_label=gettext_lazy("请选择"),
    )
    first = forms.DateField(
        label=gettext_lazy("第一天"), widget=DayInput(), initial=timezone.localdate
    )
    last = forms.DateField(label=gettext_lazy("最后一天"), widget=DayInput())
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("星期"),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.TimeField(label=gettext_lazy("开诊时间"), widget=ClockInput(), initial="08:00")
    closes = forms.TimeField(label=gettext_lazy("停诊时间"), widget=ClockInput(), initial="12:00")
    minutes = forms.IntegerField(
        label=gettext_lazy("每段分钟数"), min_value=5, max_value=720, initial=60
    )

    class Meta:
        model = ClinicSlot
        fields = ["label", "capacity", "quota"]
        labels = {"capacity": gettext_lazy("每段号源数")}
        help_texts = {
            "label": gettext_lazy("例如 专家门诊。同一科室可有几个门诊。"),
            "quota": gettext_lazy("每段为医联体内转诊保留的号，不给网络外使用。"),
        }

    field_order = [
        "department",
        "label",
        "first",
        "last",
        "weekdays",
        "opens",
        "closes",
        "minutes",
        "capacity",
        "quota",
    ]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = user.hospitals_with(Permission.CAPACITY_EDIT)
        rows = Department.objects.visible_to(user).filter(hospital__in=mine)
        self.fields["department"].queryset = rows.order_by("hospital__pinyin", "code", "name")

    def clean_capacity(self):
        if self.cleaned_data["capacity"] < 1:
            raise forms.ValidationError(_("号源数至少为 1。"))
        return self.cleaned_data["capacity"]

    def clean(self):
        given = super().clean()
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("最后一天不能早于第一天。"))
        opens, closes = given.get("opens"), given.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("停诊时间须晚于开诊时间。"))
        if (given.get("quota") or 0) > (given.get("capacity") or math.inf):
            self.add_error("quota", _("预留数不能多于号源数。"))
        return given

    def week(self):
        given = self.cleaned_data
        return Week(
            first=given["first"],
            last=given["last"],
            weekdays=frozenset(given["weekdays"]),
            opens=given["opens"],
            closes=given["closes"],
            minutes=given["minutes"],
        )

    def details(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class SlotCloseForm(forms.Form):
    """Nothing to fill in: only to be sure."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
