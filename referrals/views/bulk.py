"""One step for all ticked rows: asked for on the list, confirmed here, done together."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.pages import FormPage
from portal.errors import Incomplete, Refusal
from portal.roles import Permission
from referrals.actions import bulk
from referrals.actions.identities import reveal
from referrals.actions.records import look
from referrals.forms.bulk import BulkForm, read_ticks
from referrals.listing.rows import rows_of
from referrals.models import Referral
from referrals.paper.slip import slip_of
from referrals.states import MOVES
from referrals.views.detail import WITH

SHOWN = ("number", "patient", "diagnosis", "state", "wait")
PRINTED_AT_MOST = 50


class ReferralBulk(FormPage):
    """Ticks come from the list; nothing happens before they are confirmed."""

    permission = Permission.REFERRAL_VIEW
    title = gettext_lazy("批量办理")
    form_class = BulkForm
    template_name = "referrals/referral_bulk.html"

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.address)

    @property
    def address(self):
        """The list with the filters that it had."""
        return f"{reverse('referrals:referral-list')}?{self.request.GET.urlencode()}"

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs["data"] = self.request.POST.copy()
        kwargs["data"]["picked"] = ",".join(self.request.POST.getlist("picked"))
        return kwargs

    def form_valid(self, form):
        if "confirmed" in self.request.POST:
            return super().form_valid(form)
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, form):
        verb, items = form.cleaned_data["verb"], form.cleaned_data["picked"]
        bulk.transition(verb=verb, items=items, by=self.request.user)
        return self.address

    @property
    def success_message(self):
        verb = self.request.POST.get("verb")
        return _("已办理“%(action)s”。") % {"action": _(MOVES[verb].label)}

    def refused(self, form, refusal):
        """Each row that stands in the way is named."""
        if isinstance(refusal, Incomplete):
            lines = [refusal.message, *refusal.errors.values()]
            refusal = Refusal("\n".join(map(str, lines)), code=refusal.code)
        return super().refused(form, refusal)

    def get_context_data(self, **context):
        form = context["form"]
        items = form.cleaned_data.get("picked", []) if hasattr(form, "cleaned_data") else []
        verb = form.data.get("verb")
        return super().get_context_data(
            rows=rows_of([item.referral for item in items], SHOWN),
            action=_(MOVES[verb].label) if verb in bulk.VERBS else "",
            address=self.address,
            ticks=form.data.get("picked", ""),
            **context,
        )


class ReferralBulkPrint(FormPage):
    """All ticked referrals on paper, one after the other; each print is audited."""

    permission = Permission.REFERRAL_VIEW
    title = gettext_lazy("打印转诊单")
    form_class = BulkForm
    template_name = "referrals/referral_bulk_print.html"

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(reverse("referrals:referral-list"))

    def post(self, request, *args, **kwargs):
        ticks = list(read_ticks(request.POST.getlist("picked")))[:PRINTED_AT_MOST]
        rows = Referral.objects.visible_to(request.user).filter(pk__in=ticks)
        rows = (
            rows.select_related(*WITH, "parent").prefetch_related("transports").order_by("number")
        )
        slips = [self._slip(row) for row in rows]
        context = {"title": self.title, "slips": slips, "most": PRINTED_AT_MOST}
        return self.render_to_response(context)

    def _slip(self, row):
        in_full = look(referral=row, by=self.request.user)
        if in_full:
            reveal(referral=row, by=self.request.user, reason="print")
        return slip_of(row, in_full=in_full, printed_by=self.request.user)
