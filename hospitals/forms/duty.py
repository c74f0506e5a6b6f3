"""The form of one shift of the duty roster."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.enums import Weekday
from hospitals.forms.registry import DayInput, check_phone
from hospitals.models import Department, DutyShift, Membership

# A form takes text where the table has a number.
WEEKDAYS = [(str(day), name) for day, name in Weekday.choices]


class HourInput(forms.TimeInput):
    """The browser's own clock; a typed 18:00 works as well."""

    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class ShiftForm(forms.ModelForm):
    department = forms.ModelChoiceField(
        label=gettext_lazy("科室"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=gettext_lazy("全院总值班"),
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("星期"),
        choices=[("", gettext_lazy("每天")), *WEEKDAYS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    account = forms.ChoiceField(
        label=gettext_lazy("值班账号"),
        required=False,
        help_text=gettext_lazy("选择本院账号后，超时提醒会发到此人的通知。"),
    )

    class Meta:
        model = DutyShift
        fields = ["since", "until", "begins", "ends", "person", "phone", "is_deputy"]
        widgets = {
            "since": DayInput(),
            "until": DayInput(),
            "begins": HourInput(),
            "ends": HourInput(),
        }
        help_texts = {
            "until": gettext_lazy("长期有效时不填。"),
            "ends": gettext_lazy("早于或等于上班时间时，到次日为止。"),
            "is_deputy": gettext_lazy("一线没有按时处理时找二线。"),
        }

    field_order = [
        "person",
        "phone",
        "account",
        "department",
        "weekday",
        "begins",
        "ends",
        "since",
        "until",
        "is_deputy",
    ]

    def __init__(self, *args, user, hospital, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Department.objects.visible_to(user).filter(hospital=hospital)
        self.fields["department"].queryset = mine
        self.initial["department"] = self.instance.department_id
        self.initial["weekday"] = self.instance.weekday
        held = Membership.objects.visible_to(user).current().filter(hospital=hospital)
        rows = held.order_by("user__display_name").select_related("user")
        self.people = {str(row.user_id): row.user for row in rows}
        self.fields["account"].choices = [
            ("", _("不关联账号")),
            *((pk, person.display_name) for pk, person in self.people.items()),
        ]
        self.initial["account"] = str(self.instance.user_id or "")

    def clean_phone(self):
        return check_phone(self.cleaned_data["phone"])

    def clean(self):
        """Said at the field and in words; the constraint would only give its own name."""
        given = super().clean()
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("结束日期不能早于开始日期。"))
        return given

    @property
    def details(self):
        """What the action takes: the account as the person it belongs to."""
        given = dict(self.cleaned_data)
        account = given.pop("account")
        return given | {"user": self.people.get(account)}
