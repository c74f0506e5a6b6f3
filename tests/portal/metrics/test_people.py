import datetime as dt

import pytest

from portal.metrics import people
from portal.metrics.models import IndicatorValue
from tests.factories import experts as make


@pytest.mark.parametrize(
    "item, key",
    [
        ("expert:7:round", ("expert", "7")),
        ("posting:7", ("posting", "7")),
        ("department:骨科", ("", "")),
        ("round", ("", "")),
        ("", ("", "")),
    ],
)
def test_who_an_item_is(item, key):
    assert people.key(item) == key


def test_people_are_called_by_name(db, django_assert_num_queries):
    sending = make.Sending()
    expert = sending.expert(name="覃测试")
    posting = sending.posting(expert, dt.date(2024, 3, 1))
    learner = make.local(sending.project, name="韦测试")
    items = (
        f"expert:{expert.pk}",
        f"expert:{expert.pk}:round",
        f"mentee:{learner.pk}",
        f"posting:{posting.pk}",
        "department:骨科",
    )
    rows = [IndicatorValue(code="E08", item=item) for item in items]

    with django_assert_num_queries(2):
        people.name(rows)

    assert [row.item_text for row in rows] == [
        "专家 覃测试",
        "专家 覃测试 教学查房",
        "学员 韦测试",
        "派驻 覃测试 2024-03-01",
        "科室 骨科",
    ]
    assert IndicatorValue(code="E08", item="expert:0123456789").item_text == "专家 23456789"


def test_nobody_is_looked_up_for_figures_of_nobody(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        people.name([IndicatorValue(code="E01"), IndicatorValue(code="T04", item="甲")])
