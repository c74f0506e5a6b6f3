"""Options of the charts of the network: how beds grow towards a target, who supports whom; pure."""

import itertools

ACCENT, WARM, SOFT, GOOD, LINE = "#0b5cad", "#b5651d", "#8795a3", "#2f7d4f", "#e4e7ec"
COLOURS = (ACCENT, GOOD, SOFT, WARM)


def aimed_at(target, day):
    """How many the line from the first to the last target says for the day; None before it."""
    for (begun, few), (due, many) in itertools.pairwise(target):
        if begun <= day <= due:
            return round(few + (many - few) * ((day - begun).days / (due - begun).days))
    return target[-1][1] if target and day >= target[-1][0] else None


def growth(lines, *, target, target_label, unit):
    """Counts over time beside the line that they should follow.

    lines: pairs of a name and its [(day, count)]; target: [(day, count)].
    """
    drawn = [_line(name, points, COLOURS[at % 4]) for at, (name, points) in enumerate(lines)]
    if target:
        drawn.append(_line(target_label, target, WARM, dashed=True))
    return {
        **_common(),
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 8, "right": 24, "top": 40, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "right": 0},
        "xAxis": {"type": "time"},
        "yAxis": {
            "type": "value",
            "name": unit,
            "min": 0,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": drawn,
    }


def supports(pairs):
    """Who supports whom, from left to right; pairs of names."""
    pairs = without_rings(sorted(set(pairs)))
    names = sorted({name for pair in pairs for name in pair})
    return {
        **_common(),
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "left": 8,
                "right": 176,
                # Two lines of a long name have room beside each node.
                "nodeGap": 18,
                "draggable": False,
                "data": [{"name": name} for name in names],
                "links": [{"source": one, "target": other, "value": 1} for one, other in pairs],
                "lineStyle": {"color": SOFT, "opacity": 0.35},
                "itemStyle": {"color": ACCENT},
                "label": {"width": 132, "overflow": "break", "fontSize": 12, "lineHeight": 14},
            }
        ],
    }


def without_rings(pairs):
    """What a flow diagram can draw: a pair that leads back to where it came from is left out."""
    below, kept = {}, []
    for one, other in pairs:
        if one != other and not _leads(below, other, one):
            below.setdefault(one, []).append(other)
            kept.append((one, other))
    return kept


def _leads(below, start, end):
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        waiting += below.get(here, ())
    return False


def _common():
    return {
        "animation": False,
        "textStyle": {"fontFamily": "inherit"},
        "aria": {"enabled": True},
    }


def _line(name, points, colour, *, dashed=False):
    return {
        "name": name,
        "type": "line",
        "data": [[day.isoformat(), count] for day, count in points],
        "symbolSize": 5,
        "lineStyle": {"width": 2, "color": colour, "type": "dashed" if dashed else "solid"},
        "itemStyle": {"color": colour},
    }
