from pathlib import Path

from django.core.management import call_command

from portal.metrics import catalogue, jobs

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "indicators.md"


def test_document_is_what_the_catalogue_prints(capsys):
    call_command("print_indicators")

    assert capsys.readouterr().out.strip() == DOCUMENT.read_text(encoding="utf-8").strip()


def test_every_indicator_is_computed_by_one_job():
    computed = {code for recipe in jobs.RECIPES.values() for code in recipe.codes}

    assert computed == set(catalogue.BY_CODE)
