"""No list offers a row of dashes: what an empty choice means is said in words."""

import importlib

import django_filters
import pytest
from django import forms

from tests.house import sources

DASHES = "---------"


def classes(kind):
    """Every class of ours of this kind, by its full name."""
    for path in sources.modules():
        parts = path.relative_to(sources.ROOT).with_suffix("").parts
        if {"forms", "filters"} & set(parts):
            importlib.import_module(".".join(parts))
    found, left = {}, [kind]
    while left:
        for one in left.pop().__subclasses__():
            left.append(one)
            if one.__module__.startswith(sources.PACKAGES):
                found[f"{one.__module__}.{one.__qualname__}"] = one
    return found


def shown(field):
    """The empty choice as the page writes it; nothing for a field without one."""
    if not isinstance(field, forms.ChoiceField):
        return ""
    if isinstance(field, forms.ModelChoiceField):
        label = field.empty_label
    else:
        label = next((text for value, text in field.choices if value in {"", None}), None)
    if label is None:
        return ""
    # Without the rows, which would need a database.
    return type(field.widget)(choices=[("", label)]).render("field", None)


def dashed(fields):
    return [name for name, field in fields.items() if DASHES in shown(field)]


def test_no_form_offers_dashes():
    forms_of_ours = classes(forms.BaseForm)
    found = {name: dashed(form.base_fields) for name, form in forms_of_ours.items()}

    assert len(found) > 100
    assert {name: fields for name, fields in found.items() if fields} == {}


def test_no_filter_offers_dashes():
    sets = classes(django_filters.FilterSet)
    labels = {
        f"{name}.{key}": one.extra.get("empty_label")
        for name, kind in sets.items()
        for key, one in kind.base_filters.items()
    }

    assert len(sets) > 15
    assert [name for name, label in labels.items() if label == DASHES] == []


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, forms.RadioSelect])
def test_dashes_of_django_become_words_in_a_list_only(widget):
    field = forms.ChoiceField(choices=[("", DASHES), ("a", "甲")], widget=widget)

    assert (dashed({"kind": field}) == []) is (widget is not forms.RadioSelect)
