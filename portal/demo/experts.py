"""The experts of the demo: invented people in the numbers that the source texts print.

The texts give totals and no names: 38 people in four batches, of whom 20 are doctors, 11 masters
and 7 bachelors; 31, 20, 16, 13 and 7 who are there in October 2024; 109 people in 19 batches; 47
people for three members. Who was sent when, where and as what is made up, and marked.
"""

import datetime as dt
import random
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from experts.enums import BatchStage, Degree, ExpertSex, PostingKind, PostingState, TitleLevel
from experts.models import DispatchBatch, Expert, Posting
from hospitals.models import Department, Membership
from hospitals.pinyin import searchable
from portal.demo.networks import GUILIN, XIANGYA
from portal.demo.people import invented_name

CITY, FIRST = "桂林市人民医院", "桂林医学院附属医院"
BRANCHES = ("平乐县人民医院", "兴安县人民医院", "阳朔县人民医院")
MEMBERS = ("灌阳县人民医院", "恭城瑶族自治县人民医院", "秀峰区甲山社区卫生服务中心")
RESIDENT, SHORT = PostingKind.RESIDENT, PostingKind.SHORT
TITLES = (
    ("主任医师", TitleLevel.SENIOR),
    ("副主任医师", TitleLevel.ASSOCIATE),
    ("主治医师", TitleLevel.INTERMEDIATE),
    # What nobody coded stays unknown, whatever the title says.
    ("副主任医师", TitleLevel.UNKNOWN),
)
WEIGHTS = (4, 8, 5, 1)
DEGREES = (Degree.DOCTOR, Degree.MASTER, Degree.BACHELOR)
SPECIALTIES = ("心血管内科", "神经内科", "骨科", "肿瘤科", "儿科", "妇产科", "重症医学科")


@dataclass(frozen=True)
class Wave:
    """So many people sent together; days is None while they are there, number without a batch."""

    source: str
    project: str
    people: int
    since: dt.date
    days: int | None = None
    kind: str = RESIDENT
    number: int | None = None
    degrees: tuple[int, int, int] | None = None


def _project(source, project, there, ended):
    """Those who are there, and some who were: so that 人, 人次 and 在岗 differ."""
    return (
        Wave(source, project, ended, dt.date(2023, 3, 1), 364, number=1),
        Wave(source, project, there, dt.date(2024, 3, 1), number=2),
        Wave(source, project, ended, dt.date(2024, 5, 6), 9, SHORT),
    )


WAVES = (
    # 20 + 11 + 7 = 38 of four batches.
    Wave(XIANGYA, GUILIN, 8, dt.date(2022, 6, 1), 364, number=1, degrees=(4, 2, 2)),
    Wave(XIANGYA, GUILIN, 9, dt.date(2022, 12, 1), 364, number=2, degrees=(5, 3, 1)),
    Wave(XIANGYA, GUILIN, 10, dt.date(2023, 7, 1), 364, number=3, degrees=(5, 3, 2)),
    Wave(XIANGYA, GUILIN, 11, dt.date(2024, 1, 8), None, number=4, degrees=(6, 3, 2)),
    *_project("上海儿童医学中心", "上海儿童医学中心贵州医院", 31, 6),
    *_project("浙江省人民医院", "浙江省人民医院毕节医院", 20, 5),
    *_project("广东省中医院", "广东省中医院贵州医院", 16, 4),
    *_project("北京积水潭医院", "北京积水潭医院贵州医院", 13, 5),
    *_project("中山大学附属第一医院", "中山大学附属第一医院贵州医院", 7, 4),
    # 14 × 6 + 5 × 5 = 109 of nineteen batches, numbered per branch.
    *(
        Wave(
            CITY,
            BRANCHES[turn % 3],
            6 if turn < 14 else 5,
            dt.date(2018, 3, 1) + dt.timedelta(days=80 * turn),
            180,
            number=turn // 3 + 1,
        )
        for turn in range(19)
    ),
    *(
        Wave(FIRST, member, people, dt.date(2024, 2, 1), 330, number=1)
        for member, people in zip(MEMBERS, (18, 17, 12), strict=True)
    ),
)
# The account with two hats is one of the experts.
ACCOUNT = "expert.xiangya"


def load(hospitals) -> int:
    """Every batch with its people and postings; returns how many postings there are."""
    if not Posting.objects.exists():
        people, postings = [], []
        departments = _departments(hospitals)
        for turn, wave in enumerate(WAVES):
            batch = _batch(wave, hospitals)
            sent = [_expert(wave, turn, at, hospitals) for at in range(wave.people)]
            people += sent
            postings += [
                _posting(wave, batch, expert, departments[wave.project]) for expert in sent
            ]
        Expert.objects.bulk_create(people)
        Posting.objects.bulk_create(postings)
        _give_account(hospitals)
    return Posting.objects.count()


def _departments(hospitals):
    by_hospital = {name: [] for name in hospitals}
    for row in Department.objects.select_related("hospital").order_by("code", "name"):
        by_hospital[row.hospital.name].append(row)
    return by_hospital


def _batch(wave, hospitals):
    if wave.number is None:
        return None
    submitter, approver = _clerks()
    decided = dt.datetime.combine(wave.since, dt.time(10), dt.UTC)
    return DispatchBatch.objects.create(
        source_hospital=hospitals[wave.source],
        project_hospital=hospitals[wave.project],
        number=wave.number,
        starts_on=wave.since,
        stage=BatchStage.APPROVED,
        submitted_by=submitter,
        submitted_at=decided,
        decided_by=approver,
        decided_at=decided,
        is_synthetic=True,
    )


def _clerks():
    """Two invented people without a password: one submits what the other approves."""
    users = get_user_model().objects
    names = ("dispatch.submitter", "dispatch.approver")
    return [
        users.get_or_create(
            username=name,
            defaults={
                "display_name": invented_name(name),
                "password": "!",
                "is_active": False,
                "is_synthetic": True,
            },
        )[0]
        for name in names
    ]


def _expert(wave, turn, at, hospitals):
    seed = f"expert.{turn}.{at}"
    dice = random.Random(seed)
    title, level = dice.choices(TITLES, WEIGHTS)[0]
    name = invented_name(seed)
    return Expert(
        name=name,
        pinyin=searchable(name, limit=200),
        sex=dice.choice((ExpertSex.MALE, ExpertSex.FEMALE)),
        home_hospital=hospitals[wave.source],
        kept_by=hospitals[wave.project],
        title=title,
        title_level=level,
        degree=_degree(wave, at, dice),
        specialty=dice.choice(SPECIALTIES),
        is_synthetic=True,
    )


def _degree(wave, at, dice):
    if wave.degrees is None:
        return dice.choices(DEGREES, (5, 3, 2))[0]
    told = [
        degree for degree, many in zip(DEGREES, wave.degrees, strict=True) for _one in range(many)
    ]
    return told[at]


def _posting(wave, batch, expert, departments):
    named = [row for row in departments if row.name == expert.specialty] or departments
    return Posting(
        expert=expert,
        batch=batch,
        from_hospital=expert.home_hospital,
        to_hospital=expert.kept_by,
        to_department=named[0] if named else None,
        kind=wave.kind,
        since=wave.since,
        until=None if wave.days is None else wave.since + dt.timedelta(days=wave.days),
        state=PostingState.CONFIRMED,
        is_synthetic=True,
    )


def _give_account(hospitals):
    """The first expert still at the project hospital signs in there while the posting lasts."""
    held = Membership.objects.filter(user__username=ACCOUNT, hospital=hospitals[GUILIN]).first()
    posting = Posting.objects.filter(to_hospital=hospitals[GUILIN], until=None).first()
    if held is None or posting is None:
        return
    Membership.objects.filter(pk=held.pk).update(since=posting.since, until=posting.until)
    Posting.objects.filter(pk=posting.pk).update(membership=held)
    Expert.objects.filter(pk=posting.expert_id).update(user=held.user)
