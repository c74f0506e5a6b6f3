import pytest

from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import AuditEvent, OutboxMessage
from referrals.actions import attachments, consents
from referrals.actions.content import missing
from referrals.models import Attachment
from tests.factories import files
from tests.factories import referrals as make

WHY = {"reason": "家属来电要求撤回"}


@pytest.fixture
def accepted(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = make.at_state(world, "accepted")
    attachments.attach(
        referral=row, content=files.pdf(), name="a.pdf", kind="summary", by=world.clinician
    )
    return row


def test_withdrawn_consent_closes_the_record_to_the_other_side(world, accepted):
    assert accepted.is_open_to(world.receiver)
    assert Attachment.objects.visible_to(world.receiver).count() == 1

    row = consents.withdraw(
        referral=accepted, details=WHY, by=world.clinician, version=accepted.version
    )

    assert (row.is_open_to(world.receiver), row.is_open_to(world.clinician)) == (False, True)
    assert Attachment.objects.visible_to(world.receiver).count() == 0
    assert Attachment.objects.visible_to(world.clinician).count() == 1
    given = row.consents.get()
    assert (given.withdrawn_by, given.withdrawn_reason) == (world.clinician, WHY["reason"])
    assert not consents.may_withdraw(row, world.clinician)
    event = AuditEvent.objects.get(verb="referral.withdraw_consent")
    assert event.detail == {"version": accepted.version + 1}
    told = OutboxMessage.objects.get(kind="referral.consent_withdrawn")
    assert str(world.receiver.pk) in map(str, told.recipient_ids)


def test_new_consent_opens_it_again(world, accepted):
    row = consents.withdraw(referral=accepted, details=WHY, by=world.clinician)
    last = row.consents.get()
    assert "consent_given_by" in missing(row)

    row.consents.create(
        method=last.method, given_by="覃本人", given_at=last.given_at, created_by=world.clinician
    )

    assert row.is_open_to(world.receiver)
    assert "consent_given_by" not in missing(row)


@pytest.mark.parametrize(
    ("who", "details", "version", "refusal"),
    [
        ("receiver", WHY, None, NotAllowed),
        ("clinician", {}, None, Incomplete),
        ("clinician", WHY, 1, Stale),
    ],
)
def test_who_may_not_and_what_is_needed(world, accepted, who, details, version, refusal):
    with pytest.raises(refusal):
        consents.withdraw(
            referral=accepted, details=details, by=getattr(world, who), version=version
        )

    assert accepted.is_open_to(world.receiver)


def test_nothing_is_withdrawn_twice(world, accepted):
    consents.withdraw(referral=accepted, details=WHY, by=world.clinician)

    with pytest.raises(Refusal) as refused:
        consents.withdraw(referral=accepted, details=WHY, by=world.clinician)

    assert refused.value.code == "no_consent"
