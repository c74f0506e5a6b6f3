"""Pages of the clinics that experts hold."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experts.actions import clinics
from experts.forms.clinics import ClinicForm
from experts.listing.clinic_list import CLINICS
from experts.models import ClinicSession, Expert
from portal.core.pages import ActionPage, ListPage
from portal.roles import Permission


class ClinicList(ListPage):
    model = ClinicSession
    kind = CLINICS
    template_name = "experts/clinic_list.html"

    def get_context_data(self, **context):
        editable = self.request.user.hospitals_with(Permission.CAPACITY_EDIT)
        return super().get_context_data(editable=editable, **context)


class ClinicOpen(ActionPage):
    model = Expert
    permission = Permission.CAPACITY_EDIT
    title = _("开放专家门诊")
    template_name = "experts/action.html"
    form_class = ClinicForm
    success_message = _("已开放门诊号源。已有的和已过去的时段不重复开放。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"expert": self.object}

    def act(self, form):
        clinics.open_clinic(
            expert=self.object,
            department=form.cleaned_data["department"],
            week=form.week(),
            details=form.details(),
            by=self.request.user,
        )
        return f"{reverse('experts:clinic-list')}?expert={self.object.pk}"
