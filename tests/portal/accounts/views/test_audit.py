import pytest

from hospitals.models import Membership
from portal.accounts import trail
from portal.core import audit
from tests.factories import hospitals


@pytest.fixture
def auditor(client, db):
    user = hospitals.member("auditor", hospitals.hospital("全州县医院"))
    client.force_login(user)
    return user


def home_of(user):
    return Membership.objects.get(user=user).hospital


def shown(client, **query):
    return [row.verb for row in client.get("/audit/", query).context["object_list"]]


def test_trail_shows_what_touched_the_auditors_hospital(client, auditor):
    elsewhere = hospitals.hospital("别处医院")
    audit.record("referral.accept", auditor, by=auditor, hospitals=[home_of(auditor).pk])
    audit.record("referral.both", auditor, by=auditor, hospitals=[home_of(auditor).pk, "x"])
    audit.record("referral.other", auditor, by=auditor, hospitals=[elsewhere.pk])
    audit.record("nobody.knows", auditor, by=None)

    assert shown(client) == ["referral.both", "referral.accept"]


def test_trail_of_another_role_elsewhere_stays_closed(client, auditor):
    elsewhere = hospitals.hospital("别处医院")
    Membership.objects.create(user=auditor, hospital=elsewhere, role="reviewer")
    audit.record("referral.other", auditor, by=auditor, hospitals=[elsewhere.pk])

    assert shown(client) == []


@pytest.mark.parametrize(
    "query, found",
    [
        ({"verb": "referral.accept"}, ["referral.accept"]),
        ({"actor_name": "nobody"}, []),
        ({"since": "2026-03-03"}, []),
        ({"until": "2026-03-02"}, ["user.sign_in", "referral.accept"]),
    ],
)
def test_trail_is_searched(client, auditor, time_machine, query, found):
    time_machine.move_to("2026-03-02 23:30:00+08:00")
    client.force_login(auditor)
    places = [home_of(auditor).pk]
    audit.record("referral.accept", auditor, by=auditor, hospitals=places, reason="no_bed")
    audit.record("user.sign_in", auditor, by=auditor, hospitals=places)

    assert shown(client, **query) == found


@pytest.mark.parametrize("rows", [1, 3])
def test_trail_queries_do_not_grow(client, auditor, django_assert_num_queries, rows):
    for _row in range(rows):
        audit.record("referral.accept", auditor, by=auditor, hospitals=[home_of(auditor).pk])

    client.get("/me/")

    with django_assert_num_queries(5):
        client.get("/audit/")


def test_trail_is_closed_to_administrators(client, db):
    client.force_login(hospitals.member("hospital_admin", hospitals.hospital()))

    assert client.get("/audit/").status_code == 403


def test_trail_speaks_in_words(client, auditor):
    home = home_of(auditor)
    moved = {"from_state": "submitted", "to_state": "received", "seq": 4}
    audit.record("referral.receive", home, by=auditor, hospitals=[home.pk], **moved)
    audit.record(
        "hospital.edit", home, by=auditor, hospitals=[home.pk], changed={"name": ["甲", "乙"]}
    )

    edit, receive = client.get("/audit/").context["object_list"]

    assert (trail.verb_words(edit.verb), trail.kind_words(edit.target_label)) == (
        "修改医疗机构",
        "医疗机构",
    )
    assert trail.lines(edit) == [("名称", "甲 → 乙")]
    assert trail.lines(receive) == [
        ("第几步", 4),
        ("现状态", "已签收评估中"),
        ("原状态", "已提交待签收"),
    ]
