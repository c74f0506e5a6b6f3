"""Rows reach a page or the API only through visible_to, and what goes in or out is listed by name.

These are the cheap guards, read off the source; test_stranger.py then walks the real pages.
"""

import ast
import re

import pytest
from django.forms import ModelChoiceField
from django.forms.models import BaseModelForm
from django.urls import get_resolver
from django_filters import FilterSet
from rest_framework.relations import RelatedField
from rest_framework.serializers import Serializer

from tests.house import sources

# What may follow `.objects` on a surface; none() holds no row at all.
SCOPED = {"visible_to", "none"}
# Phrases that answer about the asking person, or with yes and no, and so need no scope.
NOT_ROWS_OF_OTHERS = {
    "Membership.objects.held_by_person",
    "Membership.objects.hospital_ids_of",
    "User.objects.synthetic",
}
# The divisions of the state are in every atlas.
PUBLISHED = "Region.objects"
OTHER_DOORS = {"_default_manager", "_base_manager", "default_manager", "base_manager"}
RAW_SQL = {"raw", "extra", "RawSQL", "execute"}
# The one query of /healthz, which reads no table.
ASK_IF_ALIVE = "cursor.execute('SELECT 1')"
UNESCAPED = {"mark_safe", "SafeString", "SafeText", "html_safe"}
SPREAD_REQUEST = re.compile(r"\b(request|query_params|GET|POST|data)\b")
IN_TEMPLATES = {
    "unescaped text": re.compile(r"\|\s*safe\b|\|\s*safeseq\b|\{%\s*autoescape\s+off"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "other host": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
}


def findings(paths, kinds, is_wrong):
    return [
        sources.named(path, node)
        for path in paths
        for node in sources.nodes(path, *kinds)
        if is_wrong(node)
    ]


def test_surfaces_were_found():
    assert len(sources.surfaces()) > 4


def test_rows_come_through_visible_to():
    def unscoped(node):
        value = node.value
        return (
            isinstance(value, ast.Attribute)
            and value.attr == "objects"
            and node.attr not in SCOPED
            and ast.unparse(node) not in NOT_ROWS_OF_OTHERS
            and ast.unparse(value) != PUBLISHED
        )

    def bare(node):
        return node.attr in OTHER_DOORS

    assert findings(sources.surfaces(), [ast.Attribute], unscoped) == []
    assert findings(sources.surfaces(), [ast.Attribute], bare) == []


def test_manager_is_never_handed_on():
    """`rows = Referral.objects` would pass the guard above and be filtered elsewhere."""
    followed = {
        id(node.value) for path in sources.surfaces() for node in sources.nodes(path, ast.Attribute)
    }

    def handed_on(node):
        return node.attr == "objects" and id(node) not in followed

    assert findings(sources.surfaces(), [ast.Attribute], handed_on) == []


def test_surfaces_write_no_sql():
    def raw(node):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name in RAW_SQL and ast.unparse(node) != ASK_IF_ALIVE

    assert findings(sources.surfaces(), [ast.Call], raw) == []


def test_fields_are_listed_by_name():
    def unlisted(node):
        names = {getattr(target, "id", "") for target in node.targets}
        everything = isinstance(node.value, ast.Constant) and node.value.value == "__all__"
        return "exclude" in names or ("fields" in names and everything)

    assert findings(sources.surfaces(), [ast.Assign], unlisted) == []


def test_request_is_never_spread_into_a_call():
    def spread(node):
        return any(
            word.arg is None and SPREAD_REQUEST.search(ast.unparse(word.value))
            for word in node.keywords
        )

    assert findings(sources.surfaces(), [ast.Call], spread) == []


def test_no_text_is_marked_safe():
    def unescaped(node):
        return getattr(node, "attr", getattr(node, "id", "")) in UNESCAPED

    assert findings(sources.modules(), [ast.Attribute, ast.Name], unescaped) == []


@pytest.mark.parametrize("what", IN_TEMPLATES)
def test_templates_hold_no(what):
    found = [
        f"{sources.named(path)}: {match.group()[:60]}"
        for path in sources.templates()
        for match in IN_TEMPLATES[what].finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def subclasses(base):
    """Every class of the house below the base; the URL configuration imports all of them."""
    assert get_resolver().url_patterns
    for child in base.__subclasses__():
        if child.__module__.partition(".")[0] in sources.PACKAGES:
            yield child
        yield from subclasses(child)


def test_forms_offer_no_unscoped_choice():
    """A form class names no rows of its own: they come from visible_to when it is made."""
    found = [
        f"{form.__name__}.{name}"
        for form in subclasses(BaseModelForm)
        for name, field in form.base_fields.items()
        if isinstance(field, ModelChoiceField) and not field.queryset.query.is_empty()
    ]

    assert found == []


def test_filters_offer_no_unscoped_choice():
    """django-filter builds the choices of a foreign key from every row of its table."""
    found = [
        f"{filterset.__name__}.{name}"
        for filterset in subclasses(FilterSet)
        for name, item in filterset.base_filters.items()
        if "queryset" in item.extra and not callable(item.extra["queryset"])
    ]

    assert found == []


def test_serializers_accept_no_unscoped_row():
    found = [
        f"{serializer.__name__}.{name}"
        for serializer in subclasses(Serializer)
        for name, field in serializer().fields.items()
        if isinstance(field, RelatedField) and not field.read_only
    ]

    assert found == []


def test_state_and_version_are_never_writable():
    written = [
        f"{form.__name__}.{name}"
        for form in subclasses(BaseModelForm)
        for name in {"state", "version", "origin", "is_synthetic"} & set(form.base_fields)
    ]

    assert written == []


def test_serializers_only_print():
    """What comes in is checked by the forms that the pages use, so that both refuse alike."""

    def takes_in(node):
        return ast.unparse(node.func).endswith(("serializer.is_valid", "serializer.save"))

    assert findings(sources.surfaces(), [ast.Call], takes_in) == []


def exposed_models():
    views = [getattr(route.callback, "view_class", None) for route in routes(get_resolver())]
    views += [getattr(route.callback, "cls", None) for route in routes(get_resolver())]
    return {view.model for view in views if getattr(view, "model", None) is not None}


def routes(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern)
        else:
            yield pattern


def test_every_exposed_model_can_be_scoped():
    assert [
        model._meta.label for model in exposed_models() if not hasattr(model.objects, "visible_to")
    ] == []
