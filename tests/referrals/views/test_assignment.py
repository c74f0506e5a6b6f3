from django.urls import reverse

from referrals.models import Referral
from tests.factories import referrals as make

LIST = reverse("referrals:referral-list")
BOARD = reverse("referrals:referral-board")


def test_card_is_taken_and_the_board_comes_back_as_it_was(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.receiver)
    board = f"{BOARD}?state=received"
    assert "认领" in client.get(board).content.decode()

    sent = {"assignee": str(world.receiver.pk), "version": referral.version, "next": board}
    answer = client.post(reverse("referrals:referral-assign", args=[referral.pk]), sent)

    assert answer["Location"] == board
    assert world.receiver.display_name in client.get(board).content.decode()
    mine = client.get(LIST, {"tab": "mine"})
    assert [row.number for row in mine.context["rows"]] == [referral.number]


def test_address_elsewhere_is_not_gone_to(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.receiver)
    url = reverse("referrals:referral-assign", args=[referral.pk])

    answer = client.post(url, {"version": referral.version, "next": "//evil.example/"})

    assert answer["Location"] == reverse("referrals:referral-detail", args=[referral.pk])


def test_form_offers_colleagues_only(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.receiver)

    page = client.get(reverse("referrals:referral-assign", args=[referral.pk]))

    offered = set(page.context["form"].fields["assignee"].queryset)
    assert offered == {world.receiver, world.head, world.desk}


def test_ticked_rows_are_assigned_together(world, client):
    rows = [make.at_state(world, "received") for _row in range(2)]
    client.force_login(world.receiver)
    picked = ",".join(f"{row.pk}:{row.version}" for row in rows)
    url = f"{reverse('referrals:referral-bulk-assign')}?tab=all"

    asked = client.post(url, {"picked": picked})
    assert asked.status_code == 200
    sent = {"picked": picked, "assignee": str(world.head.pk), "confirmed": "1"}
    assert client.post(url, sent)["Location"] == f"{LIST}?tab=all"

    assert Referral.objects.filter(assignee=world.head).count() == 2
    assert (
        client.get(LIST, {"tab": "all", "assignee": str(world.head.pk)}).context["paginator"].count
        == 2
    )
    assert client.get(LIST, {"tab": "all", "assignee": "null"}).context["paginator"].count == 0
