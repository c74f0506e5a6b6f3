import io

from django.core.management import call_command

from tests.factories import referrals as make
from tests.portal.core.test_sealing import NEW_KEY


def lines(**options):
    out = io.StringIO()
    call_command("reseal", stdout=out, **options)
    return [line for line in out.getvalue().splitlines() if "Patient" in line]


def test_reseal_counts_first_and_then_seals_what_is_left(world, settings):
    for _number in range(3):
        make.draft(world)
    settings.SEAL_KEYS = {"k2": NEW_KEY, **settings.SEAL_KEYS}

    assert lines(dry_run=True) == ["referrals.Patient: 3 left"]
    assert lines(batch=2) == ["referrals.Patient: 3 sealed"]
    assert lines() == ["referrals.Patient: 0 sealed"]
