"""Pages of green channel cases: their list, the moments of one, and the limits."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.pages import ActionPage, FormPage, ListPage
from portal.roles import Permission
from referrals import green
from referrals.actions import milestones
from referrals.enums import GreenChannel
from referrals.filters import GreenFilter
from referrals.forms.green import MilestoneForm, TargetForm
from referrals.models import GreenTarget, Referral
from referrals.models.green import results_of, times_of
from referrals.states import Side

SIDES = {Side.ORIGIN: gettext_lazy("转出方"), Side.DESTINATION: gettext_lazy("接收方")}


class GreenList(ListPage):
    """Green cases with every goal: reached, late, running or not entered."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    title = gettext_lazy("绿色通道")
    template_name = "referrals/green_list.html"
    filterset_class = GreenFilter
    select_related = ("patient", "origin", "destination")
    ordering = ("-created_at",)

    def get_queryset(self):
        rows = super().get_queryset().exclude(green_channel="")
        return rows.prefetch_related("green_milestones", "transports")

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        page = list(context["object_list"])
        targets = GreenTarget.objects.visible_to(self.request.user)
        versions = targets.by_hospital({row.destination_id for row in page})
        return context | {"cases": [(row, results_of(row, versions)) for row in page]}


@dataclass(frozen=True)
class Line:
    """A step of a case as the page shows it; form is there when this person may enter it."""

    step: green.Step
    label: str
    side: str
    at: object
    entered: object
    form: MilestoneForm | None


class GreenCase(ActionPage):
    model = Referral
    permission = Permission.REFERRAL_VIEW
    title = gettext_lazy("绿色通道节点")
    template_name = "referrals/green_case.html"
    form_class = MilestoneForm
    success_message = gettext_lazy("已登记。")

    def may_open(self, user):
        if not self.object.green_channel:
            raise Http404
        return super().may_open(user)

    def get_context_data(self, **context):
        row, user = self.object, self.request.user
        targets = GreenTarget.objects.visible_to(user).by_hospital({row.destination_id})
        context = super().get_context_data(results=results_of(row, targets), **context)
        return context | {"lines": list(self._lines(context["form"]))}

    def _lines(self, bound):
        row, user = self.object, self.request.user
        times, mine = times_of(row), milestones.sides_of(row, user)
        entered = {one.code: one for one in row.green_milestones.select_related("created_by")}
        tried = bound.data.get("code") if bound.is_bound else None
        for step in green.STEPS[row.green_channel]:
            form = None
            if step.side in mine and not step.known:
                at = times.get(step.code)
                fresh = MilestoneForm(
                    user=user, initial={"code": step.code, "at": at}, auto_id=f"{step.code}_%s"
                )
                form = bound if tried == step.code else fresh
            label = (_(step.label), SIDES[step.side])
            yield Line(step, *label, times.get(step.code), entered.get(step.code), form)

    def act(self, form):
        given = form.cleaned_data
        milestones.record(
            referral=self.object,
            code=given["code"],
            at=given["at"],
            note=given["note"],
            by=self.request.user,
        )
        return reverse("referrals:green-case", args=[self.object.pk])


class GreenTargetList(ListPage):
    """The defaults, and what hospitals have set for themselves."""

    model = GreenTarget
    permission = Permission.REFERRAL_VIEW
    title = gettext_lazy("绿色通道目标")
    template_name = "referrals/green_target_list.html"
    select_related = ("hospital",)
    ordering = ("hospital__pinyin", "hospital__name", "kind", "code", "-since")

    def get_context_data(self, **context):
        names = dict(GreenChannel.choices)
        defaults = [(names[kind], goal) for kind, goals in green.GOALS.items() for goal in goals]
        may_set = self.request.user.has_perm(Permission.HOSPITAL_EDIT)
        return super().get_context_data(defaults=defaults, may_set=may_set, **context)


class GreenTargetSet(FormPage):
    permission = Permission.HOSPITAL_EDIT
    title = gettext_lazy("设定绿色通道目标")
    template_name = "referrals/green_target_set.html"
    form_class = TargetForm
    success_message = gettext_lazy("已设定目标。")

    def act(self, form):
        milestones.set_target(
            hospital=form.cleaned_data["hospital"], details=form.details(), by=self.request.user
        )
        return reverse("referrals:green-target-list")
