"""The form of one limit that a network sets for itself."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.forms.registry import DayInput
from hospitals.models import Network
from portal.roles import Permission
from referrals import sla
from referrals.enums import Priority, TimerKind

MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60}
UNITS = [
    ("minutes", gettext_lazy("分钟")),
    ("hours", gettext_lazy("小时")),
    ("days", gettext_lazy("天（不停表）")),
    ("workdays", gettext_lazy("工作日")),
]
KINDS = [choice for choice in TimerKind.choices if sla.CLOCKS[choice[0]].breach != sla.Breach.NONE]


class RuleForm(forms.Form):
    network = forms.ModelChoiceField(
        label=gettext_lazy("医联体"), queryset=Network.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(label=gettext_lazy("时限"), choices=KINDS)
    priority = forms.ChoiceField(label=gettext_lazy("紧急程度"), choices=Priority.choices)
    amount = forms.IntegerField(label=gettext_lazy("时长"), min_value=1, max_value=100_000)
    unit = forms.ChoiceField(label=gettext_lazy("单位"), choices=UNITS)
    since = forms.DateField(
        label=gettext_lazy("生效日期"),
        widget=DayInput(),
        help_text=gettext_lazy("此后开始计时的转诊按新时限；已在计时的不变。"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        networks = Network.objects.visible_to(user).current()
        self.fields["network"].queryset = networks.led_with(user, Permission.SLA_EDIT)
        self.fields["since"].initial = timezone.localdate

    def clean(self):
        given = super().clean()
        if self.errors:
            return given
        kind, priority = given["kind"], given["priority"]
        default = sla.CLOCKS[kind].limit(priority)
        if default is None:
            self.add_error("priority", _("这一紧急程度没有这个时限。"))
        elif not sla.is_sane(kind, priority, self.limit):
            self.add_error(
                "amount", _("时限须不超过默认值的 10 倍；急危重的钟表时限不能改为工作日。")
            )
        elif given["since"] < timezone.localdate():
            self.add_error("since", _("生效日期不能早于今天。"))
        return given

    @property
    def limit(self):
        amount, unit = self.cleaned_data["amount"], self.cleaned_data["unit"]
        return amount if unit == "workdays" else amount * MINUTES[unit] * sla.MINUTE

    @property
    def details(self):
        """What the action takes beside the network."""
        given, limit = self.cleaned_data, self.limit
        is_workdays = isinstance(limit, int)
        return {name: given[name] for name in ("kind", "priority", "since")} | {
            "workdays": limit if is_workdays else None,
            "minutes": None if is_workdays else int(limit / sla.MINUTE),
        }
