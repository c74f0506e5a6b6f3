import datetime as dt

import pytest

from referrals.models import Timer
from referrals.sla import CLOCKS, Breach
from referrals.templatetags.sla_words import (
    basis_words,
    breach_words,
    late_side,
    limit_words,
    side_words,
)
from tests.factories import referrals as make


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (None, "—"),
        (1, "1 个工作日"),
        (dt.timedelta(minutes=5), "5 分钟"),
        (dt.timedelta(minutes=90), "90 分钟"),
        (dt.timedelta(hours=48), "48 小时"),
        (dt.timedelta(days=40), "40 天"),
    ],
)
def test_limit_in_words(limit, words):
    assert limit_words(limit) == words


def test_every_clock_says_whose_it_is_and_what_happens():
    assert {breach_words(clock) for clock in CLOCKS.values()} == {
        "逐级提醒",
        "列入超时清单",
        "提请登记未到诊",
        "系统自动处理",
        "到期收回",
    }
    assert {side_words(clock) for clock in CLOCKS.values()} == {"转出方", "接收方"}
    assert len(Breach) == 5


def test_clock_that_counts_from_another_moment_says_so():
    told = {kind for kind, clock in CLOCKS.items() if basis_words(clock)}

    assert told == {"hold", "expected_arrival", "expiry"}


def test_pool_keeps_others_waiting_until_a_member_signs(world):
    referral = make.at_state(world, "submitted")
    assert late_side(Timer(referral=referral, kind="received")) == world.centre

    network = world.centre.led_networks.get()
    referral.destination, referral.pool = None, network
    assert late_side(Timer(referral=referral, kind="received")) == network
    assert late_side(Timer(referral=referral, kind="supplied")) == world.county

    referral.external_name = "省外医院"
    assert late_side(Timer(referral=referral, kind="received")) == world.county
