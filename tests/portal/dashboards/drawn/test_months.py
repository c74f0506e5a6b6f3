from portal.dashboards.drawn import months
from portal.metrics.statistics import xmr
from portal.metrics.statistics.xmr import Signal

LABELS = [f"2025-{month:02}" for month in range(1, 13)]


def test_a_month_beyond_the_limits_is_a_diamond_with_its_name():
    values = [0.03] * 11 + [0.09]
    chart = xmr.Chart(0.035, -0.01, 0.08, (Signal.NONE,) * 11 + (Signal.OUTSIDE,), is_trial=False)

    drawing = months.control(LABELS, values, chart, unit="率", texts=("均值", "上限", "下限"))

    shown = {stroke.label: stroke.kind for stroke in drawing.strokes if stroke.kind == "out"}
    assert shown == {"2025-12 9.00%": "out"}
    assert sum(stroke.kind == "point" for stroke in drawing.strokes) == 11
    assert "2025-12" in {words.text for words in drawing.words}


def test_trend_of_before_goes_on_dashed_with_its_band_after_the_beginning():
    values = [0.03] * 6 + [0.02] * 6
    lines = [(0.03, 0.028, 0.032)] * 12

    drawing = months.interruption(
        LABELS, values, lines, begins=6, unit="率", texts=("按此前趋势", "项目启用")
    )

    found = [stroke.kind for stroke in drawing.strokes if stroke.kind not in {"grid", "point"}]
    assert found == ["axis", "band", "middle", "aim", "axis", "line"]
    assert {"按此前趋势", "项目启用"} <= {words.text for words in drawing.words}
