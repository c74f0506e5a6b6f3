from io import StringIO
from pathlib import Path

from django.core.management import call_command

from portal.handbook import states
from referrals.states import MOVES, STATES

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "referral-states.md"


def test_document_is_fresh():
    out = StringIO()
    call_command("print_states", stdout=out)

    said = DOCUMENT.read_text(encoding="utf-8")
    assert said == out.getvalue(), "run: manage.py print_states > docs/referral-states.md"


def test_document_has_a_line_for_each_state_and_move():
    said = DOCUMENT.read_text(encoding="utf-8")

    assert [code for code in STATES if f"| `{code}` |" not in said] == []
    assert [verb for verb in MOVES if f"| `{verb}` |" not in said] == []


def test_every_column_of_another_system_has_a_name():
    for _label, words in states.elsewhere_rows():
        assert len(words) == len(states.SYSTEMS)


def test_who_says_side_and_roles():
    rows = {row.verb: row.who for row in states.move_rows()}

    assert rows["accept"] == ["接收方 转诊专员、科室主任、临床医师"]
    assert rows["expire"] == ["系统到时自动"]
