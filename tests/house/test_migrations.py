"""Migrations are complete, and each is named by what it does."""

import re

import pytest
from django.core.management import call_command

from tests.house.sources import PACKAGES, ROOT

NAME = re.compile(r"\d{4}_(?!auto)[a-z][a-z0-9_]+")


@pytest.mark.django_db
def test_no_model_change_without_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def migrations():
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("migrations/*.py"))
        if path.stem != "__init__"
    ]


def test_names_say_what_the_migration_does():
    assert [path.stem for path in migrations() if not NAME.fullmatch(path.stem)] == []


def test_numbers_are_used_once_per_app():
    numbers = [(path.parent, path.stem[:4]) for path in migrations()]

    assert sorted(numbers) == sorted(set(numbers))


def test_data_migrations_call_no_code_of_today():
    """A model method changes later, and the migration of last year would change with it."""
    imports = re.compile(r"^\s*from (?:\w+\.)*(?:actions|access|readers)\b", re.MULTILINE)

    found = [path.name for path in migrations() if imports.search(path.read_text(encoding="utf-8"))]

    assert found == []
