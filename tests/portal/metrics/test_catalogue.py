import itertools
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.metrics import catalogue, jobs
from portal.metrics.definitions import words

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "indicators.md"
# How many indicators each family of the plan has; K01 is ours.
FAMILIES = {"F": 29, "H": 22, "E": 9, "M": 7, "T": 5, "R": 10, "G": 4, "Q": 5, "C": 3, "D": 4}


def test_document_is_what_the_catalogue_prints(capsys):
    call_command("print_indicators")

    assert capsys.readouterr().out.strip() == DOCUMENT.read_text(encoding="utf-8").strip()


def test_all_98_are_defined_once():
    own = [entry.code for entry in catalogue.INDICATORS if not entry.variant_of]
    planned = [
        f"{letter}{number:02}" for letter, last in FAMILIES.items() for number in range(1, last + 1)
    ]

    assert len(planned) == 98
    assert sorted(own) == sorted([*planned, "K01"])
    assert [row.code for row in catalogue.INDICATORS if not row.is_planned] == ["K01"]
    assert len(catalogue.BY_CODE) == len(catalogue.INDICATORS)


def test_every_indicator_is_computed_or_says_why_not():
    silent = [
        entry.code
        for entry in catalogue.INDICATORS
        if not jobs.is_computed(entry.code) and not entry.missing
    ]
    unknown = [
        code
        for recipe in jobs.RECIPES.values()
        for code in recipe.codes
        if code not in catalogue.BY_CODE
    ]

    assert (silent, unknown) == ([], [])


@pytest.mark.parametrize("entry", catalogue.INDICATORS, ids=lambda entry: entry.code)
def test_definition_says_where_it_comes_from(entry):
    assert {entry.direction, *entry.sources} <= {*words.DIRECTIONS, *words.SOURCES}
    assert entry.owner
    assert entry.variant_of in {"", *catalogue.BY_CODE}
    later, earlier = itertools.tee(entry.versions)
    next(earlier)
    assert all(old.valid_until < new.valid_from for new, old in zip(later, earlier, strict=False))


@pytest.mark.django_db
def test_command_lists_the_98_with_their_status_and_others_apart(capsys):
    call_command("print_indicators", "--status")

    *lines, last = capsys.readouterr().out.splitlines()
    heads = [at for at, line in enumerate(lines) if line.split()[0] not in catalogue.BY_CODE]
    codes = [[line.split()[0] for line in part] for part in _parts(lines, heads)]
    own = [entry.code for entry in catalogue.INDICATORS if not entry.variant_of]
    assert codes == [
        [code for code in own if code != "K01"],
        [entry.code for entry in catalogue.INDICATORS if entry.variant_of],
        ["K01"],
    ]
    assert len(codes[0]) == 98
    assert last.startswith("98 of the 98 indicators of the catalogue are computed;")
    line = next(line for line in lines if line.startswith("Q01"))
    assert line.endswith("computed, no facts for it here")


def _parts(lines, heads):
    """What stands below each head."""
    return [lines[at + 1 : to] for at, to in itertools.pairwise([*heads, len(lines)])]
