import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experts.enums import STAYING
from experts.models import Posting
from tests.factories import experts as make
from tests.factories import hospitals

DAY = dt.timedelta(days=1)
SINCE, UNTIL = dt.date(2024, 1, 1), dt.date(2024, 6, 30)


def refused(row, **fields):
    """What the database says to an UPDATE that no form and no model has seen."""
    names = ", ".join(f"{name} = %s" for name in fields)
    sql, values = f"UPDATE experts_posting SET {names} WHERE id = %s", [*fields.values(), row.pk]
    with transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(IntegrityError) as caught:
            cursor.execute(sql, values)
        transaction.set_rollback(True)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"until": SINCE - DAY}, "posting_dates_in_order"),
        ({"until": None, "leave_reason": "health"}, "posting_left_on_a_day"),
        ({"state": "planned"}, "posting_planned_in_a_batch"),
    ],
)
def test_database_refuses(sending, fields, constraint):
    assert refused(sending.posting(until=UNTIL), **fields) == constraint


def test_database_refuses_a_posting_to_the_own_hospital(sending):
    row = sending.posting()

    assert refused(row, to_hospital_id=sending.source.pk) == "posting_leaves_its_hospital"


def test_database_refuses_two_residences_of_one_expert(sending):
    row = sending.posting(until=UNTIL)
    elsewhere = hospitals.hospital()
    later = make.posting(row.expert, elsewhere, UNTIL + DAY)
    short = make.posting(row.expert, elsewhere, SINCE, kind="short")

    assert refused(later, since=UNTIL) == "posting_one_residence"
    assert refused(short, kind="resident") == "posting_one_residence"
    assert refused(row, until=None) == "posting_one_residence"


def test_who_was_struck_from_a_list_may_go_elsewhere(sending):
    batch = make.batch(sending.source, sending.project)
    row = sending.posting(batch=batch, state="struck")

    make.posting(row.expert, hospitals.hospital())

    assert Posting.objects.listed().count() == 1


def test_three_counts_of_one_table(sending):
    """Sent 3 people 4 times, of whom one is there: the traps Q13 to Q15."""
    once, twice = sending.expert(), sending.expert()
    sending.posting(once, SINCE, UNTIL)
    sending.posting(twice, SINCE, UNTIL)
    sending.posting(twice, UNTIL + DAY)
    sending.posting(kind="remote")
    sending.posting(batch=make.batch(sending.source, sending.project), state="planned")
    rows = Posting.objects.all()

    assert rows.counts(UNTIL) == {"people": 3, "postings": 3, "on_post": 2}
    assert rows.counts(UNTIL + DAY) == {"people": 3, "postings": 4, "on_post": 1}
    assert rows.counts(UNTIL + DAY, UNTIL + DAY) == {"people": 2, "postings": 2, "on_post": 1}
    assert rows.counts(SINCE - DAY) == {"people": 0, "postings": 0, "on_post": 0}


def test_an_expert_of_two_hospitals_counts_once_in_the_total(sending):
    expert, other = sending.expert(), hospitals.hospital("另一医院")
    sending.posting(expert, SINCE, UNTIL)
    make.posting(expert, other, UNTIL + DAY)

    lines = Posting.objects.received(UNTIL + DAY)

    assert [row.people for row in lines] == [1, 1]
    assert Posting.objects.counts(UNTIL + DAY)["people"] == 1


def test_counts_by_hospital_are_restated_as_of_the_day(sending):
    merged = hospitals.hospital("县院", closed_on=UNTIL, successor=sending.project)
    hospitals.former_name(sending.project, "旧项目医院", until=UNTIL)
    expert = sending.expert()
    sending.posting(expert, SINCE, SINCE + DAY)
    make.posting(expert, merged, SINCE + 3 * DAY, UNTIL)

    then, now = (
        [(row.name_then, row.people, row.postings) for row in Posting.objects.received(day)]
        for day in (UNTIL, UNTIL + DAY)
    )

    assert sorted(then) == [
        ("县院", 1, 1),
        ("旧项目医院", 1, 1),
    ]
    assert now == [("项目医院", 1, 2)]


spans = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 60),
        st.integers(0, 40),
        st.sampled_from(["short", "clinic"]),
    ),
    max_size=8,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(spans=spans, at=st.integers(-5, 110))
def test_counts_equal_a_slow_and_obvious_twin(sending, spans, at):
    on = SINCE + at * DAY
    with transaction.atomic():
        people = [sending.expert() for _one in range(4)]
        rows = [
            sending.posting(
                people[who], SINCE + first * DAY, SINCE + (first + long) * DAY, kind=kind
            )
            for who, first, long, kind in spans
        ]
        found = Posting.objects.counts(on)
        transaction.set_rollback(True)

    begun = [row for row in rows if row.since <= on]
    there = [row for row in begun if on <= row.until and row.kind in STAYING]
    assert found == {
        "people": len({row.expert_id for row in begun}),
        "postings": len(begun),
        "on_post": len({row.expert_id for row in there}),
    }


def test_half_a_year_is_told_by_title(sending):
    for level in ("senior", "unknown", "junior"):
        sending.posting(sending.expert(title_level=level), SINCE, dt.date(2024, 7, 1))
    sending.posting(sending.expert(title_level="senior"), kind="short")

    found = Posting.objects.long_term(dt.date(2024, 12, 31))

    assert [len(part) for part in found] == [1, 1, 1]


def test_phase_follows_the_day(sending):
    today = timezone.localdate()
    batch = make.batch(sending.source, sending.project)
    rows = [
        sending.posting(since=today + DAY),
        sending.posting(until=today),
        sending.posting(until=today - DAY),
        sending.posting(batch=batch, state="struck"),
    ]

    assert [row.phase for row in rows] == ["coming", "current", "ended", "struck"]
