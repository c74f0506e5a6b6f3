"""How one person looks at one list now: by the address, by a saved view, by what they chose.

A list says what it is in a ListKind; its page, board, API, files and saved views all read that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import cached_property

from portal.models import ListSetting, SavedView
from portal.roles import Permission

PAGE_SIZES = (20, 50, 100)
# Parameters of a list's address that are no filters.
NO_FILTERS = {"page", "page_size", "view", "filters", "format", "board", "column"}


@dataclass(frozen=True)
class Column:
    """code: its word in settings and files; order: what `ordering` calls it, if it sorts."""

    code: str
    label: str
    order: str = ""
    is_chosen: bool = True
    is_fixed: bool = False


@dataclass(frozen=True)
class ListKind:
    """One list of the product.

    rows(user): every row this person may see. cells(rows, codes): the texts of a file, row by row.
    narrowed(rows, request): by what a session searches for and no address may hold.
    """

    code: str
    label: str
    url_name: str
    permission: Permission
    export_permission: Permission
    filterset_class: type
    columns: tuple[Column, ...]
    rows: Callable
    cells: Callable
    definitions: tuple[tuple[str, str], ...] = ()
    narrowed: Callable | None = None

    @property
    def column_codes(self):
        return [column.code for column in self.columns]

    def columns_of(self, chosen):
        """The columns of these codes in the list's own order; the default ones when none is."""
        wanted = set(chosen) & set(self.column_codes)
        return [
            column
            for column in self.columns
            if column.is_fixed or (column.code in wanted if wanted else column.is_chosen)
        ]

    def filtered(self, query, user):
        """The rows that a query leaves for this person, and the filterset that says why."""
        filterset = self.filterset_class(query, self.rows(user), request=Asker(user))
        return filterset.qs, filterset

    def valid(self, query, user):
        """What of a query is a filter of this list with a value that it understands."""
        form = self.filterset_class(query, self.rows(user).none(), request=Asker(user)).form
        form.is_valid()
        return {
            name: [value for value in query.getlist(name) if value]
            for name in form.fields
            if any(query.getlist(name)) and name not in form.errors
        }


@dataclass(frozen=True)
class Asker:
    """Who asks, where no request is at hand."""

    user: object


def query_dict(values: Mapping[str, list]) -> QueryDict:
    """Stored filters as an address would give them."""
    query = QueryDict(mutable=True)
    for name, several in values.items():
        query.setlist(name, several)
    return query


class Look:
    """One look at one list. The address wins over its view, and the view over what is kept."""

    def __init__(self, kind, user, given, defaults=()):
        self.kind, self.user, self.given = kind, user, given
        self.defaults = dict(defaults)

    @cached_property
    def setting(self):
        return ListSetting.objects.of(self.user, self.kind.code)

    @cached_property
    def view(self):
        """The saved view that the address names, if this person may use it."""
        slug = self.given.get("view", "")
        if not slug.isalnum():
            return None
        seen = SavedView.objects.visible_to(self.user).of_kind(self.kind.code)
        return seen.filter(slug=slug[:16]).first()

    @cached_property
    def views(self):
        return list(SavedView.objects.visible_to(self.user).of_kind(self.kind.code)[:50])

    @cached_property
    def first_view(self):
        """Where a first visit, without any parameter, is sent."""
        if self.given:
            return None
        chosen = self.setting.default_view_id
        seen = SavedView.objects.visible_to(self.user).of_kind(self.kind.code)
        return seen.filter(pk=chosen).first() if chosen else None

    @cached_property
    def query(self):
        """Every filter in force: those of the view, and on top those of the address."""
        query = query_dict(self.view.query if self.view else {})
        for name, values in self.given.lists():
            if name != "view":
                query.setlist(name, values)
        for name, value in self.defaults.items():
            query.setdefault(name, value)
        return query

    @cached_property
    def columns(self):
        viewed = self.view.columns if self.view else []
        return self.kind.columns_of(viewed or self.setting.columns)

    @property
    def heads(self):
        """The heads of the table: how each is sorted now, and the address that sorts by it."""
        now = self.query.get("ordering", "")
        return [self._head(column, now) for column in self.columns]

    def _head(self, column, now):
        if not column.order:
            return {"label": column.label}
        query = self.query.copy()
        query.pop("page", None)
        query["ordering"] = f"-{column.order}" if now == column.order else column.order
        sorts = {column.order: "ascending", f"-{column.order}": "descending"}
        return {"label": column.label, "url": query.urlencode(), "sort": sorts.get(now, "none")}

    @property
    def address(self):
        """The filters in force as an address, without the page of it."""
        query = self.query.copy()
        for name in ("page", "filters"):
            query.pop(name, None)
        return query.urlencode()

    @property
    def page_size(self):
        given = self.given.get("page_size", "")
        if given.isascii() and given.isdigit() and int(given) in PAGE_SIZES:
            return int(given)
        return self.user.page_size if self.setting._state.adding else self.setting.page_size

    @property
    def unknown(self):
        """Parameters that mean nothing here: said on the page instead of quietly dropped."""
        known = set(self.kind.filterset_class.base_filters) | NO_FILTERS
        return sorted(name for name in set(self.given) - known if name.isprintable())[:5]

    @property
    def unseen_view(self):
        """The address names a view that this person cannot use."""
        return bool(self.given.get("view")) and self.view is None
