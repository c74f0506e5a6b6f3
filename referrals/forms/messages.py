"""Words about a referral that move nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.forms.fields import LongTextField


class SayForm(forms.Form):
    text = LongTextField(label=_("留言"), max_length=1000, rows=2)

    def __init__(self, *args, user=None, **options):
        super().__init__(*args, label_suffix="", **options)


class UrgeForm(SayForm):
    text = LongTextField(
        label=_("附言"),
        max_length=1000,
        rows=2,
        required=False,
        help_text=_("可不填。轮到办理的人员会收到催办通知。"),
    )
