"""How one person looks at one list now: by the address, by a saved view, by what they chose.

A list says what it is in a ListKind; its page, board, API, files and saved views all read that.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.importing import ImportKind
from portal.core.ordering import sortable
from portal.models import ListSetting, SavedView
from portal.roles import Permission

PAGE_SIZES = (20, 50, 100)
# How many rows of a file are read at a time.
CHUNK = 2000
# Parameters of a list's address that are no filters.
NO_FILTERS = {"page", "page_size", "view", "filters", "format", "board", "column"}


@dataclass(frozen=True)
class Column:
    """code: its word in settings and files, and what `ordering` calls it, if it sorts.

    by: the field, or fields, that it sorts by; order: what a list that sorts for itself calls it.
    value(row): what its cell says, on the page and in files; several lines as a list. means: the
    definition that a file gives on its first sheet. On the page a cell may lead somewhere (url),
    be a pill (state), have a line below it (note), or a template of its own, which knows row.
    """

    code: str
    label: str
    value: Callable | None = None
    order: str = ""
    by: str | tuple[str, ...] = ()
    is_chosen: bool = True
    is_fixed: bool = False
    # Files always have the columns that no page shows, and those that are filed.
    is_on_page: bool = True
    is_filed: bool = False
    means: str = ""
    css: str = ""
    url: Callable | None = None
    state: Callable | None = None
    note: Callable | None = None
    template: str = ""

    @property
    def sorter(self):
        """What `ordering` calls the column; empty when it does not sort."""
        return self.order or (self.code if self.by else "")

    @property
    def fields(self):
        return (self.by,) if isinstance(self.by, str) else self.by

    def lines(self, row):
        """What the cell says, line by line."""
        found = self.value(row)
        several = found if isinstance(found, list | tuple) else [found]
        return [words for words in map(words_of, several) if words != ""]

    def cell(self, row):
        """The cell as a page shows it: thousands are set apart, which no file may do."""
        lines = self.lines(row)
        if self.css == "number":
            lines = [f"{int(words):,}" if words.isdecimal() else words for words in lines]
        return {
            "column": self,
            "lines": lines,
            "is_empty": not lines,
            "url": self.url and self.url(row),
            "state": self.state and self.state(row),
            "note": self.note and self.note(row),
        }


def words_of(value):
    """A value as everybody reads it; nothing for what is missing."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def number(code, label, value, means, **options):
    """A column of numbers, which stand to the right and never without a definition."""
    return Column(code, label, value, means=means, css="number", **options)


def label_of(name):
    """The word of a coded field."""
    return lambda row: getattr(row, f"get_{name}_display")()


def address_of(row):
    return row.get_absolute_url()


def address_at(name):
    """Where a row that this one names has its page."""
    return lambda row: getattr(row, name).get_absolute_url()


def days_of(row):
    """From when until when, as days or in the words of the source."""
    since = getattr(row, "since_text", "") or row.since
    if row.until is None:
        return _("%(since)s 起") % {"since": since}
    return _("%(since)s 至 %(until)s") % {"since": since, "until": row.until}


# Of every list: a page marks its rows, a file has this column.
SYNTHETIC = Column(
    "synthetic",
    gettext_lazy("数据标记"),
    lambda row: _("模拟数据") if row.is_synthetic else "",
    is_fixed=True,
    is_on_page=False,
    means=gettext_lazy("模拟数据时注明"),
)


@dataclass(frozen=True)
class ListKind:
    """One list of the product.

    rows(user): every row this person may see, with all that its columns tell, in the list's order.
    definitions: what a file explains beside its columns. imports: the files that the list takes.
    prepare(rows): adds to some rows what their columns need and no query gives, for all at once.
    cells(rows, codes): the texts of a file, where the columns do not say them themselves.
    spread(filterset): further columns that depend on what is asked for, such as its months.
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
    cells: Callable | None = None
    definitions: tuple[tuple[str, str], ...] = ()
    imports: tuple[ImportKind, ...] = ()
    prepare: Callable | None = None
    narrowed: Callable | None = None
    spread: Callable | None = None

    def __post_init__(self):
        """What the list can be narrowed by can be sorted, too, wherever it is read."""
        orders = {column.sorter: column.fields for column in self.columns if column.by}
        object.__setattr__(self, "filterset_class", sortable(self.filterset_class, orders))

    @property
    def column_codes(self):
        return [column.code for column in self.columns]

    @property
    def choices(self):
        """What a person may show or hide."""
        return [(column.code, column.label) for column in self.columns if column.is_on_page]

    @property
    def explained(self):
        """(column, what it means) for the first sheet of a file."""
        told = ((column.label, column.means) for column in self.columns if column.means)
        return (*told, *self.definitions)

    def texts(self, rows, columns):
        """The rows of a file: one text for each column."""
        if self.cells:
            return self.cells(rows, [column.code for column in columns])
        return (
            ["、".join(column.lines(row)) for column in columns]
            for some in in_parts(rows.iterator(CHUNK))
            for row in self.prepared(some)
        )

    def prepared(self, rows):
        return self.prepare(rows) if self.prepare else rows

    def columns_of(self, chosen):
        """The columns of a page in the list's own order; the default ones when none is chosen."""
        wanted = set(chosen) & set(self.column_codes)
        return [
            column
            for column in self.columns
            if column.is_on_page
            and (column.is_fixed or (column.code in wanted if wanted else column.is_chosen))
        ]

    def filed_columns_of(self, chosen):
        """The columns of a file: those of the page, and those that every file has."""
        shown = self.columns_of(chosen)
        return [
            column
            for column in self.columns
            if column in shown or column.is_filed or not column.is_on_page
        ]

    def spread_of(self, filterset):
        return list(self.spread(filterset)) if self.spread else []

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


def in_parts(rows):
    """The rows in lists of at most CHUNK."""
    while some := list(islice(rows, CHUNK)):
        yield some


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

    @property
    def chosen(self):
        return (self.view.columns if self.view else []) or self.setting.columns

    @cached_property
    def filterset(self):
        """The page has one already, and puts it here."""
        return self.kind.filtered(self.query, self.user)[1]

    @cached_property
    def columns(self):
        spread = self.kind.spread_of(self.filterset) if self.kind.spread else []
        return [*self.kind.columns_of(self.chosen), *spread]

    def cells(self, row):
        return [column.cell(row) for column in self.columns]

    @property
    def imports(self):
        """The files that this person may bring in here."""
        return [one for one in self.kind.imports if self.user.has_perm(one.permission)]

    @property
    def may_export(self):
        return self.user.has_perm(self.kind.export_permission)

    @property
    def heads(self):
        """The heads of the table: how each is sorted now, and the address that sorts by it."""
        now = self.query.get("ordering", "")
        return [self._head(column, now) for column in self.columns]

    def _head(self, column, now):
        name = column.sorter
        if not name:
            return {"label": column.label, "css": column.css}
        query = self.query.copy()
        query.pop("page", None)
        query["ordering"] = f"-{name}" if now == name else name
        sorts = {name: "ascending", f"-{name}": "descending"}
        return {
            "label": column.label,
            "css": column.css,
            "url": query.urlencode(),
            "sort": sorts.get(now, "none"),
        }

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
