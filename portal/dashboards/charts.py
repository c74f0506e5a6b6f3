"""From series to ECharts options: plain dicts, no database, no words of its own."""

import math

ACCENT, WARM, SOFT, LINE = "#0b5cad", "#b5651d", "#8795a3", "#e4e7ec"


def percent(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 3)


def trend(labels, series, *, target=None, target_label="", unit="%"):
    """Lines over time; series: pairs of a name and its values, None where there is none."""
    lines = [_line(name, data, at) for at, (name, data) in enumerate(series)]
    if target is not None and lines:
        lines[0]["markLine"] = {
            "symbol": "none",
            "silent": True,
            "lineStyle": {"color": WARM, "type": "dashed"},
            "label": {"formatter": target_label, "position": "insideEndTop", "color": WARM},
            "data": [{"yAxis": target}],
        }
    return {
        **_common(),
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "right": 0} if len(series) > 1 else {"show": False},
        "xAxis": {"type": "category", "data": labels, "axisTick": {"show": False}},
        "yAxis": {
            "type": "value",
            "name": unit,
            "min": floor([*(data for _name, data in series), [target]]),
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": lines,
    }


def floor(columns):
    """Where the axis starts: at zero, unless all that is drawn lies in a narrow band far above."""
    drawn = [value for column in columns for value in column if value is not None]
    if not drawn or min(drawn) < max(drawn) / 2:
        return 0
    return math.floor(min(drawn) * 8) / 10


def bars(labels, values, *, unit):
    """Ranked horizontal bars, the longest on top, each with its number."""
    return {
        **_common(),
        "grid": {"left": 8, "right": 88, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "value",
            "splitLine": {"lineStyle": {"color": LINE}},
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {
            "type": "category",
            "data": labels,
            "inverse": True,
            "axisTick": {"show": False},
        },
        "series": [
            {
                "type": "bar",
                "data": values,
                "barMaxWidth": 22,
                "itemStyle": {"color": ACCENT},
                "label": {"show": True, "position": "right", "formatter": f"{{c}} {unit}"},
            }
        ],
    }


def _common():
    return {
        "animation": False,
        "textStyle": {"fontFamily": "inherit"},
        "tooltip": {"trigger": "axis"},
        "aria": {"enabled": True},
    }


def _line(name, data, at):
    colour = (ACCENT, SOFT, WARM)[at % 3]
    return {
        "name": name,
        "type": "line",
        "data": data,
        "connectNulls": False,
        "symbolSize": 5,
        "lineStyle": {"width": 2, "color": colour},
        "itemStyle": {"color": colour},
    }
