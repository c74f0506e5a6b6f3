"""Forms of the asked side's answers, and of what the origin supplies for them."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital
from referrals.enums import AdmissionKind
from referrals.forms.fields import DateField, LongTextField, not_in_past
from referrals.forms.moves.base import MoveForm, ReasonForm, fill_in, note
from referrals.forms.places import HospitalField, WardField, departments_of, destinations
from referrals.states import MOVES, Side

ACCEPTED_FOR = dt.timedelta(days=7)


class ReceiveForm(MoveForm):
    """From a pool a person of several hospitals says which of them takes the patient."""

    hospital = HospitalField(label=_("由哪家医院接收"), required=False)
    note = note()

    def scope(self):
        row = self.referral
        if row.pool_id is None or row.destination_id is not None:
            del self.fields["hospital"]
            return
        members = Hospital.objects.visible_to(self.user).filter(
            pk__in=row.hospitals_on(Side.DESTINATION)
        )
        mine = self.user.hospitals_with(MOVES["receive"].permission)
        self.fields["hospital"].queryset = members.exclude(pk=row.origin_id)
        own = members.filter(pk__in=mine).first()
        self.initial.setdefault("hospital", own.pk if own else None)


class RequestInfoForm(MoveForm):
    note = note(
        _("需要补充的资料"), required=True, help_text=_("逐项写明，对方补齐前答复时限暂停。")
    )


class SupplyInfoForm(MoveForm):
    note = note(_("补充的内容"), help_text=_("已上传所需文件时可不填。"))

    def clean(self):
        given = self.referral.attachments.filter(created_at__gte=self.referral.state_since)
        if not (self.cleaned_data.get("files") or given.exists()):
            fill_in(self, "note")
        return self.cleaned_data


class AcceptForm(MoveForm):
    department = WardField(label=_("接收科室"))
    admission_kind = forms.ChoiceField(
        label=_("接收方式"), choices=AdmissionKind.choices, widget=forms.RadioSelect
    )
    valid_until = DateField(
        label=_("有效期至"), help_text=_("过期未到诊须重新申请。"), validators=[not_in_past]
    )
    filler_number = forms.CharField(
        label=_("接收方编号"),
        max_length=40,
        required=False,
        help_text=_("本院系统中的编号，没有时不填。"),
    )
    note = note()

    def scope(self):
        departments = departments_of(self.user, self.referral.answering(self.user))
        self.fields["department"].queryset = departments
        self.initial.setdefault("department", self.referral.destination_department_id)
        self.initial.setdefault("valid_until", timezone.localdate() + ACCEPTED_FOR)


class WaitlistForm(MoveForm):
    expected_on = DateField(label=_("预计可收治日期"), validators=[not_in_past])
    note = note(_("排队原因"), required=True, help_text=_("转出方可见。"))


class DeclineForm(ReasonForm):
    side = Side.DESTINATION


class WithdrawAcceptanceForm(ReasonForm):
    side = Side.DESTINATION

    def scope(self):
        super().scope()
        self.fields["note"].required = True


class ProposeOnwardForm(MoveForm):
    onward_hospital = HospitalField(label=_("建议转往"))
    note = note(_("理由"), required=True, help_text=_("转出方可据此一键改派。"))

    def scope(self):
        row = self.referral
        places = destinations(self.user, row.origin)
        self.fields["onward_hospital"].queryset = places.exclude(pk=row.destination_id)


class ReturnWithAdviceForm(MoveForm):
    findings = LongTextField(label=_("对病情的看法"), max_length=4000)
    plan = LongTextField(label=_("诊疗建议"), max_length=2000, help_text=_("患者留在转出医院。"))
    medicines = LongTextField(label=_("用药建议"), max_length=2000, required=False)
