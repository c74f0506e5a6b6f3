"""New technologies of the demo: the names are printed, everything else is invented and marked.

Two thirds of the claims are judged by another person, a few of them disputed: the page shows each.
"""

import datetime as dt
import random

from django.contrib.auth import get_user_model
from django.utils import timezone

from experts.enums import (
    AdmissionClass,
    ClaimState,
    NoveltyKind,
    NoveltyTier,
    PriceAction,
    TechnologyKind,
    TechnologyStatus,
)
from experts.models import (
    NewTechnology,
    NoveltyClaim,
    Posting,
    PriceItem,
    TechnologyAdmission,
    TechnologyMonthlyCount,
    TechnologyName,
)
from experts.naming import normalised
from hospitals.models.spelled import Spelled, each_spelled
from portal.demo.networks import RELATIONS
from portal.periods import Month

NAMES = (
    ("血管内超声（IVUS）", "心血管内科"),
    ("4K荧光腹腔镜手术", "外科"),
    ("肝门部胆管根治术", "外科"),
    ("经导管二尖瓣钳夹术（TEER）", "心血管内科"),
    ("射频消融人工智能辅助", "心血管内科"),
)
CLASSES = (
    AdmissionClass.A,
    AdmissionClass.B,
    AdmissionClass.ORDINARY,
    AdmissionClass.RESTRICTED,
    AdmissionClass.B,
)
# Added or adjusted, in yuan: before and now.
PRICES = {
    NAMES[0][0]: (PriceAction.ADJUSTED, 3200, 2850),
    NAMES[3][0]: (PriceAction.ADDED, None, 12600),
}
# Nobody has done it for half a year and more.
LAPSED, LAPSED_AFTER = NAMES[4][0], 20
TIERS = (NoveltyTier.NATIONAL, NoveltyTier.SOUTHWEST, NoveltyTier.HOSPITAL)
FIRST_DONE = dt.date(2024, 4, 15)
MONTHS = 30


def load(hospitals) -> int:
    """A few technologies with a life for each project hospital; returns how many there are."""
    if not NewTechnology.objects.exists():
        for _source, project, _host, _since, _text in RELATIONS:
            _load_one(hospitals[project])
    return NewTechnology.objects.count()


def _load_one(hospital):
    posting = Posting.objects.filter(to_hospital=hospital, until=None).order_by("pk").first()
    rows = [_technology(hospital, posting, *named) for named in NAMES]
    NewTechnology.objects.bulk_create(rows)
    for model, make in (
        (TechnologyName, _names),
        (TechnologyAdmission, _admissions),
        (TechnologyMonthlyCount, _months),
        (NoveltyClaim, _claims),
        (PriceItem, _prices),
    ):
        made = [one for row in rows for one in make(row)]
        model.objects.bulk_create(each_spelled(made) if issubclass(model, Spelled) else made)


def _technology(hospital, posting, name, specialty):
    return NewTechnology(
        hospital=hospital,
        name=name,
        specialty=specialty,
        kind=TechnologyKind.TRANSFERRED,
        source_hospital=posting.from_hospital if posting else None,
        brought_by=posting.expert if posting else None,
        posting=posting,
        first_done_on=FIRST_DONE,
        local_independent_on=FIRST_DONE + dt.timedelta(days=300),
        status=TechnologyStatus.IN_USE,
        is_synthetic=True,
    )


def _names(row):
    yield TechnologyName(
        technology=row,
        hospital=row.hospital,
        name=row.name,
        normalised=normalised(row.name),
        is_synthetic=True,
    )


def _admissions(row):
    """A restricted one has passed the ethics committee, and is soon to be looked at again."""
    what = CLASSES[[name for name, _specialty in NAMES].index(row.name)]
    is_restricted = what == AdmissionClass.RESTRICTED
    yield TechnologyAdmission(
        technology=row,
        admission_class=what,
        ethics_number="模拟伦审2024-03" if is_restricted else "",
        review_on=timezone.localdate() + dt.timedelta(days=20) if is_restricted else None,
        committee="医疗技术临床应用管理委员会",
        approved_on=FIRST_DONE - dt.timedelta(days=30),
        is_synthetic=True,
    )


def _months(row):
    """Cases grow, and more of them are done by locals alone."""
    dice = random.Random(f"{row.hospital.name}/{row.name}")
    first = Month.of(FIRST_DONE)
    for number in range(LAPSED_AFTER if row.name == LAPSED else MONTHS):
        patients = dice.randrange(1, 4 + number // 3)
        yield TechnologyMonthlyCount(
            technology=row,
            month=first.plus(number).first,
            patients=patients,
            complications=int(dice.random() < 0.05),
            independent_local=dice.randrange(patients + 1) if number >= 10 else 0,
            is_synthetic=True,
        )


def _prices(row):
    if row.name not in PRICES:
        return
    action, before, now = PRICES[row.name]
    yield PriceItem(
        hospital=row.hospital,
        technology=row,
        region=row.hospital.region,
        code=f"模拟{row.hospital.pk.hex[-4:]}{action[:3]}",
        name=row.name,
        action=action,
        unit="次",
        old_price=before,
        new_price=now,
        effective_on=FIRST_DONE + dt.timedelta(days=90),
        is_synthetic=True,
    )


def _claims(row):
    dice = random.Random(f"claim/{row.hospital.name}/{row.name}")
    users = get_user_model().objects
    claimant = users.get(username="dispatch.submitter")
    judge = users.get(username="dispatch.approver")
    chance = dice.random()
    state = ClaimState.PENDING
    if chance < 0.67:
        state = ClaimState.DISPUTED if chance < 0.1 else ClaimState.VERIFIED
    is_judged = state != ClaimState.PENDING
    yield NoveltyClaim(
        technology=row,
        kind=dice.choice((NoveltyKind.GAP, NoveltyKind.FIRST_CASE)),
        tier=dice.choice(TIERS),
        claim_text="模拟申报",
        claimed_on=FIRST_DONE + dt.timedelta(days=60),
        evidence="模拟查新报告",
        claimed_by=claimant,
        state=state,
        judged_by=judge if is_judged else None,
        judged_at=dt.datetime(2024, 8, 1, 9, tzinfo=dt.UTC) if is_judged else None,
        is_synthetic=True,
    )
