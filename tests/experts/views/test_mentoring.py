import pytest
from django.urls import reverse

from experts.models import CoDirectorPost, Mentorship, SkillMilestone
from tests.factories import experts as make

MENTORSHIPS, DIRECTORS = (reverse(f"experts:{name}-list") for name in ("mentorship", "director"))
TERMS = {"kind": "master", "technique": "TEER", "since": "2024-03-01"}


def page(name, row):
    return reverse(f"experts:{name}", args=[row.pk])


@pytest.fixture
def receiver(client, sending):
    client.force_login(sending.receiver)
    return client


def pair(sending, mentor=None):
    return make.mentorship(mentor or sending.expert(), make.local(sending.project))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url, queries", [(MENTORSHIPS, 8), (DIRECTORS, 9)])
def test_lists_ask_the_same_for_one_row_and_three(
    receiver, sending, url, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        row = pair(sending)
        unit = make.hospitals.department(sending.project, f"科室{number}")
        make.director(unit, row.apprentice)
    receiver.get(url)

    with django_assert_num_queries(queries):
        assert len(receiver.get(url).context["object_list"]) == rows


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "teer"}, 1),
        ({"q": "zzz"}, 0),
        ({"kind": "one_to_one"}, 0),
        ({"phase": "current"}, 1),
        ({"phase": "ended"}, 0),
        ({"phase": "coming"}, 0),
        ({"load": "crowded"}, 0),
    ],
)
def test_mentorships_are_filtered(receiver, sending, query, count):
    pair(sending)

    assert len(receiver.get(MENTORSHIPS, query).context["object_list"]) == count


@pytest.mark.parametrize(
    "query, count",
    [({"side": "local"}, 1), ({"phase": "current"}, 1), ({"phase": "ended"}, 0)],
)
def test_directors_are_filtered(receiver, sending, query, count):
    make.director(sending.unit, make.local(sending.project))

    assert len(receiver.get(DIRECTORS, query).context["object_list"]) == count


def test_third_apprentice_is_said_and_not_refused(receiver, sending):
    posting = sending.posting()
    pair(sending, posting.expert), pair(sending, posting.expert)
    third = make.local(sending.project)

    url = page("mentorship-pair", posting.expert)
    answer = receiver.post(url, TERMS | {"apprentice": third.pk}, follow=True)

    shown = answer.content.decode()
    assert ("超过两名学员" in shown, "同时带教 3 人" in shown) == (True, True)
    assert Mentorship.objects.filter(mentor=posting.expert).count() == 3


def test_stages_are_reached_corrected_and_shown(receiver, sending):
    row = pair(sending)
    told = {"technique": "TEER", "stage": 1, "reached_on": "2024-04-01", "witness": row.mentor_id}
    make.posting(row.mentor, sending.project)
    receiver.post(page("milestone-reach", row), told)
    skipped = receiver.post(page("milestone-reach", row), told | {"stage": 3})
    future = receiver.post(page("milestone-reach", row), told | {"reached_on": "2999-01-01"})
    first = SkillMilestone.objects.get()
    receiver.post(
        page("milestone-correct", first), told | {"version": 1, "reached_on": "2024-04-02"}
    )

    person = receiver.get(row.apprentice.get_absolute_url()).content.decode()
    assert (skipped.status_code, future.status_code) == (409, 422)
    assert ("2024-04-02" in person, "观摩" in person, "受教" in person) == (True, True, True)
    assert "2024-04-02" in receiver.get(row.get_absolute_url()).content.decode()


def test_mentorship_ends_at_the_version_seen(receiver, sending):
    row = pair(sending)
    told = TERMS | {"apprentice": row.apprentice_id, "until": "2024-05-01"}

    stale = receiver.post(page("mentorship-revise", row), told | {"version": 7})
    receiver.post(page("mentorship-revise", row), told | {"version": 1})

    row.refresh_from_db()
    assert (stale.status_code, row.phase) == (412, "ended")


def test_pair_of_directors_is_appointed_and_shown_at_the_hospital(receiver, sending):
    sent, local = sending.posting().expert, make.local(sending.project, name="本院主任甲")
    pair(sending, sent)
    told = {"department": "骨科", "since": "2024-03-01"}
    url = page("director-appoint", sending.project)
    receiver.post(url, told | {"side": "dispatched", "person": sent.pk})
    receiver.post(url, told | {"side": "local", "person": local.pk})
    twice = receiver.post(url, told | {"side": "local", "person": sent.pk})
    row = CoDirectorPost.objects.get(side="local")
    shown = receiver.get(page("hospital-work", sending.project)).content.decode()
    receiver.post(
        page("director-revise", row),
        {"since": "2024-03-01", "until": "2024-04-01"} | {"version": 1},
    )

    row.refresh_from_db()
    assert (twice.status_code, row.until.isoformat()) == (422, "2024-04-01")
    assert ("本院主任甲" in shown, sent.name in shown, "TEER" in shown) == (True, True, True)
    link = reverse("experts:hospital-work", args=[sending.project.pk])
    assert link in receiver.get(sending.project.get_absolute_url()).content.decode()


def test_local_people_are_a_list_of_their_own(receiver, sending):
    local, sent = make.local(sending.project), sending.posting().expert

    lists = [reverse(f"experts:{name}-list") for name in ("staff", "expert")]
    assert [list(receiver.get(url).context["object_list"]) for url in lists] == [[local], [sent]]
