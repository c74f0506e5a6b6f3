import pytest

from portal.dashboards.drawn import plane
from portal.dashboards.drawn.plane import Drawing, Plane


@pytest.fixture
def sheet():
    return Plane((0, 10), (0, 1), left=0, right=100, top=0, bottom=100)


def test_numbers_stand_upward_from_the_lower_left(sheet):
    assert [(sheet.x(number), sheet.y(number / 10)) for number in (0, 5, 10)] == [
        (0, 100),
        (50, 50),
        (100, 0),
    ]


def test_a_line_breaks_where_there_is_no_number(sheet):
    assert sheet.line([(0, 0), (1, None), (2, 0.5), (3, 1)]) == "M0.0 100.0 M20.0 50.0 L30.0 0.0"


def test_a_band_runs_forth_above_and_back_below(sheet):
    assert sheet.band([(0, 0, 1), (10, 0.5, 1)]) == "M0.0 0.0 L100.0 0.0 L100.0 50.0 L0.0 100.0 Z"


@pytest.mark.parametrize(
    "low, high, marks",
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (0.0274, 0.0289, [0.027, 0.0275, 0.028, 0.0285, 0.029]),
        (3, 3, [3, 3.5, 4, 4.5, 5, 5.5, 6][:1]),
    ],
)
def test_marks_are_round_and_hold_the_numbers(low, high, marks):
    found = plane.ticks(low, high)

    assert (found[0], found[: len(marks)]) == (marks[0], marks)
    assert found[0] <= low <= high <= found[-1]
    assert len(found) >= 2


def test_names_keep_off_each_other_and_off_the_edge():
    drawing = Drawing()

    plane.label(drawing, [(50, 50, "甲地"), (52, 52, "乙地"), (190, 50, "丙地")], right=200)

    placed = {words.text: words.anchor for words in drawing.words}
    assert placed["丙地"] == "end"
    boxes = [(words.x, words.y) for words in drawing.words]
    assert len(set(boxes)) == len(boxes)


def test_axes_name_what_they_count(sheet):
    drawing = Drawing()

    plane.axes(drawing, sheet, across=[(0, "0")], upward=[(1, "100%")], names=("比例", "住院人次"))

    assert [words.text for words in drawing.words] == ["100%", "0", "比例", "住院人次"]
    assert [stroke.kind for stroke in drawing.strokes] == ["grid", "axis"]
