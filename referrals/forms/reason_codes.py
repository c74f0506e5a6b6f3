"""Forms of the list of coded reasons: what one says from a day on, and its last day."""

import re

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.enums import CountsAs, SideChoice
from referrals.forms.fields import DateField, not_in_past

CODE = RegexValidator(re.compile(r"\A[a-z][a-z0-9_]{1,23}\Z"), _("只用小写字母、数字和下划线。"))
# Reasons of the system are written by its moves; nobody chooses one.
CHOSEN_BY = [choice for choice in SideChoice.choices if choice[0] in {"origin", "destination"}]


class ReasonCodeForm(forms.Form):
    """Another code, or other words for one that exists."""

    code = forms.CharField(
        label=_("代码"),
        max_length=24,
        validators=[CODE],
        help_text=_("填写已有代码即为修改：旧内容到生效日前一天为止。"),
    )
    label = forms.CharField(label=_("名称"), max_length=64)
    sides = forms.MultipleChoiceField(
        label=_("适用方"), choices=CHOSEN_BY, widget=forms.CheckboxSelectMultiple
    )
    counts_as = forms.ChoiceField(
        label=_("归因"), choices=CountsAs.choices, help_text=_("统计时算作谁的原因。")
    )
    comment_required = forms.BooleanField(label=_("选用时须写说明"), required=False)
    since = DateField(label=_("生效日期"), validators=[not_in_past])

    def __init__(self, data=None, *, user=None, **options):
        super().__init__(data, label_suffix="", **options)
        self.initial.setdefault("since", timezone.localdate())


class EndReasonForm(forms.Form):
    """Its last day."""

    until = DateField(label=_("最后一天"), validators=[not_in_past])

    def __init__(self, data=None, *, user=None, **options):
        super().__init__(data, label_suffix="", **options)
        self.initial.setdefault("until", timezone.localdate())
