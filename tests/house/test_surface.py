"""One verb, nine places: a move that lacks one is a button that does nothing, or no button."""

import ast
import re

import pytest
from django.template.loader import get_template
from django.urls import reverse

from portal.roles import GRANTS, Permission
from referrals.actions import transfers
from referrals.actions.changes import CHANGES
from referrals.forms.moves import FORMS
from referrals.states import MOVES
from referrals.views import moves as views
from tests.house import routes, sources

VERBS = [verb for verb in MOVES if verb != "create"]
# The clock's own moves have no form, no page and no button.
OF_PEOPLE = [verb for verb in VERBS if MOVES[verb].who]
SOME_ID = "00000000-0000-7000-8000-000000000000"


def camel(verb):
    return "".join(word.capitalize() for word in verb.split("_"))


def view_of(verb):
    return getattr(views, f"Referral{camel(verb)}")


@pytest.mark.parametrize("verb", VERBS)
def test_verb_has_row_permission_action_and_change(verb):
    assert MOVES[verb].permission == Permission(f"referrals.{verb}")
    held_by = {role for role, grants in GRANTS.items() if MOVES[verb].permission in grants}
    assert held_by == {role for _side, role in MOVES[verb].who}
    assert transfers.ACTIONS[verb].__module__ == "referrals.actions.transfers"
    assert verb in CHANGES


@pytest.mark.parametrize("verb", OF_PEOPLE)
def test_verb_has_form_view_and_template(verb):
    view = view_of(verb)

    assert FORMS[verb].__name__ == f"{camel(verb)}Form"
    assert view.permission == MOVES[verb].permission
    assert get_template(f"referrals/referral_{verb}.html")


@pytest.mark.parametrize("verb", OF_PEOPLE)
def test_verb_has_page_and_api_address(verb):
    kebab = verb.replace("_", "-")

    page = reverse(f"referrals:referral-{kebab}", args=[SOME_ID])
    api = reverse("api:referral-transition", args=[SOME_ID, verb])

    assert page == f"/referrals/{SOME_ID}/{kebab}/"
    assert api.endswith(f"/referrals/{SOME_ID}/transitions/{verb}")


@pytest.mark.parametrize("verb", VERBS)
def test_verb_has_a_test(verb):
    word = re.compile(rf"\b{verb}\b")
    folder = sources.ROOT / "tests" / "referrals"

    assert any(word.search(path.read_text(encoding="utf-8")) for path in folder.rglob("test_*.py"))


def test_no_place_knows_a_verb_that_the_table_lacks():
    addresses = {
        route.name.removeprefix("referrals:referral-").replace("-", "_")
        for route in routes.all_routes()
        if getattr(route.view_class, "__module__", "") == views.__name__
    }

    assert set(FORMS) == set(OF_PEOPLE)
    assert set(transfers.ACTIONS) == set(VERBS)
    assert set(CHANGES) == set(VERBS)
    assert addresses == set(OF_PEOPLE)


def test_creating_has_its_own_places():
    """The first move has no row to act on, so its page, form and action are those of filing."""
    assert reverse("referrals:referral-file") == "/referrals/new/"
    assert reverse("api:referral-list") == "/api/v1/referrals"
    assert get_template("referrals/referral_file.html")


def test_only_the_moves_write_the_state():
    """Reading the source: `row.state =` and `state=` in an update stand in one module only."""
    writers = {
        sources.named(path)
        for path in sources.modules("referrals")
        for node in sources.nodes(path, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute)
        and target.attr == "state"
        and ast.unparse(target.value) in {"row", "referral", "self.referral"}
    }

    assert writers == {"referrals/actions/moving.py"}
