import datetime as dt

from hospitals import drawing

START, DUE = dt.date(2024, 1, 1), dt.date(2029, 1, 1)
TARGET = [(START, 600), (DUE, 1800)]


def test_line_runs_from_the_first_to_the_last_target():
    days = [dt.date(2023, 12, 31), START, dt.date(2026, 7, 2), DUE, dt.date(2031, 1, 1)]

    assert [drawing.aimed_at(TARGET, day) for day in days] == [None, 600, 1200, 1800, 1800]


def test_without_a_target_nothing_is_aimed_at():
    assert drawing.aimed_at([], START) is None


def test_growth_draws_counts_and_the_dashed_target():
    option = drawing.growth(
        [("开放", [(START, 610)])], target=TARGET, target_label="目标线", unit="张"
    )

    assert [line["name"] for line in option["series"]] == ["开放", "目标线"]
    assert option["series"][0]["data"] == [["2024-01-01", 610]]
    assert [line["lineStyle"]["type"] for line in option["series"]] == ["solid", "dashed"]


def test_supports_leaves_out_what_would_close_a_ring():
    option = drawing.supports([("甲", "乙"), ("乙", "丙"), ("甲", "乙"), ("丙", "甲")])

    (series,) = option["series"]
    assert [node["name"] for node in series["data"]] == ["丙", "乙", "甲"]
    assert [(link["source"], link["target"]) for link in series["links"]] == [
        ("丙", "甲"),
        ("乙", "丙"),
    ]
