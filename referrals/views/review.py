"""One after the other: what waits for this person's decision, the most urgent first."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.pages import ActionPage
from portal.errors import Stale
from portal.roles import Permission
from referrals.actions import decisions
from referrals.forms.moves import FORMS
from referrals.models import Referral
from referrals.states import MOVES
from referrals.views import conflict
from referrals.views.attachments import attachments_of
from referrals.views.detail import to_call
from referrals.views.summary import record_of

LATER = "review_later"
WITH = ("patient__residence__parent__parent", "origin", "destination", "author")


class ReferralReview(ActionPage):
    """Read, decide, and the next one comes; what is left for later stays away for this session."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    title = gettext_lazy("逐条审核")
    template_name = "referrals/referral_review.html"
    is_stale = False

    def may_open(self, user):
        return user.has_perm(self.permission)

    @cached_property
    def queue(self):
        rows = Referral.objects.visible_to(self.request.user)
        return decisions.waiting(rows=rows, by=self.request.user)

    @cached_property
    def object(self):
        rows = self.queue.exclude(pk__in=self.later)
        if "pk" in self.kwargs:
            rows = Referral.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"])
        row = rows.select_related(*WITH).first()
        if row is None and "pk" in self.kwargs:
            raise Http404
        return row

    @property
    def later(self):
        return self.request.session.get(LATER, [])

    @cached_property
    def offered(self):
        return decisions.offered(referral=self.object, by=self.request.user) if self.object else []

    @cached_property
    def decision(self):
        """The verb of the form that was sent; anything else is no decision."""
        verb = self.request.POST.get("decision", "")
        return verb if verb in decisions.VERBS else ""

    @property
    def request_key(self):
        return f"{self.decision}-{super().request_key}"[:128]

    def form_of(self, verb, data=None):
        initial = {"admission_kind": self.object.encounter_class}
        return FORMS[verb](
            data, referral=self.object, user=self.request.user, prefix=verb, initial=initial
        )

    def get_form(self, form_class=None):
        return self.form_of(self.decision, self.request.POST) if self.decision else None

    def get_context_data(self, **context):
        form, row, user = context.get("form"), self.object, self.request.user
        forms = [
            (MOVES[verb], form if form and verb == self.decision else self.form_of(verb))
            for verb in self.offered
        ]
        return super().get_context_data(
            **{"form": None} | context,
            forms=forms,
            **(self.conflict() if self.is_stale else {"version": row and row.version}),
            **(record_of(row, user) if row else {"parts": ()}),
            attachments=attachments_of(user, referral=row) if row else (),
            left=self.queue.exclude(pk__in=self.later).count(),
            later=len(self.later),
            shifts=to_call(row, user) if row else (),
            may_reveal=bool(row) and user.has_perm(Permission.REFERRAL_REVEAL, row),
        )

    def get_template_names(self):
        return [conflict.TEMPLATE if self.is_stale else self.template_name]

    def refused(self, form, refusal):
        """Somebody was faster: the row is read again, to say who did what meanwhile."""
        self.is_stale = isinstance(refusal, Stale)
        if self.is_stale:
            rows = Referral.objects.visible_to(self.request.user).select_related(*WITH)
            self.object = rows.get(pk=self.object.pk)
            self.__dict__.pop("offered", None)
        return super().refused(form, refusal)

    def conflict(self):
        """What the compare page shows beside the form."""
        version, events = self.seen_version, conflict.seen_in(self.request)
        return {
            "changes": conflict.changes_since(self.object, version=version, seen=events),
            "possible": self.decision in self.offered,
            "decision": self.decision,
            "version": self.object.version,
        }

    def post(self, request, *args, **kwargs):
        following, row = HttpResponseRedirect(reverse("referrals:referral-review")), self.object
        if row and "later" in request.POST:
            request.session[LATER] = [*{*self.later, str(row.pk)}]
            return following
        if "again" in request.POST:
            request.session.pop(LATER, None)
            return following
        return super().post(request, *args, **kwargs) if row and self.decision else following

    def act(self, form):
        done = decisions.decide(
            referral=self.object,
            verb=self.decision,
            by=self.request.user,
            details=form.cleaned_data,
            version=self.seen_version,
        )
        words = {"number": done.number, "action": _(MOVES[self.decision].label)}
        messages.success(self.request, _("%(number)s 已办理“%(action)s”。") % words)
        return reverse("referrals:referral-review")
