"""Pages of what hospitals are recognised for."""

from django.utils.translation import gettext_lazy as _

from hospitals.actions import accreditations
from hospitals.forms.accreditations import AccreditationForm
from hospitals.listing.governance_lists import ACCREDITATIONS
from hospitals.models import Accreditation, Hospital
from portal.core.pages import ActionPage, ListPage
from portal.roles import Permission


class AccreditationList(ListPage):
    model = Accreditation
    kind = ACCREDITATIONS
    template_name = "hospitals/accreditation_list.html"


class AccreditationRecord(ActionPage):
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("登记资质")
    template_name = "hospitals/action.html"
    form_class = AccreditationForm
    success_message = _("已登记资质。")

    def act(self, form):
        accreditations.record(hospital=self.object, details=form.cleaned_data, by=self.request.user)
        return self.object.get_absolute_url()


class AccreditationRevise(ActionPage):
    model = Accreditation
    permission = Permission.HOSPITAL_EDIT
    title = _("修改资质")
    template_name = "hospitals/action.html"
    form_class = AccreditationForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = accreditations.revise(
            accreditation=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.hospital.get_absolute_url()
