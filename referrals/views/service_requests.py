"""Remote consultation, pathology and imaging: list, new, detail, and one page per verb."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.models import Hospital
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.errors import NotAllowed, Stale
from portal.roles import Permission
from referrals.actions import service_requests
from referrals.actions.attachments import giver_of
from referrals.filters import MOST_URGENT, ServiceRequestFilter, Tab
from referrals.forms import service_requests as forms
from referrals.forms.reveal import RevealForm
from referrals.models import Referral, ServiceRequest
from referrals.service_states import MOVES, STATES
from referrals.views.attachments import attach_all_to_service, attachments_of
from referrals.views.worklist import CappedPaginator, count_up_to

NEWEST = ("-requested_at",)
TABS = {
    tab.code: tab
    for tab in (
        Tab("waiting", gettext_lazy("待我处理"), MOST_URGENT, is_queue=True),
        Tab("sent", gettext_lazy("我院申请"), NEWEST),
        Tab("incoming", gettext_lazy("我院受邀"), NEWEST),
        Tab("late", gettext_lazy("已超时"), MOST_URGENT, is_queue=True),
        Tab("all", gettext_lazy("全部"), NEWEST),
    )
}


def tab_rows(rows, code, user):
    """The rows of one tab, out of those that this person may see."""
    return {
        "waiting": lambda: rows.waiting_for(user),
        "sent": lambda: rows.sent_by(user),
        "incoming": lambda: rows.incoming_to(user),
        "late": lambda: rows.late(),
        "all": lambda: rows,
    }[code]()


class ServiceList(ListPage):
    model = ServiceRequest
    permission = Permission.SERVICE_VIEW
    title = gettext_lazy("远程服务")
    template_name = "referrals/service_list.html"
    filterset_class = ServiceRequestFilter
    paginator_class = CappedPaginator
    select_related = ("patient", "origin", "destination")

    @cached_property
    def tab(self):
        return TABS.get(self.request.GET.get("tab"), TABS["waiting"])

    def get_queryset(self):
        rows = tab_rows(super().get_queryset(), self.tab.code, self.request.user)
        return rows.order_by(*self.tab.order)

    def get_context_data(self, **context):
        user = self.request.user
        rows = ServiceRequest.objects.visible_to(user)
        return super().get_context_data(
            tab=self.tab,
            tabs=[(tab, self._length(tab, rows)) for tab in TABS.values()],
            may_ask=user.has_perm(Permission.SERVICE_ASK),
            **context,
        )

    def _length(self, tab, rows):
        if not tab.is_queue:
            return None
        return count_up_to(tab_rows(rows, tab.code, self.request.user), 99)


class ServiceNew(FormPage):
    """Ask: about a patient that is typed in, or about the one of a referral (?referral=…)."""

    permission = Permission.SERVICE_ASK
    title = gettext_lazy("申请远程服务")
    form_class = forms.RequestFilesForm
    template_name = "referrals/service_new.html"
    is_keyed = True

    @cached_property
    def referral(self):
        given = self.request.GET.get("referral")
        return referral_of(self.request.user, given) if given else None

    @cached_property
    def hospital(self):
        return asking_hospital(self.request.user, self.referral)

    def get_initial(self):
        return {"kind": self.request.GET.get("kind", ""), "priority": "routine"}

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"hospital": self.hospital, "referral": self.referral}

    def get_context_data(self, **context):
        context = super().get_context_data(
            referral=self.referral, hospital=self.hospital, **context
        )
        return context | {"parts": forms.parts_of(context["form"])}

    def act(self, form):
        made = service_requests.request(
            origin=self.hospital,
            content=form.cleaned_data,
            by=self.request.user,
            referral=self.referral,
        )
        attach_all_to_service(form, made, self.request.user)
        return reverse("referrals:service-detail", args=[made.pk])


def referral_of(user, given):
    """The referral that the question is about; what one may not see does not exist."""
    try:
        return get_object_or_404(Referral.objects.visible_to(user), pk=given)
    except ValidationError as error:
        raise Http404 from error


def asking_hospital(user, referral):
    """Where this person asks from: with a referral, the side of it on which they work."""
    desks = user.hospitals_with(Permission.SERVICE_ASK)
    if referral is not None:
        desks = desks & {referral.origin_id, referral.destination_id}
    mine = Hospital.objects.visible_to(user).filter(pk__in=desks).order_by("pk").first()
    if mine is None:
        raise NotAllowed(_("您在该机构没有申请远程服务的权限。"), code="forbidden")
    return mine


class ServiceDetail(DetailPage):
    model = ServiceRequest
    permission = Permission.SERVICE_VIEW
    template_name = "referrals/service_detail.html"
    select_related = (
        "patient",
        "origin",
        "destination",
        "destination_department",
        "author",
        "reporter",
    )

    def get_context_data(self, **context):
        row, user = self.object, self.request.user
        waits_for = STATES[row.state].waits_for
        moves = sorted(row.moves_for(user), key=lambda move: move.verb != waits_for)
        tied = Referral.objects.visible_to(user)
        return super().get_context_data(
            moves=moves,
            events=row.events.select_related("actor", "hospital").order_by("-seq"),
            may_convert=row.may_be_converted_by(user),
            may_reveal=user.has_perm(Permission.REFERRAL_REVEAL, row),
            attachments=attachments_of(user, service=row),
            giver=giver_of(row, user),
            referral=tied.filter(pk=row.referral_id).first(),
            converted=tied.filter(pk=row.converted_to_id).first(),
            **context,
        )


class ServiceReveal(ActionPage):
    """Asks why, shows the identity once, and keeps nothing of it in the browser."""

    model = ServiceRequest
    permission = Permission.REFERRAL_REVEAL
    title = gettext_lazy("查看完整身份")
    form_class = RevealForm
    template_name = "referrals/service_reveal.html"

    def get_form(self, form_class=None):
        return RevealForm(self.request.POST or None, label_suffix="")

    def form_valid(self, form):
        patient = service_requests.reveal(
            service=self.object, by=self.request.user, reason=form.cleaned_data["reason"]
        )
        return self.render_to_response(self.get_context_data(form=form, patient=patient))


class ServicePage(ActionPage):
    """The form of one verb; says so when the request is no longer where it begins."""

    model = ServiceRequest
    template_name = "referrals/service_move.html"
    verb = ""

    @property
    def title(self):
        return _(MOVES[self.verb].label)

    @property
    def success_message(self):
        return _("已办理“%(action)s”。") % {"action": self.title}

    def get(self, request, *args, **kwargs):
        status = 200 if self.is_possible() else 409
        return self.render_to_response(self.get_context_data(), status=status)

    def is_possible(self):
        return MOVES[self.verb] in self.object.moves_for(self.request.user)

    def get_context_data(self, **context):
        return super().get_context_data(
            possible=self.is_possible(),
            move=MOVES[self.verb],
            version=self.seen_version or self.object.version,
            **context,
        )

    def act(self, form):
        service_requests.ACTIONS[self.verb](
            service=self.object,
            by=self.request.user,
            details=form.cleaned_data,
            version=self.seen_version,
        )
        return reverse("referrals:service-detail", args=[self.object.pk])

    def refused(self, form, refusal):
        """After a refusal the row is read again: the page tells what is true now."""
        del self._object
        response = super().refused(form, refusal)
        if isinstance(refusal, Stale):
            response.context_data["version"] = self.object.version
        return response


class ServiceReceive(ServicePage):
    verb = "receive"
    permission = Permission.SERVICE_ANSWER
    form_class = forms.ReceiveForm


class ServiceStart(ServicePage):
    verb = "start"
    permission = Permission.SERVICE_ANSWER
    form_class = forms.StartForm


class ServiceReport(ServicePage):
    verb = "report"
    permission = Permission.SERVICE_ANSWER
    form_class = forms.ReportFilesForm

    def act(self, form):
        attach_all_to_service(form, self.object, self.request.user)
        return super().act(form)


class ServiceAcknowledge(ServicePage):
    verb = "acknowledge"
    permission = Permission.SERVICE_ASK
    form_class = forms.AcknowledgeForm


class ServiceDecline(ServicePage):
    verb = "decline"
    permission = Permission.SERVICE_ANSWER
    form_class = forms.DeclineForm


class ServiceCancel(ServicePage):
    verb = "cancel"
    permission = Permission.SERVICE_ASK
    form_class = forms.CancelForm


class ServiceConvert(ActionPage):
    """One click: the consultation becomes a referral draft."""

    model = ServiceRequest
    permission = Permission.SERVICE_ASK
    title = gettext_lazy("转为转诊单")
    form_class = forms.ConvertForm
    template_name = "referrals/service_convert.html"

    def act(self, form):
        made = service_requests.convert(
            service=self.object, by=self.request.user, version=self.seen_version
        )
        return reverse("referrals:referral-edit", args=[made.pk])
