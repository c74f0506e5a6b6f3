"""Every model, closed list and role has its line in the glossary, with the Chinese of the field."""

import re

import pytest
from django.db.models import Choices

from portal.roles import ROLE_NAMES, Role
from tests.house import sources
from tests.house.foreign import own_models

GLOSSARY = sources.ROOT / "docs" / "glossary.md"
LINE = re.compile(
    r"^\| `(?P<name>\w+)` \| (?P<chinese>[^|]+) \| (?P<meaning>[^|]+) \| `(?P<file>[^`]+)`"
)


def lines():
    found = map(LINE.match, GLOSSARY.read_text(encoding="utf-8").splitlines())
    return [match.groupdict() for match in found if match]


def choices(base=Choices):
    for child in base.__subclasses__():
        if child.__module__.partition(".")[0] in sources.PACKAGES:
            yield child
        yield from choices(child)


def test_every_model_and_closed_list_is_explained():
    named = {line["name"] for line in lines()}

    assert {thing.__name__ for thing in (*own_models(), *choices())} - named == set()


def test_every_role_is_explained_by_its_printed_name():
    said = {line["name"]: line["chinese"].strip() for line in lines()}

    assert {role.name: said.get(role.name) for role in Role} == {
        role.name: ROLE_NAMES[role] for role in Role
    }


@pytest.mark.parametrize("line", lines(), ids=lambda line: line["name"])
def test_term_is_where_the_glossary_says(line):
    source = (sources.ROOT / line["file"]).read_text(encoding="utf-8")

    assert re.search(rf"\b{line['name']}\b", source)
    assert line["meaning"].strip().endswith(".")


def test_model_is_called_what_its_forms_print():
    said = {line["name"]: line["chinese"].strip() for line in lines()}

    assert {model.__name__: said.get(model.__name__) for model in own_models()} == {
        model.__name__: str(model._meta.verbose_name) for model in own_models()
    }
