"""Lists sorted by the heads of their columns: what `ordering` may say, on the page and over HTTP.

Each column names the fields that it sorts by, and nothing else can be asked for. Words sort by
their pinyin, codes in the order of their list, what is empty comes last either way; among equals
the list keeps its usual order, and the key decides, so that no row stands on two pages.
"""

import django_filters
from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import (
    BinaryField,
    Case,
    CharField,
    F,
    Func,
    IntegerField,
    TextField,
    Value,
    When,
)
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _


class Sound(Func):
    """Chinese text by its sound: GB 18030 has its common characters in the order of their pinyin.

    Not every PostgreSQL is built with the collations that know more; every one knows this encoding.
    """

    function = "convert_to"
    template = "%(function)s(%(expressions)s, 'GB18030')"
    output_field = BinaryField()


def sortable(filterset_class, orders):
    """The filterset with `ordering`, which says by which of these: {word: paths of fields}.

    One that knows its own orders stays as it is.
    """
    if not orders or "ordering" in filterset_class.base_filters:
        return filterset_class
    ordering = django_filters.ChoiceFilter(
        label=_("排序"),
        choices=[(sign + name, sign + name) for name in orders for sign in ("", "-")],
        method="in_order",
        widget=forms.HiddenInput,
    )
    attributes = {"ordering": ordering, "orders": orders, "in_order": _in_order}
    named = {"__module__": filterset_class.__module__, "__doc__": filterset_class.__doc__}
    return type(filterset_class)(filterset_class.__name__, (filterset_class,), attributes | named)


def _in_order(filterset, rows, _name, value):
    paths = filterset.orders[value.removeprefix("-")]
    keys = [expression_of(rows.model, path) for path in paths]
    if value.startswith("-"):
        wanted = [key.desc(nulls_last=True) for key in keys]
    else:
        wanted = [key.asc(nulls_last=True) for key in keys]
    return rows.order_by(*wanted, *rows.query.order_by, "pk")


def expression_of(model, path):
    """How the field, or the figure that the list adds to its rows, is compared."""
    field = _field_of(model, path)
    if field is None:
        return F(path)
    if field.flatchoices:
        places = [
            When(**{path: code}, then=Value(place))
            for place, (code, _label) in enumerate(field.flatchoices)
        ]
        return Case(*places, output_field=IntegerField())
    if isinstance(field, CharField | TextField):
        return Sound(NullIf(F(path), Value("")))
    return F(path)


def _field_of(model, path):
    """The field at the end of the path; None for what is no field."""
    field = None
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = field.related_model
    return field
