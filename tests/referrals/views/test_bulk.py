from django.urls import reverse

from portal.models import AuditEvent
from referrals.models import Referral
from tests.factories import referrals as make

BULK = reverse("referrals:referral-bulk")
PRINT = reverse("referrals:referral-bulk-print")
LIST = reverse("referrals:referral-list")


def ticks(*rows):
    return [f"{row.pk}:{row.version}" for row in rows]


def test_ticks_are_confirmed_then_done_and_the_filters_stay(world, client):
    rows = [make.at_state(world, "submitted") for _row in range(2)]
    client.force_login(world.receiver)
    url = f"{BULK}?tab=all&state=submitted"

    asked = client.post(url, {"verb": "receive", "picked": ticks(*rows)})
    assert asked.status_code == 200
    assert [row.number for row in asked.context["rows"]] == [row.number for row in rows]
    assert Referral.objects.filter(state="submitted").count() == 2
    sent = {"verb": "receive", "picked": asked.context["ticks"], "confirmed": "1"}
    done = client.post(url, sent | {"form_key": asked.context["form_key"]})

    assert done["Location"] == f"{LIST}?tab=all&state=submitted"
    assert Referral.objects.filter(state="received").count() == 2


def test_each_row_in_the_way_is_named_on_the_page(world, client):
    good, stale = (make.at_state(world, "submitted") for _row in range(2))
    picked = ",".join(ticks(good, stale))
    make.move(world, stale, "receive")
    client.force_login(world.receiver)

    answer = client.post(BULK, {"verb": "receive", "picked": picked, "confirmed": "1"})

    assert answer.status_code == 409
    assert f"{stale.number}：" in answer.content.decode()
    assert Referral.objects.get(pk=good.pk).state == "submitted"


def test_foreign_rows_cannot_be_ticked(world, client, stranger):
    row = make.at_state(world, "submitted")
    client.force_login(stranger)

    answer = client.post(BULK, {"verb": "receive", "picked": ticks(row), "confirmed": "1"})

    assert answer.status_code == 422
    assert row.number not in answer.content.decode()
    assert row.number not in client.post(PRINT, {"picked": ticks(row)}).content.decode()


def test_nothing_ticked_is_said(world, client):
    client.force_login(world.receiver)

    assert client.post(BULK, {"verb": "receive"}).status_code == 422
    assert client.get(BULK)["Location"] == f"{LIST}?"


def test_all_ticked_slips_come_on_one_page_and_each_is_audited(world, client):
    rows = [make.at_state(world, "accepted") for _row in range(2)]
    client.force_login(world.receiver)

    answer = client.post(PRINT, {"picked": ticks(*rows)})

    assert [slip.referral.number for slip in answer.context["slips"]] == [
        row.number for row in rows
    ]
    assert (
        AuditEvent.objects.filter(verb="referral.reveal", actor_id=world.receiver.pk).count() == 2
    )
