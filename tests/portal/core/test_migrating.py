import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from portal.core.migrating import Together


def table(name, *fields):
    key = ("id", models.BigAutoField(primary_key=True))
    return migrations.CreateModel(name, fields=[key, *fields])


def leading_to(name):
    return models.ForeignKey(f"portal.{name}", models.CASCADE)


def tables():
    """Of what migrations made here."""
    names = connection.introspection.table_names()
    return sorted(name for name in names if name.startswith("portal_trial"))


@pytest.fixture
def step():
    return Together(
        table("TrialTree"),
        table("TrialBranch", ("tree", leading_to("TrialTree"))),
    )


def states(*steps):
    """The states before, between and after the steps."""
    found = [ProjectState()]
    for step in steps:
        found.append(found[-1].clone())
        step.state_forwards("portal", found[-1])
    return found


@pytest.mark.django_db
def test_tables_are_made_and_taken_away_together(step):
    before, after = states(step)

    with connection.schema_editor() as editor:
        step.database_forwards("portal", editor, before, after)
    made = tables()
    with connection.schema_editor() as editor:
        step.database_backwards("portal", editor, after, before)

    assert made == ["portal_trialbranch", "portal_trialtree"]
    assert tables() == []


def test_what_was_rendered_before_knows_the_new_tables(step):
    first = table("TrialGround")
    before, between, _after = states(first, step)
    assert [*between.apps.get_models()] != [*before.apps.get_models()]

    step.state_forwards("portal", between)

    names = {model.__name__ for model in between.apps.get_models()}
    assert names == {"TrialGround", "TrialTree", "TrialBranch"}


def test_steps_are_described_and_reversed_as_one(step):
    for_good = Together(migrations.RunPython(lambda apps, editor: None))

    assert step.describe() == "Create model TrialTree; Create model TrialBranch"
    assert (step.reversible, for_good.reversible) == (True, False)
