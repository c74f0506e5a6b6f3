"""Forms of the moves between the promise and the door."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.templatetags.ui import short_time
from referrals import requirements
from referrals.actions import offers, timers
from referrals.enums import AdmissionKind, CausedBy, Priority, TransportMode
from referrals.forms.fields import LongTextField, MomentField, PhoneField
from referrals.forms.moves.base import HappenedForm, MoveForm, fill_in, note
from referrals.forms.places import SlotField, slots_for


class PlacedForm(MoveForm):
    """When the patient is to come: a slot of the department's clinic, or a time of its own."""

    slot = SlotField(label=_("可约号源"), required=False)
    scheduled_for = MomentField(label=_("预约时间"), required=False)
    override = forms.CharField(
        label=_("加床说明"),
        max_length=400,
        required=False,
        help_text=_("仅在科室已无空床、仍要预留时填写。"),
    )
    is_timed = True

    def scope(self):
        row = self.referral
        is_inpatient = row.admission_kind == AdmissionKind.INPATIENT
        offered = () if is_inpatient else slots_for(self.user, row)
        if not is_inpatient:
            del self.fields["override"]
        moment = self.fields["scheduled_for"]
        moment.help_text = self._until_when(is_inpatient, bool(offered))
        if offered:
            self.fields["slot"].queryset = offered
            return
        del self.fields["slot"]
        moment.required = self.is_timed

    def _until_when(self, is_inpatient, has_slots):
        """The last day of the promise. A bed for somebody urgent is kept from now on, however late
        the appointment."""
        offer = offers.live_offer(self.referral)
        told = {"day": offer.valid_until if offer and offer.valid_until else _("未填")}
        if has_slots:
            return _("接收有效期至 %(day)s，不能晚于这一天。选了号源时不填。") % told
        if not is_inpatient or self.referral.priority == Priority.ROUTINE:
            return _("接收有效期至 %(day)s，不能晚于这一天。") % told
        until = timers.due_of(self.referral, "hold", at=timezone.now(), state="scheduled")
        words = _(
            "接收有效期至 %(day)s，不能晚于这一天。"
            "床位保留至 %(until)s，届时患者仍未出发即自动释放。"
        )
        return words % (told | {"until": short_time(until)})

    def clean(self):
        given = self.cleaned_data
        if given.get("slot"):
            given["scheduled_for"] = given["slot"].starts_at
        elif self.is_timed:
            fill_in(self, "scheduled_for")
        return given


class ScheduleForm(PlacedForm):
    note = note(_("预约说明"), help_text=_("例如地点、需携带的资料。"))


class RescheduleForm(PlacedForm):
    caused_by = forms.ChoiceField(
        label=_("改约原因属于"), choices=CausedBy.choices, widget=forms.RadioSelect
    )
    note = note(_("改约原因"), required=True)


class ReleaseForm(MoveForm):
    note = note(_("取消预约的原因"), required=True, help_text=_("床位或号源随即释放。"))


class DepartForm(HappenedForm):
    mode = forms.ChoiceField(
        label=_("转运方式"), choices=TransportMode.choices, widget=forms.RadioSelect
    )
    handover = LongTextField(
        label=_("交接清单"),
        max_length=1000,
        help_text=_("随患者带走的病历、检查结果、药品和物品。"),
    )
    vehicle = forms.CharField(
        label=_("车牌或班次"),
        max_length=64,
        required=False,
        help_text=_("用救护车转运时，车牌、司机、随行医护、随车电话必填，下转除外。"),
    )
    driver = forms.CharField(label=_("司机"), max_length=64, required=False)
    escort = forms.CharField(label=_("随行医护"), max_length=128, required=False)
    phone = PhoneField(label=_("随车电话"), required=False)
    vital_signs = forms.CharField(
        label=_("出发时生命体征"),
        max_length=200,
        required=False,
        help_text=_("急危重患者必填，须为出发前 2 小时内测量。"),
    )
    vital_signs_at = MomentField(label=_("测量时间"), required=False)
    expected_at = MomentField(label=_("预计到达"), required=False)

    def scope(self):
        self.initial.setdefault("mode", self.referral.transport_mode)
        self.initial.setdefault("escort", self.referral.escort)

    def clean(self):
        if self.cleaned_data.get("mode") == TransportMode.AMBULANCE:
            for name in requirements.of_ambulance(self.referral.direction):
                fill_in(self, name)
        if self.referral.priority == Priority.EMERGENCY:
            fill_in(self, "vital_signs")
            fill_in(self, "vital_signs_at")
        return self.cleaned_data


class EmergencyBypassForm(DepartForm):
    note = note(_("直送说明"))


class TurnBackForm(HappenedForm):
    note = note(_("返回原因"), required=True)


class ArriveForm(HappenedForm):
    identity_checked = forms.BooleanField(
        label=_("已当面核对患者姓名和证件"),
        error_messages={"required": _("请先核对患者身份。")},
    )
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=400, required=False)
    note = note(
        _("到诊情况"),
        help_text=_("没有到诊码时必填：例如到达方式、陪同人员、到诊时状况。"),
    )

    def clean(self):
        if not self.cleaned_data.get("ticket"):
            fill_in(self, "note")
        return super().clean()


class MarkNoShowForm(MoveForm):
    caused_by = forms.ChoiceField(
        label=_("未到原因属于"), choices=CausedBy.choices, widget=forms.RadioSelect
    )
    note = note(_("联系情况"), required=True, help_text=_("何时、联系了谁、结果如何。"))


class RebookForm(PlacedForm):
    is_timed = False
    note = note(_("约定情况"), required=True)

    def scope(self):
        super().scope()
        self.fields["scheduled_for"].help_text = _("暂时不定时可不填，稍后再预约。")
