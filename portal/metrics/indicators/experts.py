"""Experts on post: E01 to E09, M01 and M02, by receiving hospital; some of each person, too.

Only confirmed postings count. Whoever stays at the hospital is on post; a clinic day, a tour or
remote guidance is a posting, but nobody on post.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Min, Q
from django.utils import timezone

from experts.enums import STAYING, PostingState, TitleLevel
from experts.models import (
    Activity,
    Expert,
    Mentorship,
    PlannedActivity,
    Posting,
    SkillMilestone,
)
from experts.models.mentorship import STAGES_BY
from experts.naming import normalised
from experts.tenure import HALF_A_YEAR, days_inside
from hospitals.enums import AccreditationKind
from hospitals.models import Accreditation
from portal.metrics import spans, watch
from portal.metrics.definitions.base import Figure

MONTHLY = ("E01", "E02", "E02P", "E03")
QUARTERLY = ("E04", "E05", "E08", "M01", "M02")
YEARLY = ("E06", "E07", "E09")
SENIOR = (TitleLevel.ASSOCIATE, TitleLevel.SENIOR)
DAYS_A_MONTH = 30.4375
ENDS = ("专科", "专业", "中心", "病区", "科室", "科")


class Post(NamedTuple):
    """One confirmed posting; until is None while it has no last day."""

    expert: object
    department: str
    stays: bool
    since: dt.date
    until: dt.date | None
    title: str = TitleLevel.UNKNOWN
    specialty: str = ""


class Lesson(NamedTuple):
    """One person learns one technique; of each stage until when, and when it was reached."""

    technique: str
    stages: tuple[tuple[dt.date | None, dt.date | None], ...]
    person: object = None


def is_there(post: Post, day: dt.date) -> bool:
    return post.stays and post.since <= day and (post.until is None or post.until >= day)


def on_post(posts: Iterable[Post], day: dt.date) -> int:
    return len({post.expert for post in posts if is_there(post, day)})


def so_far(posts: Iterable[Post], day: dt.date) -> tuple[int, int]:
    """People and postings that began by the day; never one for the other."""
    begun = [post for post in posts if post.since <= day]
    return len({post.expert for post in begun}), len(begun)


def continuity(posts: list[Post], first: dt.date, last: dt.date) -> tuple[int, int, int]:
    """(days covered, days, gap days) of one department, from its first posting on.

    A gap lies between two postings: before the last one begun, nobody there after the first.
    """
    stays = [post for post in posts if post.stays]
    if not stays:
        return 0, 0, 0
    first = max(first, min(post.since for post in stays))
    latest = max(post.since for post in stays)
    covered = gaps = 0
    days = max((last - first).days + 1, 0)
    for number in range(days):
        day = first + dt.timedelta(days=number)
        if any(is_there(post, day) for post in stays):
            covered += 1
        elif day < latest:
            gaps += 1
    return covered, days, gaps


def long_term(posts: Iterable[Post], first: dt.date, last: dt.date) -> tuple[int, int]:
    """Of the postings that began in the span, those of half a year or more."""
    own = [post for post in posts if first <= post.since <= last]
    long = [post for post in own if ((post.until or last) - post.since).days + 1 >= HALF_A_YEAR]
    return len(long), len(own)


def covered(specialties: Iterable[str], posts: Iterable[Post], day: dt.date) -> tuple[int, int]:
    """Of the key specialties, those with an expert on post in the department or of that name."""
    there = [post for post in posts if is_there(post, day)]
    served = {stem(name) for post in there for name in (post.department, post.specialty)}
    asked = {stem(name) for name in specialties}
    return len(asked & served), len(asked)


def stem(name: str) -> str:
    """A specialty without what people add to its name: 心血管内科, 心血管内专科 and 心血管内."""
    plain = normalised(name)
    return next((plain.removesuffix(end) for end in ENDS if plain.endswith(end)), plain)


def stages_met(
    lessons: Iterable[Lesson], first: dt.date, last: dt.date
) -> dict[str, tuple[int, int]]:
    """By technique, of the stages due in the span, those reached by their day."""
    return _stages_met(((row.technique, row.stages) for row in lessons), first, last)


def stages_met_by_person(
    lessons: Iterable[Lesson], first: dt.date, last: dt.date
) -> dict[object, tuple[int, int]]:
    """The same by who learns."""
    return _stages_met(((row.person, row.stages) for row in lessons), first, last)


def _stages_met(named, first, last):
    found: dict = {}
    for name, stages in named:
        own = [(due, day) for due, day in stages if due and first <= due <= last]
        if own:
            met, asked = found.get(name, (0, 0))
            met += sum(day is not None and day <= due for due, day in own)
            found[name] = met, asked + len(own)
    return found


def senior(posts: Iterable[Post], first: dt.date, last: dt.date) -> tuple[int, int]:
    """Of the people posted in the span whose title is known, those with a senior one."""
    titles = {
        post.expert: post.title
        for post in posts
        if post.since <= last and (post.until is None or post.until >= first)
    }
    known = [title for title in titles.values() if title != TitleLevel.UNKNOWN]
    return sum(title in SENIOR for title in known), len(known)


def a_month(times: int, days: int) -> float | None:
    """Times for each month on post."""
    return times * DAYS_A_MONTH / days if days else None


def in_all(kinds: dict[str, int]) -> dict[str, int]:
    """The sum as the kind without a name, also where nothing was done; then each kind."""
    return {"": sum(kinds.values()), **kinds}


def days_on_post(posts: Iterable[Post], first: dt.date, last: dt.date) -> int:
    return sum(days_inside(post.since, post.until, first, last) for post in posts if post.stays)


def monthly(period: dt.date) -> list[Figure]:
    made = []
    day = _last("month", period)
    keys = _key_specialties(day)
    for about, posts in _by_hospital().items():
        people, postings = so_far(posts, day)
        if postings:
            made += [
                about.figure("E01", numerator=on_post(posts, day)),
                about.figure("E02", numerator=people),
                about.figure("E02P", numerator=postings),
            ]
        if postings and about.hospital in keys:
            made.append(about.figure("E03", *covered(keys[about.hospital], posts, day)))
    return made


def quarterly(period: dt.date) -> list[Figure]:
    made, last = [], _last("quarter", period)
    taught = _apprentices(last)
    done = _activities(period, last)
    for about, posts in _by_hospital().items():
        departments = defaultdict(list)
        for post in posts:
            departments[post.department].append(post)
        for name, own in departments.items():
            covered, days, gaps = continuity(own, period, last)
            if name and days:
                made.append(about.figure("E04", covered, days, item=name))
                made.append(about.figure("E05", gaps, item=name))
        days = days_on_post(posts, period, last)
        for kind, times in done.get(about.hospital, {}).items():
            made.append(about.figure("E08", times, days, item=kind, measure=a_month(times, days)))
        if there := on_post(posts, last):
            made.append(about.figure("M01", taught.get(about.hospital, 0), there))
    return [*made, *_each_person(period, last), *_learned(period, last)]


def _each_person(first, last):
    """E08 of everybody posted in the span, as a pair of who sent and who has them."""
    done = _done_by(first, last)
    rows = Posting.objects.confirmed().overlapping(first, last).order_by("since", "pk")
    told = watch.by_hospital(
        ((row.to_hospital_id, row.expert_id), row, row)
        for row in rows.select_related("expert", "to_department")
    )
    for about, own in told.items():
        hospital, person = about.hospital
        about = about._replace(hospital=own[-1].from_hospital_id)
        days = days_on_post(map(_post, own), first, last)
        for kind, times in in_all(done[hospital, person]).items():
            item = f"expert:{person}:{kind}".rstrip(":")
            rate = a_month(times, days)
            told_of = {"counterpart_hospital_id": hospital, "item": item, "measure": rate}
            yield about.figure("E08", times, days, **told_of)


def _learned(first, last):
    """M02: of each hospital, of each technique there, and of each person who learns."""
    asked = Q()
    for name in ("until", *STAGES_BY):
        asked |= Q(**{f"{name}__range": (first, last)})
    rows = Mentorship.objects.filter(asked).prefetch_related("milestones")
    told = watch.by_hospital((row.hospital_id, row, _lesson(row)) for row in rows.order_by("pk"))
    for about, lessons in told.items():
        found = stages_met(lessons, first, last)
        if not found:
            continue
        yield about.figure("M02", *map(sum, zip(*found.values(), strict=True)))
        for technique, counts in found.items():
            yield about.figure("M02", *counts, item=technique[:64])
        for person, counts in stages_met_by_person(lessons, first, last).items():
            yield about.figure("M02", *counts, item=f"mentee:{person}")


def _lesson(row):
    key = normalised(row.technique)
    days = {one.stage: one.reached_on for one in row.milestones.all() if one.technique_key == key}
    stages = tuple((due, days.get(stage)) for stage, due in row.due.items())
    return Lesson(row.technique, stages, row.apprentice_id)


def yearly(period: dt.date) -> list[Figure]:
    last = _last("year", period)
    made = []
    for about, posts in _by_hospital().items():
        for code, counts in (
            ("E06", long_term(posts, period, last)),
            ("E07", senior(posts, period, last)),
        ):
            if counts[1]:
                made.append(about.figure(code, *counts))
    return [*made, *_attained(period, last)]


def attainment(plans: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """By kind, what was done of what was planned; what was done beyond a plan counts for none."""
    found: dict = {}
    for kind, planned, done in plans:
        met, asked = found.get(kind, (0, 0))
        found[kind] = met + min(done, planned), asked + planned
    return found


def _attained(first, last):
    """E09: of postings that ended in the span; by hospital, kind, department, batch, posting."""
    rows = PlannedActivity.objects.filter(
        posting__state=PostingState.CONFIRMED, posting__until__range=(first, last)
    )
    told = watch.by_hospital(
        (row.posting.to_hospital_id, row, (row, done)) for row, done in rows.attained()
    )
    for about, plans in told.items():
        kinds = attainment((row.kind, row.count, done) for row, done in plans)
        yield about.figure("E09", *map(sum, zip(*kinds.values(), strict=True)))
        for items in (kinds, _attained_by(_department, plans), _attained_by(_batch, plans)):
            for item, counts in items.items():
                yield about.figure("E09", *counts, item=item)
        yield from _attained_each(about, plans)


def _attained_each(about, plans):
    """Each posting, in all and by kind, as a pair of who sent and who received."""
    own = defaultdict(list)
    for row, done in plans:
        own[row.posting].append((row.kind, row.count, done))
    for posting, told in own.items():
        kinds = attainment(told)
        pair = about._replace(hospital=posting.from_hospital_id)
        total = tuple(map(sum, zip(*kinds.values(), strict=True)))
        for kind, counts in {"": total, **kinds}.items():
            yield pair.figure(
                "E09",
                *counts,
                counterpart_hospital_id=about.hospital,
                item=f"posting:{posting.pk}:{kind}".rstrip(":"),
            )


def _attained_by(group, plans):
    named = ((group(row.posting), row.count, done) for row, done in plans)
    return attainment(plan for plan in named if plan[0])


def _department(posting):
    return f"department:{posting.to_department.name}"[:64] if posting.to_department else ""


def _batch(posting):
    return f"batch:{posting.batch.number}" if posting.batch else ""


def inputs(grain):
    """For each span since the first posting: how the tables stand."""
    posts = Posting.objects.confirmed()
    since = posts.aggregate(first=Min("since"))["first"]
    rows = {"postings": posts, "experts": Expert.objects.all()}
    if grain == "quarter":
        rows |= {"activities": Activity.objects.all(), "mentorships": Mentorship.objects.all()}
        rows["milestones"] = SkillMilestone.objects.all()
    if grain == "year":
        rows |= {"plans": PlannedActivity.objects.all(), "activities": Activity.objects.all()}
    if grain == "month":
        rows["accreditations"] = Accreditation.objects.all()
    return watch.periods(grain, since, rows)


def _last(grain, period):
    return min(spans.last_day(grain, period), timezone.localdate())


def _by_hospital():
    rows = Posting.objects.confirmed().order_by("since", "pk")
    return watch.by_hospital(
        (row.to_hospital_id, row, _post(row))
        for row in rows.select_related("expert", "to_department")
    )


def _post(row):
    department = row.to_department.name if row.to_department else ""
    stays, person = row.kind in STAYING, row.expert
    told = department, stays, row.since, row.until, person.title_level, person.specialty
    return Post(person.pk, *told)


def _key_specialties(day):
    """Hospital → the specialties that it is recognised for on the day."""
    found = defaultdict(set)
    rows = Accreditation.objects.current(day).filter(kind=AccreditationKind.KEY_SPECIALTY)
    for hospital, specialty in rows.values_list("hospital", "specialty"):
        found[hospital].add(specialty)
    return found


def _apprentices(day):
    found = defaultdict(set)
    rows = Mentorship.objects.current(day).values_list("hospital", "mentor", "apprentice")
    for hospital, mentor, apprentice in rows:
        found[hospital].add((mentor, apprentice))
    return {hospital: len(pairs) for hospital, pairs in found.items()}


def _done_by(first, last):
    """(hospital, expert) → kind → how often the person did it there."""
    found = defaultdict(lambda: defaultdict(int))
    rows = Activity.objects.between(first, last).order_by("kind", "pk")
    for hospital, person, kind in rows.values_list("hospital", "experts", "kind"):
        found[hospital, person][kind] += 1
    return found


def _activities(first, last):
    found = defaultdict(lambda: defaultdict(int))
    rows = Activity.objects.between(first, last).values_list("hospital", "kind")
    for hospital, kind in rows:
        found[hospital][kind] += 1
    return found
