"""Foreign keys point downwards only. The import contracts cannot see those named by a string."""

from django.apps import apps

FLOORS = ("portal", "hospitals", "experts", "referrals", "metrics")


def own_models():
    return [model for label in FLOORS for model in apps.get_app_config(label).get_models()]


def pointers():
    """Each (model, field name, model that it points at) among all models of the house."""
    return [
        (model, field.name, field.related_model)
        for model in own_models()
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and not field.auto_created
    ]


def test_every_pointer_goes_down():
    upward = [
        f"{model._meta.label}.{name} → {target._meta.label}"
        for model, name, target in pointers()
        if FLOORS.index(target._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]

    assert upward == []


def test_ground_floor_points_at_itself_only():
    outside = [
        f"{model._meta.label}.{name} → {target._meta.label}"
        for model, name, target in pointers()
        if model._meta.app_label == "portal" and target._meta.app_label != "portal"
    ]

    assert outside == []


def test_nothing_points_at_derived_figures():
    derived = [
        f"{model._meta.label}.{name}"
        for model, name, target in pointers()
        if target._meta.app_label == "metrics" and model._meta.app_label != "metrics"
    ]

    assert derived == []


def test_no_generic_foreign_keys():
    assert [model._meta.label for model in own_models() if model._meta.private_fields] == []
