"""Files of rows that people keep through one form: a row of the file is the form, filled in.

A dry run does what the import would do and takes it back, so that whatever a form, an action, a
constraint or an earlier row of the file has against a row is said at that row.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.importing import (
    ImportColumn,
    Reader,
    Sheet,
    Wrong,
    count,
    day,
    named_in,
    one_of,
    text_of,
    yes_or_no,
)
from portal.errors import Incomplete, Refusal

# Each row is written in the dry run, too, while its sender waits.
MOST_ROWS = 1000
LONGEST = 200
# By which of its fields a row is known to people, beside its own words.
KNOWN_BY = ("name", "short_name", "org_code", "licence_number")
FILLED_IN = "filled in"


@dataclass(frozen=True)
class Owner:
    """What a row belongs to: rows(user) are those to which this person may add some.

    needs: what the form calls it, where the form wants to know.
    """

    code: str
    label: str
    rows: Callable
    needs: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormSheet:
    """How a file of such rows is read, for ImportKind. add(owner, details, by) is the action."""

    form: type
    add: Callable
    owner: Owner | None = None
    left_out: tuple[str, ...] = ()

    def __call__(self, user):
        rows = _Rows(self, user)
        return Sheet(rows.columns, rows.whole, rows.write, most_rows=MOST_ROWS, trial=taken_back)

    @property
    def fields(self):
        known = self.form.base_fields.items()
        return {name: field for name, field in known if name not in self.left_out}


@contextmanager
def taken_back():
    """Whatever is written inside has never been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class _Rows:
    def __init__(self, sheet, user):
        self.sheet, self.user = sheet, user
        self.choices = {}
        self.columns = tuple(_column(name, field) for name, field in sheet.fields.items())
        if owner := sheet.owner:
            words = gettext_lazy("没有这一项，或您不能为它登记。请填写全称。")
            found = {word: row for word, row in _by_words(owner.rows(user)).items() if row}
            names = (owner.code, *owner.names)
            read = named_in(found, words)
            first = ImportColumn(owner.code, owner.label, read, is_required=True, names=names)
            self.columns = (first, *self.columns)

    def whole(self, values, number):
        owner = values.pop(self.sheet.owner.code) if self.sheet.owner else None
        typed, wrong = self._typed(values, owner)
        form = self._bound(typed, owner)
        if wrong or not form.is_valid():
            yield from wrong or self._told(form.errors.get_json_data())
            return
        details = getattr(form, "told", None) or getattr(form, "details", form.cleaned_data)
        values[FILLED_IN] = owner, details
        try:
            self.sheet.add(owner, dict(details), self.user)
        except Refusal as refusal:
            yield from self._refused(refusal)

    def write(self, rows):
        for values in rows:
            owner, details = values[FILLED_IN]
            self.sheet.add(owner, dict(details), self.user)
        return len(rows)

    def _bound(self, typed, owner):
        needed = self.sheet.owner and self.sheet.owner.needs
        options = {needed: owner} if needed else {}
        return self.sheet.form(typed, user=self.user, **options)

    def _typed(self, values, owner):
        """What would have been typed into the form; and what names nothing there is."""
        typed, wrong = {}, []
        for name, field in self.sheet.fields.items():
            value = values.get(name)
            if isinstance(field, forms.ModelChoiceField) and value:
                row = self._choice(name, value, owner)
                if row is None:
                    hint = _("没有“%(name)s”，或有几个同名的，请填写全称或编号。")
                    wrong.append((name, "unknown", hint % {"name": value}))
                typed[name] = row and str(row.pk)
            else:
                typed[name] = _usual(field) if value is None else value
        return typed, wrong

    def _choice(self, name, words, owner):
        key = name, owner and owner.pk
        if key not in self.choices:
            self.choices[key] = _by_words(self._bound(None, owner).fields[name].queryset)
        return self.choices[key].get(words)

    def _told(self, errors):
        for name, several in errors.items():
            for error in several:
                yield self._place(name), error["code"] or "invalid", error["message"]

    def _refused(self, refusal):
        if isinstance(refusal, Incomplete) and refusal.errors:
            for name, text in refusal.errors.items():
                yield self._place(name), "refused", str(text)
        else:
            yield "", "refused", str(refusal.message)

    def _place(self, name):
        """The column of a field; none for what is wrong with the row as such."""
        return name if name in self.sheet.fields else ""


def _by_words(rows):
    """Each row by what people call it; None where that is several rows."""
    found = defaultdict(dict)
    for row in rows:
        for word in {str(row), *(getattr(row, name, "") for name in KNOWN_BY)}:
            if word:
                found[word][row.pk] = row
    return {
        word: next(iter(several.values())) if len(several) == 1 else None
        for word, several in found.items()
    }


def _column(name, field):
    return ImportColumn(
        name,
        field.label,
        _reader(field),
        is_required=field.required and _usual(field) == "",
        meaning=field.help_text,
    )


def _usual(field):
    """What an empty cell means; a day is never taken for granted."""
    return "" if field.initial is None or callable(field.initial) else field.initial


def _reader(field):
    """How the text of a cell becomes what one would have typed into the field."""
    if isinstance(field, forms.ModelChoiceField):
        return text_of(LONGEST)
    if isinstance(field, forms.ChoiceField):
        return one_of([choice for choice in field.choices if choice[0] != ""])
    if isinstance(field, forms.DateField):
        return Reader(lambda text: day(text).isoformat(), day.form)
    if isinstance(field, forms.BooleanField):
        return yes_or_no
    if isinstance(field, forms.DecimalField):
        return Reader(_amount, gettext_lazy("数字，不带单位"))
    if isinstance(field, forms.IntegerField):
        return count
    return text_of(getattr(field, "max_length", None) or 2000)


def _amount(text):
    digits = text.replace(",", "").replace("，", "")
    if not digits.replace(".", "", 1).isdecimal():
        raise Wrong("number", _("请填写数字，不带单位。"))
    return digits
