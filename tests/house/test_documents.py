"""What the documents name exists, and what code prints into them is fresh."""

import re

import pytest
from django.core.management import get_commands

from tests.house import sources

MAKE = re.compile(r"`make ([a-z]+)`|^\s*make ([a-z ]+)$", re.MULTILINE)
PATH = re.compile(
    r"`((?:portal|hospitals|experts|referrals|templates|tests|docs|bin|bench|assets|locale)"
    r"/[\w./-]+)`"
)
MANAGE = re.compile(r"manage\.py ([a-z_]+)")
DOCUMENTS = sorted([*sources.ROOT.glob("*.md"), *(sources.ROOT / "docs").rglob("*.md")])


def text(path):
    return path.read_text(encoding="utf-8")


def targets():
    return set(re.findall(r"^([a-z]+):", text(sources.ROOT / "Makefile"), re.MULTILINE))


@pytest.mark.parametrize("path", DOCUMENTS, ids=sources.named)
def test_document_names_what_exists(path):
    made = {word for pair in MAKE.findall(text(path)) for part in pair for word in part.split()}
    managed = set(MANAGE.findall(text(path)))
    missing = [name for name in PATH.findall(text(path)) if not (sources.ROOT / name).exists()]

    assert made - targets() == set()
    assert managed - set(get_commands()) == set()
    assert missing == []


def test_decisions_are_numbered_without_gaps():
    names = sorted(path.name for path in (sources.ROOT / "docs" / "adr").glob("*.md"))

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


@pytest.mark.parametrize(
    "path", sorted((sources.ROOT / "docs" / "adr").glob("*.md")), ids=sources.named
)
def test_decision_fits_half_a_page_and_says_what_follows(path):
    content = text(path)

    assert content.startswith(f"# {int(path.name[:4])}. ")
    assert len(content.splitlines()) <= 30
    assert content.index("**Decision.**") < content.index("**Consequences.**")
