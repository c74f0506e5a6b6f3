from django.urls import reverse
from django.utils import timezone

from referrals.models import Transport
from tests.factories import referrals as make


def page(name, referral):
    return reverse(f"referrals:referral-{name}", args=[referral.pk])


def test_journey_is_corrected_from_the_page_of_the_referral(world, client):
    referral = make.at_state(world, "in_transit")
    client.force_login(world.coordinator)
    address = page("transport", referral)
    assert address in client.get(page("detail", referral)).content.decode()
    assert "桂C·00000" in client.get(address).content.decode()
    soon = timezone.localtime().replace(microsecond=0, second=0)

    answer = client.post(
        address,
        {
            "version": referral.version,
            "vehicle": "桂C·11111",
            "expected_at": f"{soon:%Y-%m-%dT23:59}",
        },
    )

    assert answer.url == page("detail", referral)
    assert Transport.objects.get().vehicle == "桂C·11111"
    assert "更新转运信息" in client.get(page("detail", referral)).content.decode()


def test_receiving_side_reads_only(world, client):
    referral = make.at_state(world, "in_transit")
    client.force_login(world.receiver)

    assert page("transport", referral) not in client.get(page("detail", referral)).content.decode()
    assert client.get(page("transport", referral)).status_code == 403
