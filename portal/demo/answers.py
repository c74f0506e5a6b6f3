"""The answers of an invented filing beyond its story: consent, measurements, the way there."""

import datetime as dt
from pathlib import Path

from django.utils import timezone

from portal.core import documents
from referrals.actions import attachments
from referrals.enums import AttachmentKind, CrossLevel
from referrals.readers.lines import Diagnosis, Result
from referrals.requirements import channel_of

HOUR = dt.timedelta(hours=1)
OTHERS = (Diagnosis("I10", "原发性高血压"), Diagnosis("E11.9", "2型糖尿病"))
RESULTS = ("血常规", "心电图", "头颅CT", "胸部CT", "肝肾功能")


def rest_of_the_data_set(dice, case, origin, at):
    """Complete for every direction, so that the walk alone decides where a referral ends."""
    others = list(OTHERS[: dice.randrange(3)])
    return {
        "address": f"模拟街道{dice.randrange(1, 200)}号",
        "insurance_region": origin.region,
        "ethnicity": dice.choice(["汉族", "汉族", "壮族", "苗族"]),
        "green_channel": channel_of(case.code),
        "other_diagnoses": others,
        "no_other_diagnoses": not others,
        "key_results": [_result(dice, at)],
        "infection_status": "none",
        "consciousness": "alert",
        "temperature": round(dice.uniform(36.2, 38.6), 1),
        "pulse": dice.randrange(62, 118),
        "systolic": dice.randrange(98, 178),
        "diastolic": dice.randrange(58, 96),
        "oxygen_saturation": dice.randrange(90, 100),
        "vital_signs_at": at - HOUR / 2,
        "escort": "护士一名",
        "equipment": "监护仪",
        "oxygen": dice.choice(["none", "cannula"]),
        "follow_up_plan": "一个月内电话随访，三个月门诊复查。",
        "follow_up_on": timezone.localdate(at) + dt.timedelta(days=30),
        "consent_given_by": "患者家属",
        "consent_relation": "child",
        "consent_given_at": at - HOUR,
    }


def _result(dice, at):
    return Result(
        name=dice.choice(RESULTS),
        finding="结果见报告",
        done_on=timezone.localdate(at),
        may_be_recognised=dice.random() < 0.5,
    )


# One page that says what it is; every invented record summary is this file.
SUMMARY = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 60>> stream
BT /F 14 Tf 40 540 Td (Invented record summary, no patient) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""


# A drawn line, of nobody's heart.
TRACE = (Path(__file__).parent / "data" / "trace.jpg").read_bytes()
WITH_SUMMARY, WITH_TRACE = 6, 9


def attach_documents(referral, by, number):
    """Across provinces a record summary travels with the patient; elsewhere now and then."""
    if referral.cross_level == CrossLevel.PROVINCE or number % WITH_SUMMARY == 0:
        _attach(referral, SUMMARY, "病历摘要（模拟）.pdf", AttachmentKind.SUMMARY, by)
    if number % WITH_TRACE == 0:
        _attach(referral, TRACE, "心电图（模拟）.jpg", AttachmentKind.IMAGING, by)


def _attach(referral, content, name, kind, by):
    attachments.attach(referral=referral, content=content, name=name, kind=kind, by=by)


def inspect_documents(progress):
    """Inspected at once, so that there is something to open; without a worker nobody would."""
    while documents.inspect_waiting(limit=200):
        progress("documents inspected")
