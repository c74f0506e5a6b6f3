"""Forms of the moves before the other side is asked, and of asking anew."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.actions import supersession
from referrals.forms.fields import MomentField
from referrals.forms.moves.base import HappenedForm, MoveForm, NoteForm, note
from referrals.forms.places import (
    DepartmentField,
    HospitalField,
    anywhere,
    check_department,
    departments_elsewhere,
    destinations,
)


class SubmitForReviewForm(NoteForm):
    pass


class ReturnForm(MoveForm):
    note = note(_("退回原因"), required=True, help_text=_("写明需要修改的内容，发起人会看到。"))


class _LeavingForm(MoveForm):
    """The referral leaves its hospital: perhaps to several, perhaps in place of an older one."""

    also_ask = forms.ModelMultipleChoiceField(
        label=_("同时询问"),
        queryset=None,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=_("可不选。先同意的医院接收患者，其余自动撤回。"),
    )
    replaces = forms.BooleanField(
        label=_("替代在办的转诊单"),
        required=False,
        help_text=_("本院已为该患者提交过转诊单；勾选后旧单自动撤销。"),
    )

    def scope(self):
        others = destinations(self.user, self.referral.origin)
        self.fields["also_ask"].queryset = others.exclude(pk=self.referral.destination_id)
        if self.referral.destination_id is None:
            del self.fields["also_ask"]
        if supersession.standing(self.referral) is None:
            del self.fields["replaces"]


class ApproveForm(_LeavingForm):
    note = note(_("审核意见"))


class SendForm(_LeavingForm):
    note = note()


class DiscardForm(NoteForm):
    pass


class RedirectForm(MoveForm):
    destination = HospitalField(label=_("改派到"))
    department = DepartmentField(label=_("接收科室"), required=False, grouped=True)
    note = note(help_text=_("改派到今天已拒绝过的机构时，须写明新的情况。"))

    def scope(self):
        origin = self.referral.origin
        self.fields["destination"].queryset = destinations(self.user, origin)
        self.fields["department"].queryset = departments_elsewhere(self.user, origin)
        proposed = self.referral.events.filter(action="propose_onward").last()
        if proposed:
            self.initial.setdefault("destination", proposed.payload["onward"])

    def clean(self):
        check_department(self)
        return self.cleaned_data


class FileRetrospectiveForm(MoveForm):
    """The origin tells what was agreed; the desk of the other side only confirms."""

    agreed_with = forms.CharField(
        label=_("对方同意人"), max_length=80, help_text=_("电话中同意接收的人员姓名和职务。")
    )
    agreed_at = MomentField(label=_("电话同意时间"))
    arrived_at = MomentField(label=_("患者实际到达时间"), help_text=_("须在过去24小时内。"))
    note = note(_("补录原因"), required=True)

    def scope(self):
        """What the filing form has asked already is not asked twice."""
        row = self.referral
        said = {"agreed_with": row.agreed_with, "agreed_at": row.agreed_at}
        for name, value in (said | {"arrived_at": row.actual_arrival_at}).items():
            self.initial.setdefault(name, value)
        if self.referral.is_retrospective:
            for name in ("agreed_with", "agreed_at", "arrived_at"):
                del self.fields[name]
            self.fields["note"].label = _("确认说明")
            self.fields["note"].required = False


class RecordExternalAcceptanceForm(MoveForm):
    contact_name = forms.CharField(
        label=_("对方联系人"), max_length=64, help_text=_("电话中同意接收的人员姓名和职务。")
    )
    agreed_at = MomentField(label=_("对方同意时间"))
    valid_until = forms.DateField(
        label=_("有效期至"), widget=forms.DateInput(attrs={"type": "date"})
    )
    note = note()


class SupersedeForm(MoveForm):
    by_referral = forms.ModelChoiceField(
        label=_("新转诊单"), queryset=None, empty_label=_("请选择")
    )
    note = note()

    def scope(self):
        row = self.referral
        newer = type(row).objects.visible_to(self.user).open().exclude(pk=row.pk)
        same = newer.filter(person_hash=row.person_hash, created_at__gte=row.created_at)
        self.fields["by_referral"].queryset = same.exclude(person_hash="")


class DivertForm(HappenedForm):
    destination = HospitalField(label=_("改送到"))
    department = DepartmentField(label=_("接收科室"), required=False, grouped=True)
    confirmed_by = forms.CharField(
        label=_("对方确认人"),
        max_length=64,
        required=False,
        help_text=_("电话确认的人员；改送到有资质的绿色通道中心时可不填。"),
    )
    confirmed_at = MomentField(label=_("确认时间"), required=False)
    note = note(_("改送原因"), required=True)

    def scope(self):
        row = self.referral
        places = anywhere(self.user, row.origin).exclude(pk=row.destination_id)
        self.fields["destination"].queryset = places
        self.fields["department"].queryset = departments_elsewhere(self.user, row.origin)

    def clean(self):
        check_department(self)
        return self.cleaned_data
