"""Seal everything again with the newest key, in batches; what is done already is passed over."""

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from portal.core.sealing import FORM, SealedTextField, newest_key, seal, unseal


def sealed_models():
    """Model → its sealed fields, for every model that has any."""
    found = {
        model: [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]
        for model in apps.get_models()
    }
    return {model: fields for model, fields in found.items() if fields}


def left(model):
    """Rows of which some field is sealed in an older form or with an older key."""
    old, raw = models.Q(), {}
    for field in sealed_models()[model]:
        raw[f"raw_{field.name}"] = Cast(field.name, models.TextField())
        is_old = ~models.Q(**{f"raw_{field.name}__startswith": f"{FORM}:{newest_key()}:"})
        old |= is_old & ~models.Q(**{f"raw_{field.name}": ""})
    return model._base_manager.alias(**raw).filter(old).values_list("pk", *raw.values())


@transaction.atomic
def reseal(model, size):
    """Seal up to so many rows again; returns how many. None left: 0.

    The rows stay locked until all are written, so that nobody's change is overwritten. Version
    and time of change stay: nothing that anybody could read has changed.
    """
    rows = list(left(model).order_by("pk").select_for_update()[:size])
    fields = sealed_models()[model]
    for pk, *texts in rows:
        changed = {
            field.name: models.Value(_again(text, field.about), models.TextField())
            for field, text in zip(fields, texts, strict=True)
        }
        model._base_manager.filter(pk=pk).update(**changed)
    return len(rows)


def _again(text, about):
    return seal(unseal(text, about=about), about=about)
