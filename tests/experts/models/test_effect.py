import datetime as dt

from experts.models import effect
from experts.windows import Window
from portal.periods import Month
from tests.factories import experts as make


def test_figures_stay_inside_the_window_and_the_place(sending):
    posting = sending.posting(to_department=sending.unit)
    here = make.technology(sending.project, department=sending.unit)
    elsewhere = make.technology(sending.project)
    for technology in (here, elsewhere):
        make.month(technology, dt.date(2024, 1, 1), patients=3)
        make.month(technology, dt.date(2024, 2, 1), patients=4)
    january = Window(Month(2024, 1), Month(2024, 1))

    unit, whole = (
        effect.figures(posting, january, sending.receiver, in_department=in_department)
        for in_department in (True, False)
    )

    assert (unit["cases"], unit["months"], whole["cases"], whole["months"]) == (3, 1, 6, 1)
