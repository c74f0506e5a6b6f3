"""Templates compile, every one is used, and components say what they take."""

import re

import pytest
from django.template.loader import get_template

from tests.house import sources

FOLDER = sources.ROOT / "templates"
HTML = [path.relative_to(FOLDER).as_posix() for path in sources.templates()]
COMPONENTS = [name for name in HTML if name.startswith("_components/")]
# Names that Django or the frame asks for by convention, not by a literal in our code.
BY_CONVENTION = re.compile(r"\d{3}\.html|django(_filters)?/.*|notices/.*|_layouts/.*")


@pytest.mark.parametrize("name", HTML)
def test_template_compiles(name):
    assert get_template(name).template.name == name


def texts():
    """All sources that may name a template, by the name of the file."""
    paths = [*sources.modules(), *sources.templates()]
    return {path: path.read_text(encoding="utf-8") for path in paths}


def implied():
    """What Django names itself: `<app>/<model>_list.html` of a page without template_name."""
    return {
        f"{path.parent.name}/{path.name}"
        for path in sources.templates()
        if path.stem.endswith(("_list", "_detail"))
    }


def test_every_template_is_used():
    known = texts()
    unused = [
        name
        for name in HTML
        if not BY_CONVENTION.fullmatch(name)
        and name not in implied()
        and not any(name in text for path, text in known.items() if path != FOLDER / name)
    ]

    assert unused == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_states_its_parameters(name):
    first = (FOLDER / name).read_text(encoding="utf-8").splitlines()[0]

    assert first.startswith("{#")
    assert first.endswith("#}")


def test_numbers_of_referrals_do_not_break_at_the_hyphen():
    """A table cell that names a referral keeps its number on one line."""
    cell = re.compile(r"<td(?P<attributes>[^>]*)><a [^>]*>\{\{ [a-z.]*\.number \}\}")
    broken = [
        f"{name}: {found.group()[:60]}"
        for name in HTML
        for found in cell.finditer((FOLDER / name).read_text(encoding="utf-8"))
        if "row-number" not in found["attributes"]
    ]

    assert broken == []
