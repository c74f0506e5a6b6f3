import datetime as dt
import random

from django.utils import timezone

from portal.core import inspection
from portal.demo import answers
from portal.demo.cases import CASES, DOWN_CASES
from referrals.actions import content, filing
from tests.factories import hospitals
from tests.factories import referrals as make


def test_every_invented_case_lacks_nothing(world):
    dice, at = random.Random("answers"), timezone.now() - dt.timedelta(hours=2)
    for case in (*CASES, *DOWN_CASES):
        said = answers.rest_of_the_data_set(dice, case, world.county, at)
        told = make.content(world, main_diagnosis_code=case.code, priority="emergency")
        referral = filing.create(origin=world.county, content=told | said, by=world.clinician)

        assert content.missing(referral) == [], case.code


def test_summary_across_provinces_is_a_sound_document(world, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path
    far = hospitals.hospital("他省医院", region=hospitals.county(), level="3A")
    told = make.content(world, destination=far)
    referral = filing.create(origin=world.county, content=told, by=world.clinician)

    answers.attach_documents(referral, world.clinician, 1)

    assert referral.attachments.get().kind == "summary"


def test_now_and_then_a_document_and_a_picture_that_open_at_once(world, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path
    referral = make.draft(world)

    answers.attach_documents(referral, world.clinician, 18)
    answers.inspect_documents([].append)

    inspection.inspect(answers.SUMMARY)
    inspection.inspect(answers.TRACE)
    found = referral.attachments.values_list("kind", "media_type", "state")
    assert sorted(found) == [
        ("imaging", "image/jpeg", "clean"),
        ("summary", "application/pdf", "clean"),
    ]
