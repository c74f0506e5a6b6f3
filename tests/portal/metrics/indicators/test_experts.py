import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from experts.models import Mentorship
from portal.metrics import compute
from portal.metrics.indicators import experts
from portal.metrics.indicators.experts import Lesson, Post
from portal.metrics.models import IndicatorValue, Job
from tests.factories import experts as make
from tests.factories import hospitals
from tests.oracles import people

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 3, 31)
DAYS = st.dates(dt.date(2023, 11, 1), dt.date(2024, 5, 1))
POSTS = st.lists(
    st.builds(
        lambda expert, stays, since, length: Post(
            expert, "", stays, since, None if length is None else since + dt.timedelta(length)
        ),
        st.sampled_from("abc"),
        st.booleans(),
        DAYS,
        st.one_of(st.none(), st.integers(0, 90)),
    ),
    max_size=6,
)


@given(posts=POSTS)
def test_continuity_and_days_equal_the_diary(posts):
    assert experts.continuity(posts, FIRST, LAST) == people.continuity(posts, FIRST, LAST)
    assert experts.days_on_post(posts, FIRST, LAST) == people.days_on_post(posts, FIRST, LAST)


@given(posts=POSTS, day=DAYS)
def test_people_on_post_count_once(posts, day):
    assert experts.on_post(posts, day) == people.on_post(posts, day)


LESSONS = st.lists(
    st.builds(
        Lesson,
        st.sampled_from("XY"),
        st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), max_size=4).map(tuple),
        st.sampled_from("ab"),
    ),
    max_size=5,
)


@given(lessons=LESSONS)
def test_stages_due_are_counted_one_by_one(lessons):
    wanted = people.stages_met(lessons, FIRST, LAST)

    assert experts.stages_met(lessons, FIRST, LAST) == wanted
    each = people.stages_met_by_person(lessons, FIRST, LAST)
    assert experts.stages_met_by_person(lessons, FIRST, LAST) == each


@given(
    plans=st.lists(
        st.tuples(st.sampled_from("XY"), st.integers(1, 9), st.integers(0, 12)), max_size=6
    )
)
def test_what_is_done_beyond_a_plan_counts_for_none(plans):
    assert experts.attainment(plans) == people.attainment(plans)


@given(posts=POSTS, day=DAYS, asked=st.lists(st.sampled_from(["骨科", "眼科", "儿科"])))
def test_specialties_are_covered_by_department_or_by_name(posts, day, asked):
    posts = [post._replace(department="骨科", specialty="眼科") for post in posts]

    assert experts.covered(asked, posts, day) == people.covered(asked, posts, day)


@pytest.mark.parametrize("name", ["心血管内科", "心血管内专科", "心血管内 科", "心血管内中心"])
def test_a_specialty_is_the_same_with_another_ending(name):
    posts = [Post("a", "心血管内科", True, FIRST, None)]

    assert experts.covered([name], posts, FIRST) == (1, 1)


def test_people_and_postings_are_two_measures():
    """As the source texts have it: 200 people are not 122 postings."""
    posts = [Post("a", "", True, FIRST, None), Post("a", "", True, LAST, None)]

    assert experts.so_far(posts, LAST) == (1, 2)
    assert experts.so_far(posts, FIRST) == (1, 1)


def test_half_a_year_is_long_and_unknown_titles_are_no_base():
    half, short = FIRST + dt.timedelta(182), FIRST + dt.timedelta(181)
    posts = [
        Post("a", "", True, FIRST, half, "senior"),
        Post("b", "", True, FIRST, short, "intermediate"),
        Post("c", "", True, FIRST, None),
    ]
    year = dt.date(2024, 1, 1), dt.date(2024, 12, 31)

    assert experts.long_term(posts, *year) == (2, 3)
    assert experts.senior(posts, *year) == (1, 2)


@pytest.fixture
def sending(db):
    """Two people in the unit with a gap of ten days between them, and a clinic day of a third."""
    made = make.Sending()
    first = made.expert(title_level="senior")
    made.posting(first, FIRST, dt.date(2024, 1, 31), to_department=made.unit)
    made.posting(since=dt.date(2024, 2, 11), to_department=made.unit)
    made.posting(since=dt.date(2024, 3, 1), kind="clinic")
    lesson = make.mentorship(first, make.local(made.project), until=LAST)
    for stage in (1, 2, 3):
        make.milestone(lesson, stage, LAST + dt.timedelta(days=stage - 2))
    hospitals.accreditation(made.project, "key_specialty", specialty="骨科")
    hospitals.accreditation(made.project, "key_specialty", specialty="眼科")
    make.activity(made.project, first, day=dt.date(2024, 1, 5))
    make.activity(made.project, first, day=dt.date(2024, 2, 5))
    return made


def told(job, period):
    run = compute.compute(job, period)
    assert run.error == ""
    rows = IndicatorValue.objects.filter(run=run)
    return {(row.code, row.item): (row.numerator, row.denominator) for row in rows}


@time_machine.travel("2024-07-01T08:00:00Z", tick=False)
def test_month(sending):
    assert told(Job.EXPERTS, dt.date(2024, 3, 1)) == {
        ("E01", ""): (1, None),
        ("E02", ""): (3, None),
        ("E02P", ""): (3, None),
        ("E03", ""): (1, 2),
    }
    assert told(Job.EXPERTS, dt.date(2023, 12, 1)) == {}


@time_machine.travel("2024-07-01T08:00:00Z", tick=False)
def test_quarter(sending):
    """31 days, then a gap of ten, then 50 days to the end of March; a clinic day is no post."""
    posted = sending.project.postings_in.order_by("since").values_list("expert", flat=True)
    first, second, third = posted
    each = {first: (2, 31), second: (0, 50), third: (0, 0)}
    assert told(Job.EXPERTS_OF_QUARTER, FIRST) == {
        ("E04", "骨科"): (81, 91),
        ("E05", "骨科"): (10, None),
        ("E08", "round"): (2, 81),
        **{("E08", f"expert:{one}"): counts for one, counts in each.items()},
        ("E08", f"expert:{first}:round"): (2, 31),
        ("M01", ""): (1, 1),
        ("M02", ""): (2, 4),
        ("M02", "TEER"): (2, 4),
        ("M02", f"mentee:{Mentorship.objects.get().apprentice_id}"): (2, 4),
    }
    rate = IndicatorValue.objects.get(code="E08", item="round")
    assert rate.shown.value == pytest.approx(2 * 30.4375 / 81)
    own = IndicatorValue.objects.get(code="E08", item=f"expert:{first}")
    assert own.shown.value == pytest.approx(2 * 30.4375 / 31)
    assert (own.hospital, own.counterpart_hospital) == (sending.source, sending.project)


@time_machine.travel("2024-07-01T08:00:00Z", tick=False)
def test_a_persons_figure_is_for_who_keeps_the_experts_there(sending):
    ended = sending.project.postings_in.get(until=dt.date(2024, 1, 31))
    make.planned(ended, "round", 4)
    told(Job.EXPERTS_OF_QUARTER, FIRST)
    told(Job.EXPERTS_OF_YEAR, FIRST)
    city = sending.project.region.parent
    stranger = hospitals.member("hospital_admin", hospitals.hospital())
    colleague = hospitals.member("referral_coordinator", sending.project)

    def seen(user):
        rows = IndicatorValue.objects.visible_to(user).filter(code__in=["E08", "E09", "M02"])
        return {row.item.partition(":")[0] for row in rows}

    assert seen(sending.receiver) == {
        "",
        "TEER",
        "round",
        "expert",
        "mentee",
        "posting",
        "department",
    }
    assert seen(sending.sender) == {"expert", "posting"}
    assert seen(colleague) == {"", "TEER", "round", "department"}
    assert seen(hospitals.member("commission_viewer", city)) == seen(colleague)
    assert seen(stranger) == set()


@time_machine.travel("2024-07-01T08:00:00Z", tick=False)
def test_a_stage_is_due_on_its_own_day(sending):
    """Observing in February and assisting in May; the others when it all ends, in March."""
    lesson = Mentorship.objects.get()
    lesson.observe_by, lesson.assist_by = dt.date(2024, 2, 1), dt.date(2024, 5, 1)
    lesson.save()

    assert told(Job.EXPERTS_OF_QUARTER, FIRST)["M02", ""] == (0, 3)
    assert told(Job.EXPERTS_OF_QUARTER, dt.date(2024, 4, 1))["M02", ""] == (1, 1)


@time_machine.travel("2024-07-01T08:00:00Z", tick=False)
def test_year(sending):
    ended = sending.project.postings_in.get(until=dt.date(2024, 1, 31))
    make.planned(ended, "round", 4)
    make.planned(ended, "lecture", 2)

    assert told(Job.EXPERTS_OF_YEAR, FIRST) == {
        ("E06", ""): (0, 3),
        ("E07", ""): (1, 1),
        ("E09", ""): (1, 6),
        ("E09", "round"): (1, 4),
        ("E09", "lecture"): (0, 2),
        ("E09", "department:骨科"): (1, 6),
        ("E09", f"posting:{ended.pk}"): (1, 6),
        ("E09", f"posting:{ended.pk}:round"): (1, 4),
        ("E09", f"posting:{ended.pk}:lecture"): (0, 2),
    }


@time_machine.travel("2024-07-01T08:00:00Z", tick=False)
def test_a_changed_posting_makes_all_months_stale(sending):
    compute.compute_stale()
    before = compute.compute_stale()
    posting = sending.project.postings_in.first()
    posting.version += 1
    posting.save()

    again = [run.period for run in compute.compute_stale() if run.job == Job.EXPERTS]

    assert before == []
    assert again == [dt.date(2024, month, 1) for month in range(1, 8)]
