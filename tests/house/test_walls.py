"""Every constraint of hospitals and experts was tried against the database, by its name."""

from django.apps import apps

from tests.house import sources

# A wall behind another one: no row gets past the first to be refused by it.
UNREACHABLE = set()


def test_every_constraint_was_tried():
    names = {
        rule.name
        for label in ("hospitals", "experts")
        for model in apps.get_app_config(label).get_models()
        for rule in model._meta.constraints
    }
    told = "\n".join(
        path.read_text(encoding="utf-8")
        for label in ("hospitals", "experts")
        for path in sources.modules(f"tests/{label}")
    )

    assert {name for name in names - UNREACHABLE if name not in told} == set()
