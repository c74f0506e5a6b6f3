"""A journey under way, corrected by those who sent it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ActionPage
from portal.roles import Permission
from referrals.actions import transports
from referrals.forms.transports import TransportForm, content_of
from referrals.models import Referral


class ReferralTransport(ActionPage):
    model = Referral
    permission = Permission.REFERRAL_DEPART
    title = _("更新转运信息")
    form_class = TransportForm
    template_name = "referrals/referral_transport.html"
    success_message = _("转运信息已更新。")

    def get_initial(self):
        return content_of(self.object.transport) if self.object.transport else {}

    def act(self, form):
        transports.correct(
            referral=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("referrals:referral-detail", args=[self.object.pk])
