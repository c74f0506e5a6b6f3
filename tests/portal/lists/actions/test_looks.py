import pytest

from hospitals.models import Membership, Network
from portal.errors import NotAllowed, Stale
from portal.lists.actions import looks
from portal.models import AuditEvent, ListSetting, SavedView
from referrals.listing.kind import REFERRALS
from tests.factories import hospitals


def content(**changes):
    return {
        "name": "急症",
        "circle": None,
        "weight": 100,
        "query": {"priority": ["emergency"]},
        "columns": ["state"],
    } | changes


def save(user, **changes):
    return looks.save_view(kind=REFERRALS, content=content(**changes), by=user)


def seen_by(user):
    return list(SavedView.objects.visible_to(user))


def test_own_view_is_for_its_owner_alone(world):
    view = save(world.receiver)

    assert (view.scope, view.circle) == ("me", None)
    assert (seen_by(world.receiver), seen_by(world.head)) == ([view], [])
    assert AuditEvent.objects.get(verb="view.save").target_id == str(view.pk)


def test_view_of_the_hospital_is_for_everybody_there(world, stranger):
    view = save(world.receiver, circle=world.centre.pk)

    assert view.scope == "hospital"
    assert (seen_by(world.desk), seen_by(world.coordinator), seen_by(stranger)) == ([view], [], [])


def test_view_of_a_department_is_for_its_people(world):
    Membership.objects.filter(user__in=[world.head, world.desk]).update(department=world.unit)

    view = save(world.desk, circle=world.unit.pk)

    assert (seen_by(world.head), seen_by(world.receiver)) == ([view], [])


def test_view_of_the_network_is_shared_by_its_lead_only(world, stranger):
    network = Network.objects.get()
    leader = hospitals.member("network_admin", world.centre)

    with pytest.raises(NotAllowed):
        save(world.receiver, circle=network.pk)
    view = save(leader, circle=network.pk)

    assert (seen_by(world.coordinator), seen_by(stranger)) == ([view], [])


def test_desk_may_not_share_with_the_hospital(world):
    with pytest.raises(NotAllowed):
        save(world.desk, circle=world.centre.pk)


def test_shared_view_is_changed_by_whoever_speaks_for_the_hospital(world):
    view = save(world.receiver, circle=world.centre.pk)

    changed = looks.change_view(
        view=view, content=content(name="全院急症", circle=world.centre.pk), by=world.head
    )

    assert (changed.name, changed.version, changed.owner) == ("全院急症", 2, world.receiver)
    with pytest.raises(NotAllowed):
        looks.change_view(view=view, content=content(), by=world.desk)
    with pytest.raises(Stale):
        looks.delete_view(view=view, by=world.receiver, version=1)


def test_deleted_view_is_nobodys_first_any_longer(world):
    view = save(world.receiver, circle=world.centre.pk)
    looks.set_default(kind=REFERRALS, view=view, by=world.desk)

    looks.delete_view(view=view, by=world.receiver)

    assert ListSetting.objects.get(user=world.desk).default_view is None


def test_columns_are_kept_in_the_order_of_the_list(world):
    looks.choose_columns(
        kind=REFERRALS, columns=["state", "patient", "nonsense"], page_size=20, by=world.desk
    )

    kept = ListSetting.objects.of(world.desk, "referrals")
    assert (kept.columns, kept.page_size) == (["number", "patient", "state"], 20)
