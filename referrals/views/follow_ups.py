"""Follow-up after a patient went down: what is due at one's hospital, and writing it down."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ActionPage, ListPage
from portal.roles import Permission
from referrals.actions import children, follow_ups
from referrals.forms import care as forms
from referrals.models import FollowUpTask, Referral


@dataclass(frozen=True)
class Tab:
    code: str
    label: str
    order: tuple
    is_queue: bool = False


TABS = {
    tab.code: tab
    for tab in (
        Tab("due", _("今天应随访"), ("due_on",), is_queue=True),
        Tab("late", _("已逾期"), ("due_on",), is_queue=True),
        Tab("coming", _("以后"), ("due_on",)),
        Tab("done", _("已办理"), ("-updated_at",)),
    )
}


def tab_rows(rows, code):
    """The rows of one tab, out of those of one's hospitals."""
    return {
        "due": lambda: rows.due(),
        "late": lambda: rows.late(),
        "coming": lambda: rows.open().filter(due_on__gt=timezone.localdate()),
        "done": lambda: rows.exclude(state="open"),
    }[code]()


class FollowUpList(ListPage):
    model = FollowUpTask
    permission = Permission.FOLLOW_UP
    title = _("随访")
    template_name = "referrals/follow_up_list.html"
    select_related = ("referral__patient", "referral__origin", "done_by")

    @cached_property
    def tab(self):
        return TABS.get(self.request.GET.get("tab"), TABS["due"])

    @property
    def mine(self):
        return super().get_queryset().of_hospitals(self.request.user)

    def get_queryset(self):
        return tab_rows(self.mine, self.tab.code).order_by(*self.tab.order)

    def get_context_data(self, **context):
        mine = self.mine
        lengths = [
            tab_rows(mine, tab.code).count() if tab.is_queue else None for tab in TABS.values()
        ]
        return super().get_context_data(
            tab=self.tab, tabs=list(zip(TABS.values(), lengths, strict=True)), **context
        )


class FollowUpPage(ActionPage):
    """A form about one task; afterwards back to the list."""

    model = FollowUpTask
    permission = Permission.FOLLOW_UP
    template_name = "referrals/follow_up_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"row": self.object}

    def get_context_data(self, **context):
        return super().get_context_data(
            referral=self.object.referral,
            version=self.seen_version or self.object.version,
            **context,
        )

    def act(self, form):
        self.change(
            task=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("referrals:follow-up-list")


class FollowUpRecord(FollowUpPage):
    title = _("登记随访")
    form_class = forms.RecordForm
    change = staticmethod(follow_ups.record)
    success_message = _("已登记随访。")

    def act(self, form):
        url = super().act(form)
        if form.cleaned_data["needs_referral"]:
            return reverse("referrals:follow-up-send-up", args=[self.object.pk])
        return url


class FollowUpMove(FollowUpPage):
    title = _("调整随访")
    form_class = forms.MoveForm
    change = staticmethod(follow_ups.move)


class FollowUpCancel(FollowUpPage):
    title = _("取消随访")
    form_class = forms.CancelForm
    change = staticmethod(follow_ups.cancel)


class FollowUpSendUp(FollowUpPage):
    """The patient must go up again: a draft with what is known."""

    title = _("再次上转")
    form_class = forms.ClickForm

    def act(self, form):
        made = children.refer_up(task=self.object, by=self.request.user)
        return reverse("referrals:referral-edit", args=[made.pk])


class FollowUpAdd(ActionPage):
    """One more look at one patient."""

    model = Referral
    permission = Permission.FOLLOW_UP
    title = _("增加随访")
    form_class = forms.MoveForm
    template_name = "referrals/follow_up_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"row": self.object}

    def get_context_data(self, **context):
        return super().get_context_data(
            referral=self.object, version=self.object.version, **context
        )

    def act(self, form):
        follow_ups.add(referral=self.object, details=form.cleaned_data, by=self.request.user)
        return reverse("referrals:referral-detail", args=[self.object.pk])
