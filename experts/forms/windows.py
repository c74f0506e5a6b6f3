"""The form of two windows around a posting: refused unless they can be compared."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts import windows
from experts.forms.technologies import MonthInput
from portal.periods import Month

WORDS = {
    "backwards": _("结束月份不能早于开始月份。"),
    "unequal": _("前后两段时间须一样长，否则不能比较。"),
    "too_long": _("每段最长 24 个月。"),
    "before_is_not_before": _("前一段须在派驻开始的月份之前结束。"),
    "after_is_not_after": _("后一段须从派驻的第一个完整月份起。"),
    "not_over": _("后一段须是已经结束的月份。"),
}


def _month_field(label):
    return forms.DateField(label=label, widget=MonthInput(), input_formats=["%Y-%m", "%Y-%m-%d"])


class WindowsForm(forms.Form):
    """before and after are there once it is valid."""

    before_first = _month_field(_("派驻前自"))
    before_last = _month_field(_("派驻前至"))
    after_first = _month_field(_("派驻后自"))
    after_last = _month_field(_("派驻后至"))

    def __init__(self, *args, posting, **kwargs):
        super().__init__(*args, **kwargs)
        self.posting = posting

    def clean(self):
        given = super().clean()
        if not self.errors:
            self.before = self._window("before")
            self.after = self._window("after")
            try:
                windows.check(self.before, self.after, self.posting.since, timezone.localdate())
            except windows.Unequal as refusal:
                self.add_error(None, WORDS[refusal.code])
        return given

    def _window(self, name):
        first, last = (self.cleaned_data[f"{name}_{end}"] for end in ("first", "last"))
        return windows.Window(Month.of(first), Month.of(last))

    @classmethod
    def proposed(cls, posting):
        """Bound to the usual windows of this posting."""
        before, after = windows.proposed(posting.since, posting.until, timezone.localdate())
        told = {"before_first": before.first, "before_last": before.last}
        told |= {"after_first": after.first, "after_last": after.last}
        return cls({name: str(month) for name, month in told.items()}, posting=posting)
