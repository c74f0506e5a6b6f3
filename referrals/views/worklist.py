"""The list that people work from all day, and the search by what must not stand in an address."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from portal.core.pages import ListPage
from portal.core.prepared import Kept, Prepared
from portal.core.sealing import seal
from portal.roles import Permission
from portal.templatetags.ui import chips
from referrals.actions.identities import record_search
from referrals.filters import PLACES, TABS, ReferralFilter, tab_rows
from referrals.forms.bulk import verb_choices
from referrals.forms.fields import NoLongNumberField
from referrals.listing.kind import (
    REFERRALS,
    SEARCHED,
    asked_by,
    narrowed,
    searched,
    with_names,
)
from referrals.listing.rows import rows_of
from referrals.models import Referral
from referrals.states import MOVES
from referrals.tokens import is_identity

COUNTED = 1000
PAGE = re.compile("[1-9][0-9]{0,3}")
ASKED = Kept(5000)
# Parameters that do not narrow the list.
NEUTRAL = {"tab", "page", "page_size", "filters", "ordering"}


def in_full(rows, page, codes):
    """The rows of one page again, with their names, in the order of the page."""
    found = with_names(rows, codes).filter(pk__in=[row.pk for row in page])
    by_id = {row.pk: row for row in found}
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


# What the page itself, its mark and its poll ask of a row that was cut before names are joined.
TOLD_BY_ROW = ("number", "version", "is_synthetic")


class ReferralList(ListPage):
    model = Referral
    permission = Permission.REFERRAL_VIEW
    title = _("转诊工作台")
    template_name = "referrals/referral_list.html"
    kind = REFERRALS
    query_defaults = {"tab": "waiting"}
    filterset_class = ReferralFilter
    paginator_class = CappedPaginator

    @cached_property
    def tab(self):
        return TABS.get(self.query["tab"], TABS["waiting"])

    @cached_property
    def codes(self):
        return [column.code for column in self.look.columns]

    @property
    def is_cut_first(self):
        """A queue, or what a search found, is sorted and cut before names are joined to it."""
        return self.tab.is_queue or bool(searched(self.request))

    def get_queryset(self):
        rows = narrowed(super().get_queryset(), self.request)
        if not self.filterset.form.cleaned_data.get("ordering"):
            rows = rows.order_by(*self.tab.order)
        return rows.only(*TOLD_BY_ROW) if self.is_cut_first else with_names(rows, self.codes)

    def told(self):
        """As on every list, by statements that are built once for all the times a page asks."""
        page = self.request.GET.get("page", "1")
        # Whether a place may be named at all is looked up each time.
        if not PAGE.fullmatch(page) or set(PLACES) & set(self.query):
            return super().told()
        (asked,) = ASKED.get(asked_by(self.look, self.request), lambda: self._asked(int(page)))
        ((rows, count),) = asked.rows()
        return [(row,) for row in rows], count

    def _asked(self, page):
        rows, size = self.get_queryset(), self.look.page_size
        shown = rows.values_list("pk", "version")[(page - 1) * size : page * size]
        counted = Prepared.of(rows.order_by().values("pk")[: COUNTED + 1])
        return (Prepared.of(shown).beside(counted),)

    def get_context_data(self, **context):
        user = self.request.user
        context = super().get_context_data(
            tab=self.tab,
            counted=COUNTED,
            query=self.query,
            chips=chips(self.filterset, self.query),
            bulk_verbs=[
                (verb, label)
                for verb, label in verb_choices()
                if user.has_perm(MOVES[verb].permission)
            ],
            may_assign=user.has_perm(Permission.REFERRAL_ASSIGN),
            may_export=user.has_perm(Permission.REFERRAL_EXPORT),
            perms_create=user.has_perm(Permission.REFERRAL_CREATE),
            searched=searched(self.request),
            **context,
        )
        rows, page = Referral.objects.visible_to(user), context["object_list"]
        shown = in_full(rows, page, self.codes) if self.is_cut_first else page
        return context | {
            "tabs": [
                {"tab": tab, "count": self._length(tab, rows, context["paginator"])}
                for tab in TABS.values()
            ],
            "rows": rows_of(shown, self.codes),
        }

    def _length(self, tab, rows, paginator):
        """How long a queue is; the open one was counted already, unless it was narrowed."""
        if not tab.is_queue:
            return None
        is_narrowed = set(self.query) - NEUTRAL or searched(self.request)
        if tab is self.tab and not is_narrowed:
            return paginator.count
        return count_up_to(tab_rows(rows, tab.code, self.request.user), 99)


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
