import datetime as dt
from importlib import import_module

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from referrals.actions import reason_codes
from referrals.models import ReasonCode
from referrals.reasons import NEEDED, REASONS
from tests.factories import hospitals
from tests.factories import referrals as make

DAY = dt.timedelta(days=1)


def told(**changes):
    return {
        "code": "flood",
        "label": "汛期道路中断",
        "sides": ["origin", "destination"],
        "counts_as": "system",
        "comment_required": False,
        "since": timezone.localdate(),
    } | changes


def at_hand(side="destination", day=None):
    return list(ReasonCode.objects.for_side(side).valid_on(day).values_list("code", flat=True))


@pytest.fixture(autouse=True)
def table(db):
    """A test that commits, on the same worker, leaves an emptied table behind."""
    reason_codes.load()


def test_migration_and_start_list_say_the_same():
    migration = import_module("referrals.migrations.0024_load_the_start_list_of_reasons")

    assert [(code, label, side, *rest) for code, label, side, *rest in migration.START] == [
        (one.code, one.label, sorted(one.sides), one.counts_as, one.comment_required)
        for one in REASONS.values()
    ]


def test_table_holds_the_whole_start_list_and_loads_once():
    rows = ReasonCode.objects.values_list("code", "label", "counts_as", "comment_required")

    assert set(rows) == {
        (one.code, one.label, one.counts_as, one.comment_required) for one in REASONS.values()
    }
    assert {row.code: set(row.sides) for row in ReasonCode.objects.all()} == {
        one.code: set(one.sides) for one in REASONS.values()
    }
    assert reason_codes.load() == 0
    assert set(REASONS) >= NEEDED


def test_what_is_missing_is_loaded_again(db):
    ReasonCode.objects.filter(code="improved").update(code="gone")

    assert reason_codes.load() == 1


def test_new_reason_is_offered_from_its_day_on(world):
    day = timezone.localdate() + DAY

    row = reason_codes.set_reason(details=told(since=day), by=world.lead)

    assert ("flood" in at_hand(), "flood" in at_hand(day=day)) == (False, True)
    event = AuditEvent.objects.get(verb="reason.set")
    assert (event.target_id, event.actor_id) == (str(row.pk), world.lead.pk)


def test_other_words_end_the_old_ones_the_day_before(world):
    today = timezone.localdate()

    reason_codes.set_reason(
        details=told(code="no_bed", label="暂无床位", sides=["destination"]), by=world.lead
    )

    rows = ReasonCode.objects.filter(code="no_bed").order_by("since")
    assert [(row.label, row.until) for row in rows] == [("无空床", today - DAY), ("暂无床位", None)]
    assert {row.rank for row in rows} == {1}
    with pytest.raises(Incomplete):
        reason_codes.set_reason(details=told(code="no_bed"), by=world.lead)


def test_referral_keeps_the_words_that_its_reason_had(world):
    referral = make.at_state(world, "declined")
    details = told(code="no_bed", label="暂无床位", sides=["destination"])
    reason_codes.set_reason(details=details, by=world.lead)

    later = make.at_state(world, "declined")

    said = [row.offers.get() for row in (referral, later)]
    assert [(offer.reason_code, offer.reason_label) for offer in said] == [
        ("no_bed", "无空床"),
        ("no_bed", "暂无床位"),
    ]
    assert referral.events.last().payload["reason_words"] == "无空床"


def test_ended_reason_is_not_taken_any_more(world):
    row = ReasonCode.objects.get(code="no_bed")
    ended = reason_codes.end(reason=row, until=timezone.localdate(), by=world.lead, version=1)
    assert ("no_bed" in at_hand(), ended.version) == (True, 2)
    ReasonCode.objects.filter(pk=row.pk).update(until=timezone.localdate() - DAY)

    with pytest.raises(Incomplete) as refused:
        make.move(world, make.at_state(world, "received"), "decline")

    assert set(refused.value.errors) == {"reason_code"}


@pytest.mark.parametrize(
    ("code", "days", "error"),
    [("died", 0, Refusal), ("no_bed", -2, Incomplete), ("no_bed", -9999, Incomplete)],
)
def test_what_cannot_end_or_not_so_early(world, code, days, error):
    row, until = ReasonCode.objects.get(code=code), timezone.localdate() + days * DAY

    with pytest.raises(error):
        reason_codes.end(reason=row, until=until, by=world.lead)


def test_end_is_said_once_and_start_is_not_in_the_past(world):
    row = reason_codes.end(
        reason=ReasonCode.objects.get(code="payment"), until=timezone.localdate(), by=world.lead
    )

    with pytest.raises(Refusal):
        reason_codes.end(reason=row, until=timezone.localdate(), by=world.lead)
    with pytest.raises(Incomplete):
        reason_codes.set_reason(details=told(since=timezone.localdate() - DAY), by=world.lead)


def test_list_is_kept_by_network_administrators_and_it(world):
    reason_codes.set_reason(details=told(), by=hospitals.member("it_admin", world.county))

    for person in (world.receiver, world.reviewer, world.transfer_centre):
        with pytest.raises(NotAllowed):
            reason_codes.set_reason(details=told(code="wind"), by=person)
        with pytest.raises(NotAllowed):
            reason_codes.end(
                reason=ReasonCode.objects.get(code="flood"), until=timezone.localdate(), by=person
            )


def test_database_keeps_every_reason_and_one_at_a_time(db):
    row = ReasonCode.objects.get(code="no_bed")
    twin = ReasonCode(code="no_bed", label="又", sides=["origin"], since=timezone.localdate())

    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError, match="reason_no_overlap"), transaction.atomic():
        twin.save()


def test_death_is_a_reason_that_its_move_writes(world):
    referral = make.at_state(world, "deceased")

    payload = referral.events.last().payload
    assert {name: payload[name] for name in ("reason", "reason_words")} == {
        "reason": "died",
        "reason_words": "患者死亡",
    }
    assert "died" not in at_hand() + at_hand("origin")
