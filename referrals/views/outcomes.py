"""Arrival by code, recognition of results, readmissions, and what an emergency left behind."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ActionPage, FormPage, ListPage
from portal.errors import Refusal
from portal.roles import Permission
from referrals.actions import arrival_codes, catch_up, readmissions, recognitions
from referrals.enums import CatchUpKind
from referrals.forms import care as forms
from referrals.models import CatchUpTask, Readmission, Referral, ResultRecognition

TICKETS = "arrival_tickets"


class CheckIn(FormPage):
    """Type the code; the page of the arrival then shows whom to expect."""

    permission = Permission.REFERRAL_ARRIVE
    title = _("到诊登记")
    form_class = forms.CheckInForm
    template_name = "referrals/check_in.html"

    def form_valid(self, form):
        """Outside the transaction of an action, so that a wrong try stays counted."""
        try:
            referral, ticket = arrival_codes.find(
                code=form.cleaned_data["code"], by=self.request.user
            )
        except Refusal as refusal:
            return self.refused(form, refusal)
        self.request.session[TICKETS] = {str(referral.pk): ticket}
        return HttpResponseRedirect(reverse("referrals:referral-arrive", args=[referral.pk]))


def ticket_for(request, referral):
    """The ticket of the code that this desk has just looked up, if it was this referral's."""
    return request.session.get(TICKETS, {}).get(str(referral.pk), "")


class RecognitionRecord(ActionPage):
    """Each result of the referral: recognised by one press, or repeated and why; and others."""

    model = Referral
    permission = Permission.RECOGNITION_RECORD
    title = _("检查检验结果互认")
    form_class = forms.RecognitionForm
    template_name = "referrals/recognition_form.html"
    success_message = _("已登记。")

    def may_open(self, user):
        here = self.object.destination_id
        return here in user.hospitals_with(Permission.RECOGNITION_RECORD)

    def get_initial(self):
        return {name: self.request.GET.get(name, "") for name in ("result", "verdict")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"row": self.object}

    def get_context_data(self, **context):
        noted = ResultRecognition.objects.visible_to(self.request.user)
        return super().get_context_data(
            results=recognitions.results_of(self.object),
            recognitions=noted.filter(referral=self.object, result__isnull=True),
            **context,
        )

    def act(self, form):
        recognitions.record(referral=self.object, details=form.cleaned_data, by=self.request.user)
        return reverse("referrals:recognition-record", args=[self.object.pk])


class ReadmissionList(ListPage):
    """Who came back within thirty days; those that nobody has judged first."""

    model = Readmission
    permission = Permission.READMISSION_VIEW
    title = _("再入院核查")
    template_name = "referrals/readmission_list.html"
    select_related = ("referral__patient", "referral__origin", "referral__destination")

    def get_queryset(self):
        rows = super().get_queryset()
        if self.request.GET.get("tab") != "all":
            rows = rows.filter(verdict="pending")
        return rows.order_by("-created_at")

    def get_context_data(self, **context):
        seen = Readmission.objects.visible_to(self.request.user)
        return super().get_context_data(
            tab="all" if self.request.GET.get("tab") == "all" else "pending",
            pending=seen.filter(verdict="pending").count(),
            **context,
        )


class ReadmissionJudge(ActionPage):
    model = Readmission
    permission = Permission.READMISSION_JUDGE
    title = _("判定再入院")
    form_class = forms.JudgeForm
    template_name = "referrals/readmission_judge.html"

    def get_context_data(self, **context):
        tied = Referral.objects.visible_to(self.request.user)
        return super().get_context_data(
            referral=self.object.referral,
            earlier=tied.filter(pk=self.object.earlier_id).first(),
            version=self.seen_version or self.object.version,
            **context,
        )

    def act(self, form):
        readmissions.judge(
            readmission=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("referrals:readmission-list")


class CatchUpList(ListPage):
    """What is owed at one's hospital, the oldest first."""

    model = CatchUpTask
    permission = Permission.CATCH_UP_VIEW
    title = _("事后审核与补办")
    template_name = "referrals/catch_up_list.html"
    select_related = ("referral__patient", "referral__destination", "referral__author", "done_by")

    def get_queryset(self):
        rows = super().get_queryset()
        if self.request.GET.get("tab") == "done":
            return rows.filter(done_at__isnull=False).order_by("-done_at")
        return rows.open().order_by("due_at")

    def get_context_data(self, **context):
        seen = CatchUpTask.objects.visible_to(self.request.user)
        return super().get_context_data(
            tab="done" if self.request.GET.get("tab") == "done" else "open",
            waiting=seen.open().count(),
            **context,
        )


class CatchUpDo(ActionPage):
    """Review the sending, or say who the patient is; opening it is noted."""

    model = CatchUpTask
    permission = Permission.CATCH_UP_VIEW
    template_name = "referrals/catch_up_do.html"

    @property
    def title(self):
        return self.object.get_kind_display()

    @cached_property
    def is_review(self):
        return self.object.kind == CatchUpKind.REVIEW

    def get(self, request, *args, **kwargs):
        if self.is_review:
            catch_up.look(task=self.object, by=request.user)
        return super().get(request, *args, **kwargs)

    def get_form_class(self):
        return forms.ReviewForm if self.is_review else forms.IdentityForm

    def get_context_data(self, **context):
        return super().get_context_data(
            referral=self.object.referral,
            possible=not self.object.done_at and self.object.may_be_done_by(self.request.user),
            **context,
        )

    def act(self, form):
        change = catch_up.review if self.is_review else catch_up.correct_identity
        change(
            task=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("referrals:catch-up-list")
