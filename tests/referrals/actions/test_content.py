import datetime as dt

from django.utils import timezone

from referrals.actions import content, filing
from referrals.models import Consent
from referrals.readers.lines import Diagnosis, Result
from tests.factories import hospitals
from tests.factories import referrals as make

SIGNED = {
    "consent_given_by": "覃家属",
    "consent_relation": "spouse",
    "consent_given_at": timezone.now() - dt.timedelta(hours=1),
}


def revised(world, referral, **changes):
    return filing.revise(
        referral=referral,
        content=make.content(world, **changes),
        by=world.clinician,
        version=referral.version,
    )


def test_rows_of_a_referral_are_replaced_by_what_is_typed(world):
    first = [Diagnosis("E11.9", "2型糖尿病"), Diagnosis("", "高血压")]
    referral = make.draft(world, other_diagnoses=first, key_results=[Result("心电图", "窦性")])
    assert [(row.rank, row.name) for row in referral.other_diagnoses.all()] == [
        (2, "2型糖尿病"),
        (3, "高血压"),
    ]

    referral = revised(world, referral, other_diagnoses=[], key_results=[Result("头颅CT")])

    assert content.values_of(referral)["other_diagnoses"] == ""
    assert content.values_of(referral)["key_results"] == "头颅CT"


def test_complete_consent_stays_and_a_new_one_follows_it(world):
    referral = make.draft(world, consent_given_by="覃家属")
    Consent.objects.filter(referral=referral).update(given_at=None, is_complete=False)
    referral = revised(world, referral, **SIGNED)
    referral = revised(world, referral, **SIGNED)
    assert [row.is_complete for row in referral.consents.all()] == [True]

    referral = revised(world, referral, **SIGNED | {"consent_relation": "child"})

    assert [row.relation for row in referral.consents.all()] == ["spouse", "child"]


def test_name_of_who_consented_is_not_in_the_snapshot(world):
    referral = make.draft(world, **SIGNED)

    kept = content.snapshot(referral)

    assert "覃家属" not in str(kept)
    assert kept["main_diagnosis_code"] == "I21.9"
    assert kept["author_title"] == world.clinician.title


def test_province_of_residence_follows_the_address(world):
    referral = make.draft(world)

    assert referral.patient.home_province == world.county.region.at("province")


def test_somebody_is_named_at_both_ends_across_provinces(world):
    far = hospitals.hospital("他省医院", region=hospitals.county(), level="3A")
    hospitals.member("referral_coordinator", far, display_name="远方专员")

    unnamed = {"destination_coordinator": ""}
    near = make.draft(world, **unnamed)
    across = make.draft(world, destination=far, id_number="", **unnamed)

    assert near.destination_coordinator == ""
    assert across.destination_coordinator == "远方专员"
    assert across.origin_coordinator == world.coordinator.display_name


def test_vital_signs_read_as_one_line(world):
    measured = {"temperature": 36.5, "pulse": 88, "systolic": 120, "diastolic": 80}
    referral = make.draft(
        world, consciousness="alert", vital_signs="", vital_signs_at=None, **measured
    )

    assert referral.vital_signs_words == "T 36.5℃，P 88/min，BP 120/80mmHg，清醒"
