import pytest

from portal.dashboards import charts


def test_trend_draws_hidden_months_as_gaps_and_the_target_as_a_line():
    option = charts.trend(["01", "02"], [("率", [3.0, None])], target=2.5, target_label="目标")

    (line,) = option["series"]
    assert (line["data"], line["connectNulls"]) == ([3.0, None], False)
    assert line["markLine"]["data"] == [{"yAxis": 2.5}]


@pytest.mark.parametrize(
    "columns, start", [([[3.0, 3.1], [2.6]], 2.0), ([[1.0, 3.0], [None]], 0), ([[None]], 0)]
)
def test_axis_starts_near_a_narrow_band(columns, start):
    assert charts.floor(columns) == start


def test_bars_carry_their_numbers():
    option = charts.bars(["广东省"], [12], unit="人次")

    assert option["series"][0]["label"]["formatter"] == "{c} 人次"
    assert charts.percent(0.12345) == 12.345
