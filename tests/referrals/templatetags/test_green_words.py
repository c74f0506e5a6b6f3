import pytest

from referrals import green
from referrals.templatetags import green_words

GOAL = green.goal_of("stroke", "dnt")


@pytest.mark.parametrize(
    "state, minutes, words, colour",
    [
        ("reached", 50, "达标，50 分钟", "done"),
        ("late", 70, "超时，70 分钟", "late"),
        ("running", 5, "进行中，已 5 分钟", "running"),
        ("overdue", 90, "已超时，90 分钟仍未登记", "late"),
        ("missing", None, "未登记", "draft"),
    ],
)
def test_result_in_words_and_colour(state, minutes, words, colour):
    result = green.Result(GOAL, 60, minutes, state)

    assert green_words.goal_state(result) == words
    assert green_words.goal_colour(result) == colour


def test_goal_says_its_limit():
    result = green.Result(GOAL, 45, None, "missing")

    assert green_words.goal_words(result) == "到院至溶栓 DNT ≤ 45 分钟"
    assert green_words.label_words(None) == ""
