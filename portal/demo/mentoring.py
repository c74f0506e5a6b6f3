"""Mentoring of the demo: invented local people whom the invented experts teach, marked as such."""

import datetime as dt
import random

from experts.enums import DirectorSide, MentoringKind, TitleLevel
from experts.models import CoDirectorPost, Expert, Mentorship, Posting, SkillMilestone
from experts.naming import normalised
from hospitals.models import Department
from hospitals.pinyin import searchable
from portal.demo.networks import RELATIONS
from portal.demo.people import invented_name
from portal.demo.technologies import NAMES

APPRENTICES, MENTORS = 6, 4
STEP = dt.timedelta(days=75)


def load(hospitals) -> int:
    """Apprentices, stages and pairs of directors of each project hospital; how many pairs learn."""
    if not Mentorship.objects.exists():
        for _source, project, _host, _since, _text in RELATIONS:
            _load_one(hospitals[project])
    return Mentorship.objects.count()


def _load_one(hospital):
    there = Posting.objects.filter(to_hospital=hospital, until=None).select_related("expert")
    postings = list(there.order_by("pk")[:MENTORS])
    if not postings:
        return
    people = [_person(hospital, number) for number in range(APPRENTICES)]
    Expert.objects.bulk_create(people)
    # The first mentor has three: more than the page lets pass without a word.
    taught = [
        _mentorship(postings[max(number - 2, 0) % len(postings)], person, number)
        for number, person in enumerate(people)
    ]
    Mentorship.objects.bulk_create(taught)
    SkillMilestone.objects.bulk_create(
        row for number, pair in enumerate(taught) for row in _milestones(pair, number)
    )
    _directors(hospital, postings[0], people[0])


def _person(hospital, number):
    name = invented_name(f"local.{hospital.name}.{number}")
    return Expert(
        name=name,
        pinyin=searchable(name, limit=200),
        home_hospital=hospital,
        kept_by=hospital,
        title="主治医师",
        title_level=TitleLevel.INTERMEDIATE,
        specialty="心血管内科",
        is_local=True,
        is_synthetic=True,
    )


def _mentorship(posting, person, number):
    return Mentorship(
        mentor=posting.expert,
        apprentice=person,
        hospital=person.home_hospital,
        kind=MentoringKind.MASTER if number % 2 else MentoringKind.ONE_TO_ONE,
        technique=NAMES[number % len(NAMES)][0],
        since=posting.since + dt.timedelta(days=14),
        is_synthetic=True,
    )


def _milestones(pair, number):
    stages = random.Random(f"{pair.hospital.name}/{number}").randrange(1, 5)
    for stage in range(1, stages + 1):
        yield SkillMilestone(
            mentorship=pair,
            staff=pair.apprentice,
            technique=pair.technique,
            technique_key=normalised(pair.technique),
            stage=stage,
            reached_on=pair.since + STEP * stage,
            witness=pair.mentor,
            is_synthetic=True,
        )


def _directors(hospital, posting, local):
    department = posting.to_department or Department.objects.filter(hospital=hospital).first()
    if department is None:
        return
    for side, person in ((DirectorSide.DISPATCHED, posting.expert), (DirectorSide.LOCAL, local)):
        CoDirectorPost.objects.create(
            department=department,
            side=side,
            person=person,
            since=posting.since,
            is_synthetic=True,
        )
