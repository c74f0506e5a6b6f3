"""What changes while a patient is on the road."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.actions.transports import TOLD
from referrals.forms.fields import MomentField, PhoneField


class TransportForm(forms.Form):
    expected_at = MomentField(
        label=_("预计到达"), required=False, help_text=_("改动后，接收方会收到通知。")
    )
    vehicle = forms.CharField(label=_("车牌或班次"), max_length=64, required=False)
    driver = forms.CharField(label=_("司机"), max_length=64, required=False)
    escort = forms.CharField(label=_("随行医护"), max_length=128, required=False)
    phone = PhoneField(label=_("随车电话"), required=False)

    def __init__(self, *args, user=None, **options):
        super().__init__(*args, label_suffix="", **options)


def content_of(journey):
    """The journey as this form would have collected it."""
    return {name: getattr(journey, name) for name in TOLD}
