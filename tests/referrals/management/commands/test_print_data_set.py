from pathlib import Path

from django.core.management import call_command

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "referral-data-set.md"


def test_document_is_what_the_table_prints(capsys):
    call_command("print_data_set")

    assert capsys.readouterr().out.strip() == DOCUMENT.read_text(encoding="utf-8").strip()
