import re

import pytest
from django.db import connection

from portal.core import notices
from portal.management import invariants
from portal.models import OutboxMessage, RequestKey
from tests.factories import referrals as make
from tests.factories import service_requests

# Words of a law → what breaks it. {id} is a referral in its destination's hands.
# A batch in force that says it has three rows, and has none; its kind comes last.
BATCH = (
    "INSERT INTO hospitals_importbatch (id, created_at, updated_at, version, is_synthetic,"
    " sender_region_id, source_system, file_name, sha256, encoding, code_system, grain, row_count,"
    " problem_count, warning_count, state, header, mapping, progress, stage, findings, note, tries,"
    " kind) SELECT gen_random_uuid(), now(), now(), 1, true, region_id, 'his', 'a.csv', '', '', '',"
    " 'month', 3, 0, 0, 'current', '[]', '{}', 0, '', '{}', '', 0,"
)
BREAKS = {
    "in the state in which": "UPDATE referrals_referral SET state = 'treated' WHERE id = {id}",
    "numbered from 1": "DELETE FROM referrals_referralevent WHERE referral_id = {id} AND seq = 2",
    "begins where": "UPDATE referrals_referralevent SET from_state = 'admitted' WHERE seq = 3",
    "raised the version": "UPDATE referrals_referral SET version = 1 WHERE id = {id}",
    "stands in the audit": "DELETE FROM portal_auditevent WHERE verb = 'referral.approve'",
    "names who made it": "UPDATE referrals_referralevent SET actor_id = NULL WHERE seq = 2",
    "A patient belongs": "UPDATE referrals_referral SET origin_id = destination_id,"
    " destination_id = origin_id WHERE id = {id}",
    "A service request": "UPDATE referrals_servicerequest SET state = 'received'",
    "A child is in": "UPDATE referrals_referral SET parent_id = {id} WHERE id <> {id}",
    "An ended referral": "UPDATE referrals_referral SET closed_at = now() WHERE id = {id}",
    "What was accepted": "UPDATE referrals_referraloffer SET state = 'accepted'",
    "The hospital that accepted": "UPDATE referrals_referraloffer SET state = 'accepted',"
    " hospital_id = (SELECT origin_id FROM referrals_referral WHERE id = {id})",
    "Who waits is asking": "UPDATE referrals_referraloffer SET state = 'declined'",
    "No more beds": "ALTER TABLE hospitals_bedpool DROP CONSTRAINT no_more_taken_than_open;"
    " UPDATE hospitals_bedpool SET occupied_beds = open_beds + 1",
    "counted as held": "UPDATE hospitals_bedpool SET held_beds = held_beds + 1",
    "kept at the destination": "INSERT INTO referrals_bedreservation (id, created_at, updated_at,"
    ' version, is_synthetic, referral_id, pool_id, held_at, from_quota, "end", override)'
    " SELECT gen_random_uuid(), now(), now(), 1, true, {id}, id, now(), false, '', ''"
    " FROM hospitals_bedpool; UPDATE referrals_referral SET destination_id = NULL WHERE id = {id}",
    "A delivered message": "DELETE FROM portal_notice",
    "Nobody has a notice": "UPDATE portal_outboxmessage SET delivered_at = NULL",
    "A key that was claimed": "UPDATE portal_requestkey SET status = NULL",
    "A batch of flows holds": f"{BATCH} 'flows' FROM hospitals_hospital LIMIT 1",
    "The files of a batch of abstracts": f"{BATCH} 'abstracts' FROM hospitals_hospital LIMIT 1",
}


@pytest.fixture
def referral(db):
    """Received at the destination, with its notices delivered and one key used. No `world`, which
    would find what these tests break."""
    world = make.World()
    found = make.at_state(world, "received")
    make.draft(world)
    service_requests.ask(world)
    for message in OutboxMessage.objects.all():
        notices.deliver(message.pk)
    RequestKey.objects.create(user=world.clinician, key="filing-0001", status=201)
    return found


def test_every_law_has_a_test_that_breaks_it():
    sentences = [law.says for law in invariants.laws()]

    assert len(sentences) == len(BREAKS)
    assert [words for words in BREAKS if sum(words in says for says in sentences) != 1] == []


def test_every_statement_of_the_file_is_a_law():
    text = invariants.FILE.read_text(encoding="utf-8")

    assert len(invariants.laws()) == len(re.findall(r";$", text, re.MULTILINE))


def test_nothing_is_broken_by_the_actions(referral):
    assert invariants.broken() == {}


@pytest.mark.parametrize("words", BREAKS)
def test_a_broken_law_is_found(referral, words):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
        cursor.execute(BREAKS[words].replace("{id}", f"'{referral.pk}'"))
        cursor.execute("SET session_replication_role = DEFAULT")

    assert [says for says in invariants.broken() if words in says] != []
