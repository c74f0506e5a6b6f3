import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from experts.actions import postings
from hospitals.models import Membership
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from portal.roles import Permission
from tests.factories import experts as make
from tests.factories import hospitals

DAY = dt.timedelta(days=1)
WITHOUT = {"leave_reason": "health", "leave_note": ""}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def posting(sending, today):
    return sending.posting(since=today - 10 * DAY, until=today + 10 * DAY)


@pytest.fixture
def account(sending):
    return hospitals.member("referring_clinician", sending.source, username="zj")


def refused(act, **named):
    with pytest.raises(Refusal) as refusal:
        act(**named)
    return refusal.value.code


def admit(sending, posting, **changed):
    named = {"username": "zj", "role": "department_head", "by": sending.receiver} | changed
    return postings.admit(posting=posting, **named)


def test_single_posting_counts_at_once(sending, today):
    details = {"to_hospital": sending.project, "kind": "short", "since": today, "until": None}

    row = postings.post(expert=sending.expert(), details=details, by=sending.sender)

    assert (row.is_confirmed, row.from_hospital) == (True, sending.source)


def test_it_is_extended_to_a_later_day_or_without_end(sending, posting, today):
    longer = postings.extend(
        posting=posting, until=today + 20 * DAY, by=sending.receiver, version=1
    )
    endless = postings.extend(posting=longer, until=None, by=sending.sender)

    assert (longer.until, endless.until) == (today + 20 * DAY, None)
    assert refused(postings.extend, posting=endless, until=today, by=sending.sender) == "not_later"


@pytest.mark.parametrize("days, code", [(10, "not_earlier"), (-11, "not_earlier"), (3, None)])
def test_it_ends_early_inside_its_days(sending, posting, today, days, code):
    details = WITHOUT | {"until": today + days * DAY}
    act = {"posting": posting, "details": details, "by": sending.sender}

    if code:
        assert refused(postings.end_early, **act) == code
    else:
        assert postings.end_early(**act).leave_reason == "health"


def test_what_is_over_or_not_approved_stays(sending, posting, today):
    over = sending.posting(since=today - 9 * DAY, until=today - DAY)
    batch = make.batch(sending.source, sending.project)
    planned = sending.posting(batch=batch, state="planned")

    codes = [
        refused(postings.extend, posting=row, until=None, by=sending.sender)
        for row in (over, planned)
    ]

    assert codes == ["over", "not_confirmed"]


def test_authority_of_the_account_begins_and_ends_with_the_posting(sending, posting, account):
    place = sending.project
    admit(sending, posting)
    row = postings.extend(posting=posting, until=posting.until + DAY, by=sending.sender)
    held = Membership.objects.get(user=account, hospital=place)

    assert (held.since, held.until) == (posting.since, row.until)
    for day, may in ((row.until, True), (row.until + DAY, False)):
        with time_machine.travel(dt.datetime.combine(day, dt.time(4)), tick=False):
            user = type(account).objects.get(pk=account.pk)
            assert user.has_perm(Permission.REFERRAL_ACCEPT, place) is may


def test_authority_ends_early_with_the_posting(sending, posting, account, today):
    admit(sending, posting)

    postings.end_early(posting=posting, details=WITHOUT | {"until": today}, by=sending.sender)

    assert Membership.objects.get(hospital=sending.project, user=account).until == today


def test_only_the_receiving_hospital_admits_and_once(sending, posting, account):
    with pytest.raises(NotAllowed):
        admit(sending, posting, by=sending.sender)
    admit(sending, posting)

    assert refused(admit, sending=sending, posting=posting) == "admitted"


@pytest.mark.parametrize("username", ["nobody", "elsewhere"])
def test_account_is_one_of_the_home_hospital(sending, posting, username):
    hospitals.member("referring_clinician", sending.project, username="elsewhere")

    with pytest.raises(Incomplete) as refusal:
        admit(sending, posting, username=username)

    assert list(refusal.value.errors) == ["username"]


def test_account_of_another_expert_is_refused(sending, posting, account, today):
    admit(sending, posting)
    other = sending.posting(posting.expert, since=today, kind="short")
    hospitals.member("referring_clinician", sending.source, username="b")

    with pytest.raises(Incomplete):
        admit(sending, other, username="b")


def test_plan_is_set_as_a_whole_and_audited(sending, posting):
    postings.plan(posting=posting, details={"round": 4, "mdt": 2}, by=sending.sender, version=1)
    row = postings.plan(
        posting=posting, details={"round": 5, "mdt": None}, by=sending.sender, version=2
    )
    same = postings.plan(posting=posting, details={"round": 5}, by=sending.sender, version=3)

    assert list(row.planned.values_list("kind", "count", "version")) == [("round", 5, 2)]
    assert same.version == 3
    event = AuditEvent.objects.filter(verb="posting.plan").latest("at")
    assert event.detail["changed"] == [{"mdt": 2, "round": 4}, {"round": 5}]
    with pytest.raises(NotAllowed):
        postings.plan(posting=posting, details={}, by=make_stranger())


def make_stranger():
    return hospitals.member("hospital_admin", hospitals.hospital())
