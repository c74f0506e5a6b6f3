from portal.dashboards.drawn import scatter
from portal.metrics.statistics import funnel


def kinds(drawing):
    return {stroke.label: stroke.kind for stroke in drawing.strokes if stroke.label}


def test_below_the_diagonal_more_come_than_leave():
    drawing = scatter.gandy(
        [("甲", 0.9, 0.6), ("乙", 0.7, 1.0)], names=("纵", "横"), above="出", below="入"
    )

    assert kinds(drawing) == {"甲": "out", "乙": "point"}
    assert {"甲", "乙", "出", "入"} <= {words.text for words in drawing.words}


def test_funnel_draws_the_middle_four_limits_and_whoever_is_beyond():
    points = [("大", 10_000, 0.05, 0), ("小", 100, 0.08, 0), ("远", 1000, 0.20, 2)]

    drawing = scatter.funnel_plot(
        points, base=0.05, names=("率", "人次"), texts=("合计", "95%", "99.8%")
    )

    assert kinds(drawing) == {
        "合计": "middle",
        "95%": "limit",
        "99.8%": "limit-far",
        "大": "point",
        "小": "point",
        "远": "out",
    }
    assert sum(stroke.kind.startswith("limit") for stroke in drawing.strokes) == 4
    assert funnel.flag(200, 1000, 0.05) == 2
