"""Words, colours and small formats for templates."""

import re

from django import template
from django.template.loader import select_template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

register = template.Library()

DASH = "—"
# What a filter with two inputs appends to its name.
SUFFIXES = ("", "_min", "_max", "_after", "_before", "_0", "_1")
WAN, YI = 10_000, 100_000_000

# One colour per state code, of every kind of row: calm (not begun or over), go (under way),
# wait (somebody must act), good (reached its aim), bad (failed or refused).
COLOURS = {
    "go": "reading received accepted scheduled in_transit arrived admitted running current opened "
    "in_progress printing under_way mending",
    "wait": "pending_review submitted info_requested waitlisted cancel_requested returned "
    "waiting mapping held doubtful part partial queued requested reported open pending",
    "good": "ready treated completed acknowledged recognised planned done succeeded loaded "
    "full_operation good approved locked fulfilled",
    "bad": "unplanned declined no_show unplaced expired deceased failed refused late blocked "
    "missing",
}
COLOUR_OF = {state: colour for colour, states in COLOURS.items() for state in states.split()}


@register.filter
def pill_colour(state):
    """The colour of a state; what has no colour of its own is calm."""
    return COLOUR_OF.get(str(state), "calm")


@register.filter
def dash(value):
    """A dash for what is missing; zero is not missing."""
    return DASH if value is None or value == "" else value


@register.filter
def highlighted(text, part):
    """The text with every place marked where the part stands; capitals do not matter."""
    text, part = str(text), str(part)
    if not part:
        return text
    pieces = re.split(f"({re.escape(part)})", text, flags=re.IGNORECASE)
    marked = (("<mark>{}</mark>" if at % 2 else "{}", piece) for at, piece in enumerate(pieces))
    return format_html_join("", "{}", ((format_html(form, piece),) for form, piece in marked))


@register.filter
def percent(ratio, places=1):
    """A ratio between 0 and 1 as a percentage."""
    return DASH if ratio is None else f"{float(ratio) * 100:.{places}f}%"


@register.filter
def wan(number):
    """Large numbers the way they are read here: 1.2万, 3.4亿."""
    if number is None:
        return DASH
    for unit, word in ((YI, "亿"), (WAN, "万")):
        if abs(number) >= unit and get_language() != "en":
            return f"{number / unit:.1f}{word}"
    return f"{number:,}"


@register.filter
def apart_by_thousands(number):
    """A whole number of a table, 12,345; a dash for what is missing."""
    return DASH if number is None or number == "" else f"{number:,}"


@register.filter
def short_time(moment):
    """Day and time of this year without the year; of any other year with it."""
    if moment is None:
        return DASH
    local = timezone.localtime(moment)
    this_year = local.year == timezone.localdate().year
    return f"{local:%m-%d %H:%M}" if this_year else f"{local:%Y-%m-%d %H:%M}"


@register.filter
def attribute(mapping, name):
    """An entry whose name template syntax cannot write, such as aria-invalid."""
    return mapping.get(name)


@register.filter
def count_of(rows):
    """How many rows a list without paging holds; a number stays what it is."""
    return rows if isinstance(rows, int) else len(rows)


@register.filter
def all_synthetic(rows):
    """Whether every row is invented: then the table says so once."""
    rows = list(rows)
    return bool(rows) and all(_is_synthetic(row) for row in rows)


@register.filter
def apart(row, rows):
    """Whether a row must say itself that it is invented, because others beside it are not."""
    return _is_synthetic(row) and not all_synthetic(rows)


@register.filter
def cells_of(row, look):
    """The cells of a row in the columns that this look at the list shows."""
    return look.cells(row)


@register.filter
def beside(labels, cells):
    """Each cell of a row with the head of its column."""
    return list(zip(labels, cells, strict=True))


@register.filter
def is_number(value):
    """Whether a cell of a table is a count, which stands to the right."""
    return isinstance(value, int | float)


@register.filter
def some_have(rows, name):
    """Whether this is true of any row."""
    return any(getattr(row, name) for row in rows)


def _is_synthetic(row):
    about = row if hasattr(row, "is_synthetic") else getattr(row, "referral", None)
    return getattr(about, "is_synthetic", False)


@register.filter
def chips(filterset, query):
    """The filters in force, each with the query that is left when it is taken away."""
    found = []
    for field in filterset.form.visible_fields():
        names = [field.name + end for end in SUFFIXES if field.name + end in query]
        if not any(query.get(name) for name in names):
            continue
        rest = query.copy()
        for name in [*names, "page"]:
            rest.pop(name, None)
        value = "、".join(_words(field, text) for name in names for text in query.getlist(name))
        found.append({"label": field.label, "value": value, "without": rest.urlencode()})
    return found


def _words(field, text):
    for value, label in getattr(field.field, "choices", ()):
        if str(value) == text:
            return str(label)
    return text


@register.simple_tag(takes_context=True)
def way_back(context, url_name):
    """The list as this person left it, with its filters and page; else the list as it is."""
    url, left = reverse(url_name), context["request"].COOKIES.get("way_back", "")
    return left if left.startswith(url) and left.isprintable() and "//" not in left else url


@register.simple_tag
def notice_text(notice):
    """The words of a notice: templates/notices/<kind>.txt, in the reader's language."""
    message = notice.message
    words = select_template([f"notices/{message.kind}.txt", "notices/any.txt"])
    return words.render({"payload": message.payload, "kind": message.kind}).strip()
