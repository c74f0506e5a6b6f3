import django_filters
import pytest
from django.http import QueryDict
from django.utils import translation

from hospitals.models import Hospital
from portal.models import AuditEvent, Notice, OutboxMessage
from portal.templatetags import ui


class SampleFilter(django_filters.FilterSet):
    verb = django_filters.ChoiceFilter(label="动作", choices=[("a", "接收"), ("b", "退回")])
    at = django_filters.DateFromToRangeFilter(label="时间")
    actor_name = django_filters.CharFilter(label="操作人")

    class Meta:
        model = AuditEvent
        fields = ()


@pytest.mark.parametrize(
    "state, colour",
    [
        ("draft", "calm"),
        ("pending_review", "wait"),
        ("in_transit", "go"),
        ("completed", "good"),
        ("declined", "bad"),
    ],
)
def test_pill_colour(state, colour):
    assert ui.pill_colour(state) == colour


def test_dash_keeps_zero():
    assert [ui.dash(value) for value in (None, "", 0, "x")] == ["—", "—", 0, "x"]


def test_percent():
    assert [ui.percent(None), ui.percent(0.1234), ui.percent(1, 0)] == ["—", "12.3%", "100%"]


@pytest.mark.parametrize(
    "number, chinese, english",
    [
        (None, "—", "—"),
        (9999, "9,999", "9,999"),
        (12345, "1.2万", "12,345"),
        (-12345, "-1.2万", "-12,345"),
        (123456789, "1.2亿", "123,456,789"),
    ],
)
def test_wan(number, chinese, english):
    assert ui.wan(number) == chinese
    with translation.override("en"):
        assert ui.wan(number) == english


def test_exact_numbers_of_tables_are_set_apart_by_thousands():
    numbers = (0, 999, 1000, -12345, None, "")
    assert [ui.apart_by_thousands(one) for one in numbers] == [
        "0",
        "999",
        "1,000",
        "-12,345",
        "—",
        "—",
    ]


def test_counts_stand_to_the_right_and_words_do_not():
    assert [ui.is_number(cell) for cell in (700, 0, "<5", "700", None)] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_count_of_rows_or_of_a_number():
    assert [ui.count_of([1, 2]), ui.count_of(7)] == [2, 7]


def test_attribute_reads_a_hyphenated_name():
    assert ui.attribute({"aria-invalid": "true"}, "aria-invalid") == "true"
    assert ui.attribute({}, "aria-invalid") is None


def test_chips_take_one_filter_away_and_forget_the_page():
    query = QueryDict("verb=b&at_min=2026-01-01&at_max=2026-02-01&actor_name=&page=3")
    filterset = SampleFilter(query, AuditEvent.objects.none())

    assert ui.chips(filterset, query) == [
        {
            "label": "动作",
            "value": "退回",
            "without": "at_min=2026-01-01&at_max=2026-02-01&actor_name=",
        },
        {"label": "时间", "value": "2026-01-01、2026-02-01", "without": "verb=b&actor_name="},
    ]


def test_notice_text_is_chosen_by_kind():
    known = Notice(message=OutboxMessage(kind="referral.late", payload={"number": "R-1"}))
    unknown = Notice(message=OutboxMessage(kind="something.new"))

    assert ui.notice_text(known) == "转诊单 R-1 已超时，请尽快处理。"
    assert ui.notice_text(unknown) == "有一条新的动态，请点开查看。"


def test_notice_text_escapes_what_it_is_given():
    notice = Notice(message=OutboxMessage(kind="referral.late", payload={"number": "<b>"}))

    assert "&lt;b&gt;" in ui.notice_text(notice)


def test_invented_rows_say_so_once_unless_others_stand_beside_them():
    real, one, other = Hospital(), Hospital(is_synthetic=True), Hospital(is_synthetic=True)

    assert (ui.all_synthetic([one, other]), ui.apart(one, [one, other])) == (True, False)
    assert (ui.all_synthetic([one, real]), ui.apart(one, [one, real])) == (False, True)
    assert (ui.all_synthetic([]), ui.all_synthetic([AuditEvent()])) == (False, False)
    assert ui.some_have([one, real], "is_synthetic")


def test_cells_stand_beside_the_heads_of_their_columns():
    assert ui.beside(["月份", "人次"], ["2026-01", 3]) == [("月份", "2026-01"), ("人次", 3)]
