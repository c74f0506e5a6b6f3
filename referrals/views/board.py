"""The worklist as a board: a column for each part of the way, the most urgent card on top."""

from dataclasses import dataclass

from django.db.models import Count, Max
from django.http import JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy

from portal.core.pages import DetailPage, ListPage
from portal.core.prepared import Kept, Prepared
from portal.roles import Permission
from portal.templatetags.ui import chips, pill_colour
from referrals.filters import MOST_URGENT, NEWEST, ReferralFilter
from referrals.listing.kind import REFERRALS, asked_by, narrowed, searched, with_names
from referrals.listing.rows import Words
from referrals.models import Referral, ReferralMessage
from referrals.states import BEFORE, SAME
from referrals.templatetags.referral_words import priority_colour, wait_words

CARDS = 20
ASKED = Kept(2000)


@dataclass(frozen=True)
class BoardColumn:
    code: str
    label: str
    states: tuple[str, ...]


OPEN_COLUMNS = (
    BoardColumn("review", gettext_lazy("待本院审批"), ("draft", "returned", "pending_review")),
    BoardColumn(
        "answer",
        gettext_lazy("待接收方审核"),
        ("submitted", "received", "info_requested", "waitlisted", "declined", "cancel_requested"),
    ),
    BoardColumn("ready", gettext_lazy("已接收待转"), ("accepted", "scheduled", "no_show")),
    BoardColumn("way", gettext_lazy("转运中"), ("in_transit",)),
    BoardColumn("here", gettext_lazy("已到院"), ("arrived", "admitted")),
    BoardColumn("back", gettext_lazy("下转/回转"), ("treated",)),
)
CLOSED_COLUMNS = (
    BoardColumn("completed", gettext_lazy("已闭环"), ("completed",)),
    BoardColumn("unplaced", gettext_lazy("未落实"), ("unplaced", "expired")),
    BoardColumn("void", gettext_lazy("撤销与终止"), ("cancelled", "deceased", "entered_in_error")),
)
COLUMN_OF = {
    state: column.code for column in (*OPEN_COLUMNS, *CLOSED_COLUMNS) for state in column.states
}


@dataclass(frozen=True, slots=True)
class Card:
    pk: str
    url: str
    number: str
    version: int
    patient: str
    about: str
    priority: str
    priority_code: str
    priority_colour: str
    diagnosis: str
    way: str
    state: str
    state_colour: str
    wait: str
    late: bool
    note: str
    assignee: str
    claim_url: str
    moves_url: str
    column: str


def cards_of(referrals, user):
    """The cards of a board by two further queries, however many there are."""
    words = Words()
    said = _said_last([row.pk for row in referrals], user)
    mine = user.hospitals_with(Permission.REFERRAL_ASSIGN)
    return [
        _card(row, words, said.get(row.pk, ""), mine & {row.origin_id, row.destination_id})
        for row in referrals
    ]


def _said_last(keys, user):
    """The last message, or the last note of a move, whichever came later."""
    noted = Referral.objects.visible_to(user).last_notes(keys)
    spoken = ReferralMessage.objects.visible_to(user).last_words(keys)
    return {
        key: max(told[key] for told in (noted, spoken) if key in told)[1]
        for key in {*noted, *spoken}
    }


def _card(row, words, note, claims):
    claims = "" if row.assignee_id or not claims or not row.is_open else claims
    return Card(
        pk=str(row.pk),
        url=reverse("referrals:referral-detail", args=[row.pk]),
        number=row.number,
        version=row.version,
        patient=row.patient.masked_name,
        about=words.about(row.patient),
        priority=words.priority.get(row.priority, ""),
        priority_code=row.priority,
        priority_colour=pill_colour(priority_colour(row.priority)),
        diagnosis=row.main_diagnosis,
        way=words.way(row),
        state=words.state[row.state],
        state_colour=pill_colour(row.state),
        wait=wait_words(row),
        late=row.is_late(),
        note=note,
        assignee=str(row.assignee or ""),
        claim_url=claims and reverse("referrals:referral-assign", args=[row.pk]),
        moves_url=reverse("referrals:referral-moves", args=[row.pk]),
        column=COLUMN_OF[row.state],
    )


def columns_after(move, referral):
    """The columns of the board where a move may bring this card."""
    stays = {SAME: referral.state, BEFORE: referral.state_before}
    states = [stays.get(target, target) for target in move.targets]
    return list(dict.fromkeys(COLUMN_OF[state] for state in states if state in COLUMN_OF))


class ReferralMoves(DetailPage):
    """Where one card may be moved: a page of its own, and the menu that a card opens."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    template_name = "referrals/referral_moves.html"
    select_related = ("patient", "origin", "destination")

    def get_context_data(self, **context):
        names = {column.code: column.label for column in (*OPEN_COLUMNS, *CLOSED_COLUMNS)}
        found = [
            {"move": move, "columns": columns_after(move, self.object)}
            for move in self.object.moves_for(self.request.user)
        ]
        for entry in found:
            entry["places"] = [names[code] for code in entry["columns"]]
        return super().get_context_data(moves=found, title=gettext("移动到…"), **context)


class ReferralBoard(ListPage):
    """Open referrals by default; `board=closed` shows those that ended, `column` one alone."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    title = gettext_lazy("转诊看板")
    template_name = "referrals/referral_board.html"
    kind = REFERRALS
    filterset_class = ReferralFilter

    @cached_property
    def is_closed(self):
        return self.request.GET.get("board") == "closed"

    @cached_property
    def columns(self):
        columns = CLOSED_COLUMNS if self.is_closed else OPEN_COLUMNS
        wanted = self.request.GET.get("column")
        return [column for column in columns if column.code == wanted] or columns

    @cached_property
    def size(self):
        return self.look.page_size if "page_size" in self.request.GET else CARDS

    def get_paginate_by(self, rows):
        return None

    def get_queryset(self):
        rows = narrowed(super().get_queryset(), self.request)
        states = [state for column in self.columns for state in column.states]
        return rows.filter(state__in=states)

    @cached_property
    def counts(self):
        """How many cards each column holds, and what changed last, in one query."""
        counts, changes = {column.code: 0 for column in self.columns}, [""]
        for state, number, changed in self.told():
            counts[COLUMN_OF[state]] += number
            changes.append(f"{changed:%Y%m%d%H%M%S%f}")
        return counts, max(changes)

    def told(self):
        """state, how many, last change."""
        found = self.get_queryset().order_by().values("state")
        found = found.annotate(number=Count("pk"), changed=Max("updated_at"))
        return found.values_list("state", "number", "changed")

    @cached_property
    def tag(self):
        """By the counts and the last change: the cards themselves are too many to be listed."""
        numbers, stamp = self.counts
        return '"{}-{}"'.format(stamp, "-".join(str(number) for number in numbers.values()))

    def get_context_data(self, **context):
        numbers, stamp = self.counts
        cards = self._cards()
        return super().get_context_data(
            query=self.query,
            chips=chips(self.filterset, self.query),
            searched=searched(self.request),
            is_closed=self.is_closed,
            is_single=len(self.columns) == 1,
            stamp=stamp,
            board=[
                {
                    "column": column,
                    "count": numbers[column.code],
                    "cards": cards[column.code],
                    "next": self._next(numbers[column.code]),
                }
                for column in self.columns
            ],
            **context,
        )

    @cached_property
    def first(self):
        """Where the page of a single column begins."""
        text = self.request.GET.get("page", "")
        page = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
        return (max(page, 1) - 1) * self.size if len(self.columns) == 1 else 0

    def _next(self, count):
        """The page of a column that follows, if there is one."""
        end = self.first + self.size
        return end // self.size + 1 if end < count else None

    def _cards(self):
        """The top cards of every column: their keys in one query, the cards in another."""
        order = NEWEST if self.is_closed else MOST_URGENT
        tops = [
            self.object_list.order_by(*order)
            .filter(state__in=column.states)
            .values_list("pk", flat=True)[self.first : self.first + self.size]
            for column in self.columns
        ]
        keys = list(tops[0].union(*tops[1:], all=True) if len(tops) > 1 else tops[0])
        visible = Referral.objects.visible_to(self.request.user)
        rows = with_names(visible).filter(pk__in=keys).order_by(*order)
        found = {column.code: [] for column in self.columns}
        for card in cards_of(list(rows), self.request.user):
            found[card.column].append(card)
        return found


class ReferralBoardCounts(ReferralBoard):
    """The numbers above the columns, polled by every open board: 304 while nothing changed."""

    def told(self):
        key = asked_by(self.look, self.request)
        (asked,) = ASKED.get(key, lambda: (Prepared.of(super(ReferralBoardCounts, self).told()),))
        return asked.rows()

    def get(self, request, *args, **kwargs):
        numbers, stamp = self.counts
        answer = JsonResponse({"counts": numbers, "stamp": stamp}, headers={"ETag": self.tag})
        return get_conditional_response(request, etag=self.tag, response=answer)
