"""Pages that rename a hospital, merge it into another, and keep its older names and plates."""

from django.utils.translation import gettext_lazy as _

from hospitals.actions import names
from hospitals.forms.governance import MergeForm, NameForm, RenameForm
from hospitals.models import Hospital, HospitalName
from portal.core.pages import ActionPage
from portal.roles import Permission


class HospitalRename(ActionPage):
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("更名")
    template_name = "hospitals/action.html"
    form_class = RenameForm
    success_message = _("已更名，原名称保留在名称沿革中。")

    def act(self, form):
        names.rename(
            hospital=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return self.object.get_absolute_url()


class HospitalMerge(ActionPage):
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("并入其他机构")
    template_name = "hospitals/action.html"
    form_class = MergeForm
    success_message = _("已登记并入。")

    def act(self, form):
        names.merge(
            hospital=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return self.object.get_absolute_url()


class NameRecord(ActionPage):
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("登记曾用名或挂牌名称")
    template_name = "hospitals/action.html"
    form_class = NameForm
    success_message = _("已登记。")

    def act(self, form):
        names.record(hospital=self.object, details=form.cleaned_data, by=self.request.user)
        return self.object.get_absolute_url()


class NameRevise(ActionPage):
    model = HospitalName
    permission = Permission.HOSPITAL_EDIT
    title = _("修改名称沿革")
    template_name = "hospitals/action.html"
    form_class = NameForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = names.revise(
            row=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.hospital.get_absolute_url()
