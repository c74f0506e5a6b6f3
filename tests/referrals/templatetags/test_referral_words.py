import datetime as dt

import pytest
from django.utils import timezone, translation

from referrals.listing.rows import Cell, Row
from referrals.models import Patient, Referral
from referrals.templatetags.referral_words import (
    age_words,
    cells,
    masked_number,
    priority_colour,
    reason_words,
    span,
    state_words,
    wait_words,
)

NOW = dt.datetime(2026, 5, 1, 12, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    "seconds, words",
    [
        (-5, "0 分钟"),
        (59, "0 分钟"),
        (3599, "59 分钟"),
        (3600, "1 小时"),
        (47 * 3600, "47 小时"),
        (48 * 3600, "2 天"),
    ],
)
def test_span_uses_the_largest_sensible_unit(seconds, words):
    assert span(seconds) == words


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"state": "completed"}, "已结束"),
        ({"state": "accepted", "state_since": NOW - dt.timedelta(hours=5)}, "已等待 5 小时"),
        ({"state": "submitted", "due_at": NOW + dt.timedelta(minutes=20)}, "剩余 20 分钟"),
        ({"state": "submitted", "due_at": NOW - dt.timedelta(days=3)}, "超时 3 天"),
    ],
)
def test_wait_is_told_in_words(time_machine, fields, words):
    time_machine.move_to(NOW, tick=False)
    referral = Referral(**fields)

    assert wait_words(referral) == words


@pytest.mark.parametrize(
    "born, words",
    [
        (None, ""),
        (dt.date(2026, 4, 25), "6 天"),
        (dt.date(2025, 9, 1), "8 个月"),
        (dt.date(1990, 1, 1), "36 岁"),
    ],
)
def test_age_has_its_unit(time_machine, born, words):
    time_machine.move_to(NOW, tick=False)

    assert age_words(Patient(birth_date=born)) == words


def test_cells_of_a_row_are_escaped():
    row = Row(
        pk="1",
        number="R-1",
        version=1,
        late=False,
        cells=(
            Cell("<R-1>", "row-number", url="/referrals/1/"),
            Cell("急", colour="late", label="紧急程度"),
            Cell("覃*", note="女 {40}"),
        ),
    )

    assert cells(row) == (
        '<td class="row-number"><a href="/referrals/1/">&lt;R-1&gt;</a></td>'
        '<td data-label="紧急程度"><span class="pill pill-late">急</span></td>'
        '<td>覃* <span class="soft">女 {40}</span></td>'
    )


def test_codes_become_words():
    assert state_words("draft") == "草稿"
    assert state_words("") == ""
    assert reason_words("", "no_bed") == "无空床"
    assert reason_words("洪水", "flood") == "洪水"
    assert reason_words("", "gone") == "gone"
    with translation.override("en"):
        assert state_words("draft") == "Draft"


def test_emergency_borrows_the_colour_of_lateness():
    assert [priority_colour(code) for code in ("emergency", "urgent", "routine")] == [
        "late",
        "waiting",
        "",
    ]


def test_number_is_hidden_from_those_who_may_not_ask():
    patient = Patient(id_number="450305199001010019")

    assert masked_number(patient, True) == "4503**********0019"
    assert masked_number(patient, False) == "****"
    assert masked_number(Patient(), False) == ""
