import pytest

from hospitals.actions import memberships
from hospitals.models import Membership
from portal.errors import Refusal
from portal.models import AuditEvent
from tests.factories import hospitals, portal


def test_grant_is_in_force_at_once_and_audited(db):
    user, hospital = portal.user(), hospitals.hospital()

    membership = memberships.grant(user=user, role="reviewer", hospital=hospital)

    assert list(Membership.objects.of(user)) == [membership]
    event = AuditEvent.objects.get()
    assert (event.verb, event.hospital_ids) == ("membership.grant", [str(hospital.pk)])


def test_role_held_already_is_refused(db):
    hospital = hospitals.hospital()
    user = hospitals.member("reviewer", hospital)

    with pytest.raises(Refusal):
        memberships.grant(user=user, role="reviewer", hospital=hospital)
