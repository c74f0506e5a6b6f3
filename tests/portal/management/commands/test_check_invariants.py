import pytest
from django.core.management import CommandError, call_command

from portal.management import invariants
from referrals.models import Referral
from tests.factories import referrals as make


@pytest.fixture
def referral(db):
    return make.at_state(make.World(), "received")


def test_a_sound_database_is_said_to_be_sound(referral, capsys):
    call_command("check_invariants")

    assert capsys.readouterr().out == f"{len(invariants.laws())} laws, none broken.\n"


def test_what_is_broken_is_named_and_fails(referral, capsys):
    Referral.objects.update(version=1)

    with pytest.raises(CommandError) as refused:
        call_command("check_invariants")

    assert str(refused.value) == f"1 of {len(invariants.laws())} laws are broken."
    assert capsys.readouterr().out.splitlines() == [
        "Every event raised the version. Broken by 1:",
        f"  {referral.number}: version 1 after 4 events",
    ]
