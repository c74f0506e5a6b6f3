"""What people change about their own account, and the password that somebody gives them."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.access import may_manage, memberships_of, workplaces_of
from portal.core import audit
from portal.errors import NotAllowed
from portal.models import User

PREFERENCES = ("text_size", "has_sound", "has_shortcuts", "page_size", "default_hospital_id")


def _places(person):
    return [row.pk for row in workplaces_of(person)]


@transaction.atomic
def change_password(*, user, password, by):
    person = User.objects.select_for_update().get(pk=user.pk)
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    audit.record("user.change_password", person, by=by, hospitals=_places(by))
    return person


@transaction.atomic
def give_password(*, user, by):
    """A new password, told once; only to people all of whose roles one could have given.

    Two people know it, so it opens nothing but the page where its owner changes it.

    Else whoever keeps one hospital's accounts could sign in as an administrator of the network.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    held = list(memberships_of(person))
    if not held or len(may_manage(held, by)) < len(held):
        raise NotAllowed(_("该用户另有您不能管理的角色，请由管理这些角色的人重置密码。"))
    password = secrets.token_urlsafe(9)
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    audit.record("user.give_password", person, by=by, hospitals=_places(person))
    return password


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
