"""The pool: referrals that ask a network, not one hospital, until a member claims them."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.pages import FormPage, ListPage
from portal.roles import Permission
from referrals.actions import pools
from referrals.filters import PoolFilter
from referrals.models import Referral


class PoolList(ListPage):
    """What one of my hospitals may claim, or my transfer centre direct; the most urgent first."""

    model = Referral
    permission = Permission.REFERRAL_RECEIVE
    title = _("转诊中心接收池")
    template_name = "referrals/pool_list.html"
    filterset_class = PoolFilter
    select_related = ("patient", "origin", "pool")

    def get_queryset(self):
        rows = super().get_queryset().pooled(self.request.user)
        return rows.order_by("due_at", "state_since")


class ClaimForm(forms.Form):
    """Nothing is asked; the press is enough."""

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, **options)


class PoolClaim(FormPage):
    """Sign for one's own hospital with one press; who comes second reads who was first."""

    http_method_names = ["post"]
    permission = Permission.REFERRAL_RECEIVE
    form_class = ClaimForm
    success_message = _("已签收，请在时限内答复。")

    def act(self, form):
        row = pools.claim(referral_id=self.kwargs["pk"], by=self.request.user)
        return reverse("referrals:referral-detail", args=[row.pk])

    def refused(self, form, refusal):
        if refusal.code == "not_in_pool":
            raise Http404
        messages.error(self.request, refusal.message)
        return HttpResponseRedirect(reverse("referrals:pool-list"))
