import pytest
from django.db import DatabaseError, connection, transaction

from portal.core import audit
from portal.models import AuditEvent
from tests.factories import portal
from tests.factories import referrals as make


def test_event_says_who_what_and_where(db):
    user = portal.user()

    event = audit.record("user.look", user, by=user, hospitals=["h1"], reason="treatment")

    assert (event.verb, event.actor_id, event.actor_name) == (
        "user.look",
        user.pk,
        user.display_name,
    )
    assert (event.target_label, event.target_id) == ("portal.user", str(user.pk))
    assert (event.hospital_ids, event.detail) == (["h1"], {"reason": "treatment"})


@pytest.mark.parametrize(
    "statement", ["UPDATE portal_auditevent SET verb = 'x'", "DELETE FROM portal_auditevent"]
)
def test_database_refuses_to_change_the_trail(db, statement):
    audit.record("user.look", portal.user(), by=None)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.get().verb == "user.look"


def test_rows_are_called_by_what_names_no_patient(world):
    referral = make.at_state(world, "received")
    offer = referral.offers.select_related("referral").get()

    names = [audit.record("x", row, by=None).target_name for row in (referral, offer, world.county)]

    assert names == [referral.number, referral.number, world.county.name]
