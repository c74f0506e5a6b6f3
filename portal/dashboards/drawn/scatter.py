"""Places as points: Gandy's nomogram, and the funnel of a share around that of all. Pure."""

import math

from portal.dashboards.drawn.plane import (
    TALL,
    WIDE,
    Drawing,
    Plane,
    axes,
    diamond,
    dot,
    label,
    ticks,
)
from portal.metrics.statistics import funnel

LABELS = 10
CURVE = 60


def gandy(points, *, names, above, below) -> Drawing:
    """points: (name, internal, own) as shares. Above the diagonal fewer come than leave.

    names: of the upward and the other axis; above, below: words of the two sides.
    """
    drawing = Drawing(WIDE, TALL + 60)
    numbers = [number for _name, *pair in points for number in pair]
    marks = ticks(min(numbers), min(1.0, max(numbers)), most=8)
    marks = [mark for mark in marks if 0 <= mark <= 1]
    span = marks[0], max(marks[-1], marks[0] + 0.01)
    plane = Plane(span, span, left=60, bottom=TALL + 20)
    written = [(mark, f"{mark * 100:g}%") for mark in marks]
    axes(drawing, plane, across=written, upward=written, names=names)
    drawing.stroke(plane.line([(span[0], span[0]), (span[1], span[1])]), "aim")
    drawing.write(plane.left + 8, plane.top + 14, above, "start", "tick")
    drawing.write(plane.right - 8, plane.bottom - 8, below, "end", "tick")
    _points(drawing, plane, [(name, x, y, y < x) for name, x, y in points])
    return drawing


def funnel_plot(points, *, base, names, texts) -> Drawing:
    """points: (name, cases, share, grade). Limits widen where cases are few.

    texts: words of the middle line, of the warning and of the alarm limits.
    """
    drawing = Drawing(WIDE, TALL + 20)
    cases = [point[1] for point in points]
    across = ticks(0, max(cases), most=6)
    limits = _limits(base, max(1.0, min(cases) * 0.8), across[-1])
    shares = [point[2] for point in points]
    seen = [*shares, *(number for line in limits for _at, *pair in line[5:] for number in pair)]
    upward = ticks(max(0.0, min(seen)), min(1.0, max(seen)))
    plane = Plane((0, across[-1]), (upward[0], upward[-1]), right=WIDE - 56, bottom=TALL - 20)
    axes(
        drawing,
        plane,
        across=[(mark, f"{mark:,.0f}") for mark in across],
        upward=[(mark, f"{mark * 100:g}%") for mark in upward],
        names=names,
    )
    drawing.stroke(plane.line([(0, base), (across[-1], base)]), "middle", texts[0])
    for line, kind, text in zip(limits, ("limit", "limit-far"), texts[1:], strict=True):
        for side in (1, 2):
            curve = [(row[0], row[side]) for row in line if upward[0] <= row[side] <= upward[-1]]
            drawing.stroke(plane.line(curve), kind, text)
    _points(drawing, plane, [(name, n, share, bool(grade)) for name, n, share, grade in points])
    return drawing


def _limits(base, low, high):
    """Both pairs of limits; more steps where cases are few, because there the curve bends."""
    ratio = math.log(max(high, low * 1.01) / low)
    steps = [low * math.exp(ratio * at / CURVE) for at in range(CURVE + 1)]
    return [
        [(at, *funnel.limits(base, at, deviations)) for at in steps]
        for deviations in (funnel.WARNING, funnel.ALARM)
    ]


def _points(drawing, plane, points):
    """Those that stand out are diamonds; they and those far from the middle get their names."""
    middle = [sum(point[at] for point in points) / len(points) for at in (1, 2)]
    placed = []
    for name, across, upward, stands_out in points:
        x, y = plane.x(across), plane.y(upward)
        drawing.stroke(
            (diamond if stands_out else dot)(x, y), "out" if stands_out else "point", name
        )
        far = math.hypot(x - plane.x(middle[0]), y - plane.y(middle[1]))
        placed.append((not stands_out, -far, x, y, name))
    ranked = [(x, y, name) for _plain, _far, x, y, name in sorted(placed)]
    label(drawing, ranked[:LABELS], right=WIDE)
