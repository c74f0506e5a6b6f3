import datetime as dt

import pytest

from experts.models import CoDirectorPost, Expert, Mentorship
from tests.factories import experts as make
from tests.factories.sql import refused

SINCE, BEFORE = make.SINCE, dt.date(2023, 12, 31)


@pytest.fixture
def pair(sending):
    return make.mentorship(sending.expert(), make.local(sending.project))


def test_database_keeps_a_mentorship_between_two_in_order_and_once(pair):
    again = make.mentorship(pair.mentor, make.local(pair.hospital))
    later = make.mentorship(pair.mentor, pair.apprentice, technique="IVUS")

    assert [
        refused(pair, until=BEFORE),
        refused(pair, apprentice_id=pair.mentor_id),
        refused(again, apprentice_id=pair.apprentice_id),
        refused(later, technique="TEER"),
        refused(later, observe_by=dt.date(2024, 6, 1), alone_by=dt.date(2024, 5, 31)),
    ] == [
        "mentorship_dates_in_order",
        "mentorship_of_two_people",
        "mentorship_once_at_a_time",
        "mentorship_once_at_a_time",
        "mentorship_stages_in_order",
    ]


def test_database_keeps_a_stage_once_and_seen_by_another(pair):
    first, second = make.milestone(pair), make.milestone(pair, stage=2)

    assert [
        refused(second, stage=1),
        refused(first, witness_id=pair.apprentice_id),
        refused(first, stage=5),
    ] == ["milestone_once_per_stage", "milestone_seen_by_another", "milestone_stage_is_known"]


def test_database_keeps_one_director_per_side_and_one_side_per_director(sending):
    local, other = make.local(sending.project), make.local(sending.project)
    row = make.director(sending.unit, local)
    sent = make.director(sending.unit, other, "dispatched")

    assert [
        refused(row, until=BEFORE),
        refused(sent, side="local"),
        refused(sent, person_id=local.pk),
    ] == ["director_dates_in_order", "director_one_per_side", "director_of_one_side"]


def test_a_side_is_free_again_the_day_after(sending):
    make.director(sending.unit, make.local(sending.project), until=dt.date(2024, 6, 30))
    make.director(sending.unit, make.local(sending.project), since=dt.date(2024, 7, 1))

    on = [dt.date(2023, 1, 1), dt.date(2024, 6, 30), dt.date(2024, 7, 1)]
    assert [CoDirectorPost.objects.current(day).count() for day in on] == [0, 1, 1]


@pytest.mark.parametrize("apprentices, crowded", [(2, 0), (3, 3)])
def test_more_than_two_at_a_time_is_too_many(sending, apprentices, crowded):
    mentor = sending.expert()
    for _number in range(apprentices):
        make.mentorship(mentor, make.local(sending.project))
    make.mentorship(mentor, make.local(sending.project), until=dt.date(2024, 6, 30))

    assert Mentorship.objects.crowded().count() == crowded
    seen = Expert.objects.with_apprentices().get(pk=mentor.pk)
    assert seen.apprentices == apprentices


def test_it_tells_the_furthest_stage_and_its_phase(pair):
    make.milestone(pair)
    make.milestone(pair, stage=2)

    row = Mentorship.objects.with_load().get()
    assert (row.load, row.stage, row.phase, row.is_crowded) == (1, 2, "current", False)
    assert row.get_stage_display() == "助手"


def test_both_hospitals_see_it_and_others_do_not(sending, pair, stranger):
    row = make.director(sending.unit, pair.mentor, "dispatched")
    people = (sending.sender, sending.receiver, stranger)

    assert [list(Mentorship.objects.visible_to(user)) for user in people] == [[pair], [pair], []]
    assert [list(CoDirectorPost.objects.visible_to(user)) for user in people] == [[row], [row], []]
