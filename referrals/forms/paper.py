"""Asking for paper, and asking whether paper is genuine."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.errors import Incomplete
from referrals.models import Referral
from referrals.paper import marks


class PdfForm(forms.Form):
    """The button alone: who asks decides what the sheet may show."""


class VerifyForm(forms.Form):
    """The number and the code, as they stand on the sheet."""

    number = forms.CharField(label=_("转诊单号"), max_length=20)
    code = forms.CharField(
        label=_("校验码"),
        max_length=16,
        help_text=_("纸质转诊单上的 10 位字母和数字，可省略短横。"),
    )

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, label_suffix="", **options)
        self.user = user

    def find(self):
        """The referral and the version that was printed; Incomplete where there is none."""
        number = self.cleaned_data["number"].strip().upper()
        referral = Referral.objects.visible_to(self.user).filter(number=number).first()
        if referral is None:
            words = _("没有这张转诊单，或您无权查看。")
            raise Incomplete(words, errors={"number": words})
        version = marks.version_of(referral.number, self.cleaned_data["code"], referral.version)
        if version is None:
            words = _("校验码不符：这张纸不是本门户打印的，或号码抄错。")
            raise Incomplete(words, errors={"code": words})
        return referral, version
