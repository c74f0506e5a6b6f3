"""The project's own files, found and parsed once, for the tests of the house."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "hospitals", "experts", "referrals")
# Where rows and requests meet: a row reaches these only through visible_to.
SURFACE_FOLDERS = {"api", "views", "forms", "dashboards", "accounts", "fhir", "filters"}
SURFACE_FILES = {"api.py", "views.py", "forms.py", "filters.py"}
# Not surfaces although they lie in the folder of one.
BEHIND_THE_SURFACE = {"actions", "models", "migrations", "core"}


@cache
def modules(*folders):
    """The Python files below the folders (all packages by default), without migrations."""
    return tuple(
        path
        for folder in folders or PACKAGES
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def surfaces():
    """The modules of pages, API, forms, filters and dashboards."""
    return tuple(path for path in modules() if _is_surface(path.relative_to(ROOT)))


def _is_surface(path):
    folders = set(path.parts[:-1])
    if folders & BEHIND_THE_SURFACE:
        return False
    return bool(folders & SURFACE_FOLDERS) or path.name in SURFACE_FILES


@cache
def templates():
    return tuple(sorted((ROOT / "templates").rglob("*.*")))


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def nodes(path, *kinds):
    """The nodes of these kinds anywhere in the module."""
    return [node for kind in kinds for node in by_kind(path)[kind]]


@cache
def by_kind(path):
    """Kind of node → its nodes; each module is walked through once for all tests."""
    found = defaultdict(list)
    for node in ast.walk(tree(path)):
        found[type(node)].append(node)
    return found


def named(path, node=None):
    """How a finding names its place: file:line."""
    place = str(path.relative_to(ROOT))
    return place if node is None else f"{place}:{node.lineno}"


def length(node):
    """The lines of a function or class, with its decorators."""
    first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
    return node.end_lineno - first + 1
