import datetime as dt

import pytest

from referrals.sla import CLOCKS, Breach
from referrals.templatetags.sla_words import breach_words, limit_words, side_words


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
