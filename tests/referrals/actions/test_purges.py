import datetime as dt

import pytest
from django.utils import timezone

from portal.models import AuditEvent
from referrals import tasks
from referrals.actions import filing, purges
from referrals.models import Consent, FilingDraft, Patient, Referral
from tests.factories import referrals as make

DAY = dt.timedelta(days=1)


@pytest.fixture
def discarded(world):
    row = make.draft(world)
    filing.keep_typed(hospital=world.county, referral=row, typed={"a": "b"}, by=world.clinician)
    return make.move(world, row, "discard")


def later(days):
    return timezone.now() + days * DAY


def test_what_a_discarded_draft_said_is_forgotten_after_its_time(world, discarded):
    assert purges.purge_discarded(now=later(13)) == 0
    assert purges.purge_discarded(now=later(15)) == 1

    row, person = Referral.objects.get(), Patient.objects.get()
    assert (person.name, person.id_number, person.id_hash, person.phone) == ("", "", "", "")
    assert (person.birth_date, person.residence_id, row.person_hash) == (None, None, "")
    assert (row.summary, row.main_diagnosis, row.wanted_from) == ("", "", None)
    assert (Consent.objects.count(), FilingDraft.objects.count()) == (0, 0)
    assert row.search_entry.tokens == []
    assert AuditEvent.objects.get(verb="referral.purge").detail == {}


def test_number_and_history_stay_and_it_is_purged_once(world, discarded):
    purges.purge_discarded(now=later(15))

    row = Referral.objects.get()
    assert (row.number, row.state) == (discarded.number, "entered_in_error")
    assert list(row.events.values_list("action", flat=True)) == ["create", "discard"]
    assert purges.purge_discarded(now=later(30)) == 0


def test_what_was_sent_or_is_in_error_otherwise_stays(world):
    make.draft(world)
    make.move(world, make.at_state(world, "submitted"), "mark_error")

    assert purges.purge_discarded(now=later(60)) == 0


def test_task_purges(world, discarded, time_machine):
    time_machine.move_to(later(15))
    tasks.purge_discarded()

    assert Referral.objects.get().purged_at is not None
