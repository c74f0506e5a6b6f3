import pytest

from referrals.models import Attachment, Consent
from tests.factories import hospitals
from tests.factories import referrals as make


def attached(world, referral, at=None):
    return Attachment.objects.create(
        referral=referral,
        hospital=at or world.county,
        kind="summary",
        name="病历摘要.pdf",
        media_type="application/pdf",
        size=10,
        sha256=("0" if at is None else "1") * 64,
        created_by=world.clinician,
    )


def seen_by(user):
    return list(Attachment.objects.visible_to(user))


def consented(referral):
    Consent.objects.create(referral=referral, method="emergency", waiver_reason="昏迷无家属")


@pytest.mark.parametrize("state, opened", [("draft", 0), ("received", 0), ("accepted", 1)])
def test_destination_reads_documents_after_it_accepted(world, state, opened):
    referral = make.at_state(world, state)
    attached(world, referral)
    Consent.objects.filter(referral=referral).delete()
    assert seen_by(world.receiver) == []
    consented(referral)

    assert len(seen_by(world.receiver)) == opened
    assert len(seen_by(world.clinician)) == 1


def test_half_a_consent_opens_nothing(world):
    referral = make.at_state(world, "accepted")
    attached(world, referral)
    Consent.objects.filter(referral=referral).delete()
    Consent.objects.create(referral=referral, method="written", given_by="覃某")

    assert seen_by(world.receiver) == []


def test_what_the_destination_gives_is_read_by_both(world):
    referral = make.at_state(world, "admitted")
    attached(world, referral, at=world.centre)

    assert len(seen_by(world.receiver)) == len(seen_by(world.clinician)) == 1


def test_nobody_else_reads_documents(world, stranger, commission_of):
    referral = make.at_state(world, "accepted")
    consented(referral)
    attached(world, referral)
    above = commission_of(world.county.region.parent.parent)
    lead = hospitals.member("network_admin", world.centre)

    assert [seen_by(user) for user in (stranger, above, lead)] == [[], [], []]
