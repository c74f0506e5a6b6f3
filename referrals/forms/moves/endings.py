"""Forms of the moves that end a referral early, set it right, or open it again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitals.models import Region
from referrals.enums import Priority, UnplacedOutcome
from referrals.forms.moves.base import (
    HappenedForm,
    MoveForm,
    NoteForm,
    ReasonForm,
    fill_in,
    note,
)
from referrals.forms.places import HospitalField, anywhere
from referrals.states import Side


class CancelForm(ReasonForm):
    side = Side.ORIGIN


class RequestCancelForm(ReasonForm):
    side = Side.ORIGIN


class ConfirmCancelForm(NoteForm):
    pass


class RefuseCancelForm(MoveForm):
    already_here = forms.BooleanField(
        label=_("患者已经到院"), required=False, help_text=_("勾选后转诊单进入“已到诊”。")
    )
    note = note(_("不同意的理由"), required=True)


class CloseUnplacedForm(MoveForm):
    outcome = forms.ChoiceField(
        label=_("患者去向"), choices=UnplacedOutcome.choices, widget=forms.RadioSelect
    )
    province = forms.ModelChoiceField(
        label=_("去往省份"),
        queryset=None,
        required=False,
        empty_label=_("不清楚"),
        help_text=_("患者自行外出或系统外安置时，知道就填；用于外流分析。"),
    )
    place = HospitalField(
        label=_("去往机构"),
        required=False,
        help_text=_("系统外安置时必填：在此选择，或在下一项写出名称。"),
    )
    place_name = forms.CharField(
        label=_("去往机构名称"),
        max_length=128,
        required=False,
        help_text=_("名单中没有该机构时填写。"),
    )
    note = note()

    def scope(self):
        self.fields["place"].queryset = anywhere(self.user, self.referral.origin)
        self.fields["province"].queryset = (
            Region.objects.visible_to(self.user).current().filter(level="province").order_by("code")
        )

    def clean(self):
        is_placed = self.cleaned_data.get("outcome") == UnplacedOutcome.ELSEWHERE
        if is_placed and not self.cleaned_data.get("place"):
            fill_in(self, "place_name")
        return self.cleaned_data


class RecordDeathForm(HappenedForm):
    place = forms.CharField(label=_("死亡地点"), max_length=128)
    note = note()


class ChangePriorityForm(MoveForm):
    priority = forms.ChoiceField(
        label=_("紧急程度"), choices=Priority.choices, widget=forms.RadioSelect
    )
    note = note(_("调整原因"), required=True, help_text=_("时限自现在起重新计算。"))

    def scope(self):
        self.initial.setdefault("priority", self.referral.priority)


class MarkErrorForm(MoveForm):
    note = note(
        _("错在哪里"), required=True, help_text=_("至少10个字。患者已到诊的须由另一位管理员确认。")
    )


class ReopenForm(MoveForm):
    note = note(_("重新打开的原因"), required=True)
