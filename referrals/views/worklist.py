"""The list that people work from all day, and the search by what must not stand in an address."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from portal.core.pages import ListPage
from portal.core.sealing import seal, unseal
from portal.roles import Permission
from referrals.actions.identities import record_search
from referrals.filters import ReferralFilter
from referrals.forms.fields import NoLongNumberField
from referrals.models import Referral
from referrals.tokens import is_identity
from referrals.views.rows import rows_of

COUNTED = 1000
SEARCHED = "searched"


@dataclass(frozen=True)
class Tab:
    """code: its word in the address; is_queue: work to be done, so its length is always shown."""

    code: str
    label: str
    order: tuple
    is_queue: bool = False


NEWEST = ("-created_at",)
MOST_URGENT = (F("due_at").asc(nulls_last=True), "state_since")
TABS = {
    tab.code: tab
    for tab in (
        Tab("waiting", _("待我处理"), MOST_URGENT, is_queue=True),
        Tab("sent", _("我院转出"), NEWEST),
        Tab("incoming", _("我院转入"), NEWEST),
        Tab("late", _("已超时"), MOST_URGENT, is_queue=True),
        Tab("all", _("全部"), NEWEST),
    )
}
SHOWN = (
    "number",
    "state",
    "state_since",
    "due_at",
    "priority",
    "main_diagnosis",
    "cross_level",
    "submitted_at",
    "is_synthetic",
    "patient__name",
    "patient__sex",
    "patient__birth_date",
    "origin__name",
    "origin__short_name",
    "destination__name",
    "destination__short_name",
)


def tab_rows(rows, code, user):
    """The rows of one tab, out of those that this person may see."""
    return {
        "waiting": lambda: rows.waiting_for(user),
        "sent": lambda: rows.sent_by(user),
        "incoming": lambda: rows.incoming_to(user),
        "late": lambda: rows.open().late(),
        "all": lambda: rows,
    }[code]()


def with_names(rows):
    """Everything that the list shows, and nothing sealed."""
    return rows.select_related("patient", "origin", "destination").only(*SHOWN)


def in_full(rows, page):
    """The rows of one page again, with their names, in the order of the page."""
    by_id = {row.pk: row for row in with_names(rows).filter(pk__in=[row.pk for row in page])}
    return [by_id[row.pk] for row in page if row.pk in by_id]


def count_up_to(rows, limit):
    """How many rows, but no further than the limit: nobody pages through a hundred thousand."""
    return rows.order_by()[: limit + 1].count()


class CappedPaginator(Paginator):
    """Counts as far as people page."""

    counted = COUNTED

    @cached_property
    def count(self):
        return min(count_up_to(self.object_list, self.counted), self.counted)


class ReferralList(ListPage):
    model = Referral
    permission = Permission.REFERRAL_VIEW
    title = _("转诊工作台")
    template_name = "referrals/referral_list.html"
    filterset_class = ReferralFilter
    paginator_class = CappedPaginator

    @cached_property
    def tab(self):
        return TABS.get(self.request.GET.get("tab"), TABS["waiting"])

    def get_queryset(self):
        rows = tab_rows(super().get_queryset(), self.tab.code, self.request.user)
        if self._searched:
            rows = rows.found_by(self._searched, self.request.user)
        rows = rows.order_by(*self.tab.order)
        # A queue is sorted before it is cut: names are joined to its first fifty afterwards.
        return rows.only("number") if self.tab.is_queue else with_names(rows)

    def get_context_data(self, **context):
        context = super().get_context_data(
            tab=self.tab,
            counted=COUNTED,
            perms_create=self.request.user.has_perm(Permission.REFERRAL_CREATE),
            searched=self._searched,
            **context,
        )
        rows, page = Referral.objects.visible_to(self.request.user), context["object_list"]
        return context | {
            "tabs": [
                {"tab": tab, "count": self._length(tab, rows, context["paginator"])}
                for tab in TABS.values()
            ],
            "rows": rows_of(in_full(rows, page) if self.tab.is_queue else page),
        }

    def _length(self, tab, rows, paginator):
        """How long a queue is; the open one was counted already, unless it was narrowed."""
        if not tab.is_queue:
            return None
        if tab is self.tab and not (set(self.request.GET) - {"tab", "page"} or self._searched):
            return paginator.count
        return count_up_to(tab_rows(rows, tab.code, self.request.user), 99)

    @cached_property
    def _searched(self):
        return unseal(self.request.session.get(SEARCHED, ""), about=SEARCHED)


class ReferralSearch(View):
    """Find by number, name, pinyin, telephone tail or diagnosis.

    What may name a person travels in the body of a POST and stays, sealed, in the session.
    """

    def post(self, request):
        field = NoLongNumberField(max_length=64, required=False)
        request.session.pop(SEARCHED, None)
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("q", None)
        try:
            text = "" if "clear" in request.POST else field.clean(request.POST.get("q"))
        except ValidationError as error:
            messages.warning(request, error.messages[0])
            text = ""
        if text and not is_identity(text):
            query["q"] = text
        elif text:
            request.session[SEARCHED] = seal(text, about=SEARCHED)
            record_search(text=text, by=request.user)
        return HttpResponseRedirect(f"{reverse('referrals:referral-list')}?{query.urlencode()}")
