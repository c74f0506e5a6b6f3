"""What people say to each other about a referral."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ActionPage
from portal.roles import Permission
from referrals.actions import messages
from referrals.forms.messages import SayForm, UrgeForm
from referrals.models import Referral


class ReferralSay(ActionPage):
    """The form below the messages of a referral; a page of its own when something is wrong."""

    model = Referral
    permission = Permission.REFERRAL_MESSAGE
    title = _("留言")
    form_class = SayForm
    template_name = "referrals/referral_say.html"
    success_message = _("留言已发送。")

    def act(self, form):
        messages.say(referral=self.object, by=self.request.user, text=form.cleaned_data["text"])
        return f"{reverse('referrals:referral-detail', args=[self.object.pk])}#messages"


class ReferralUrge(ActionPage):
    model = Referral
    permission = Permission.REFERRAL_MESSAGE
    title = _("催办")
    form_class = UrgeForm
    template_name = "referrals/referral_urge.html"
    success_message = _("已催办。")

    def act(self, form):
        messages.urge(referral=self.object, by=self.request.user, text=form.cleaned_data["text"])
        return f"{reverse('referrals:referral-detail', args=[self.object.pk])}#messages"
