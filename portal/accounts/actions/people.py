"""What people change about their own account."""

from django.db import transaction

from hospitals.access import workplaces_of
from portal.core import audit
from portal.models import User

PREFERENCES = ("text_size", "has_sound", "has_shortcuts", "page_size", "default_hospital_id")


def _places(person):
    return [row.pk for row in workplaces_of(person)]


@transaction.atomic
def change_password(*, user, password, by):
    person = User.objects.select_for_update().get(pk=user.pk)
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record("user.change_password", person, by=by, hospitals=_places(by))
    return person


@transaction.atomic
def prefer(*, user, preferences, by):
    """Keep how this person likes the pages. preferences: the names in PREFERENCES."""
    person = User.objects.select_for_update().get(pk=user.pk)
    changed = [
        name
        for name in PREFERENCES
        if name in preferences and getattr(person, name) != preferences[name]
    ]
    for name in changed:
        setattr(person, name, preferences[name])
    if changed:
        person.save(update_fields=changed)
        audit.record("user.prefer", person, by=by, hospitals=_places(by), names=sorted(changed))
    return person


@transaction.atomic
def choose_language(*, user, language, by):
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
        audit.record("user.choose_language", person, by=by, hospitals=_places(by), to=language)
    return person
