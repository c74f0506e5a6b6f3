"""Find an earlier referral of the same patient, and begin with what it said."""

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.pages import ActionPage, FormPage
from portal.roles import Permission
from referrals.actions import copies
from referrals.forms.copies import EarlierForm
from referrals.models import Referral
from referrals.views.filing import desk_of, typed_by


class EarlierList(FormPage):
    """By the number of the identity card; the answer is this page again, with the referrals."""

    permission = Permission.REFERRAL_CREATE
    title = gettext_lazy("从上一单复制")
    form_class = EarlierForm
    template_name = "referrals/earlier_list.html"

    @cached_property
    def hospital(self):
        return desk_of(self.request.user)

    def form_valid(self, form):
        number = form.cleaned_data["id_number"]
        found = copies.earlier(id_number=number, hospital=self.hospital, by=self.request.user)
        return self.render_to_response(self.get_context_data(form=form, found=found, asked=True))


class ReferralCopy(ActionPage):
    model = Referral
    permission = Permission.REFERRAL_CREATE
    title = gettext_lazy("从上一单复制")
    template_name = "referrals/referral_copy.html"

    def get_context_data(self, **context):
        kept = typed_by(self.request.user, self.object.origin)
        return super().get_context_data(kept=kept, **context)

    def act(self, form):
        copies.copy(referral=self.object, by=self.request.user)
        messages.success(
            self.request,
            _("已带入 %(number)s 的内容，请核对并补齐。") % {"number": self.object.number},
        )
        return reverse("referrals:referral-file")
