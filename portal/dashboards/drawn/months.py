"""A share month by month: inside its control limits, and before and after something began. Pure."""

from portal.dashboards.drawn.plane import WIDE, Drawing, Plane, axes, diamond, dot, label, ticks

LABELLED = 9


def control(labels, values, chart, *, unit, texts) -> Drawing:
    """Values with mean and limits; points that a rule names are diamonds with the month.

    labels: of the months; chart: of statistics.xmr; texts: words of mean, upper and lower limit.
    """
    drawing = Drawing()
    plane = _plane(labels, [*values, max(chart.low, 0.0), chart.high])
    _frame(drawing, plane, labels, unit)
    last = len(values) - 1
    for number, kind, text in (
        (chart.mean, "middle", texts[0]),
        (chart.high, "limit", texts[1]),
        (max(chart.low, 0.0), "limit", texts[2]),
    ):
        drawing.stroke(plane.line([(0, number), (last, number)]), kind, text)
        drawing.write(plane.right + 4, plane.y(number) + 4, text, "start", "tick")
    drawing.stroke(plane.line(enumerate(values)), "line")
    named = []
    for at, (month, value, signal) in enumerate(zip(labels, values, chart.signals, strict=True)):
        x, y = plane.x(at), plane.y(value)
        shape, kind = (diamond, "out") if signal else (dot, "point")
        drawing.stroke(shape(x, y), kind, f"{month} {value * 100:.2f}%")
        if signal and (at == 0 or chart.signals[at - 1] != signal):
            named.append((x, y, month))
    label(drawing, named, right=plane.right)
    return drawing


def interruption(labels, values, lines, *, begins, unit, texts) -> Drawing:
    """Values beside the trend of before, which goes on as if nothing had begun.

    lines: (expected, low, high) of each month. texts: of the trend and of the beginning.
    """
    drawing = Drawing()
    numbers = [*values, *(number for line in lines[begins:] for number in line), lines[0][0]]
    plane = _plane(labels, [number for number in numbers if number is not None])
    _frame(drawing, plane, labels, unit)
    after = [(at, low, high) for at, (_fit, low, high) in enumerate(lines) if at >= begins]
    drawing.stroke(plane.band(after), "band")
    fits = [(at, fit) for at, (fit, _low, _high) in enumerate(lines)]
    drawing.stroke(plane.line(fits[: begins + 1]), "middle", texts[0])
    drawing.stroke(plane.line(fits[begins:]), "aim", texts[0])
    x = plane.x(begins - 0.5)
    drawing.stroke(f"M{x} {plane.top} V{plane.bottom}", "axis", texts[1])
    drawing.write(x + 6, plane.top + 10, texts[1], "start", "name")
    at, (fit, *_limits) = len(lines) - 1, lines[-1]
    drawing.write(plane.x(at) + 4, plane.y(fit) + 4, texts[0], "start", "tick")
    drawing.stroke(plane.line(enumerate(values)), "line")
    for at, value in enumerate(values):
        if value is not None:
            text = f"{labels[at]} {value * 100:.2f}%"
            drawing.stroke(dot(plane.x(at), plane.y(value), 3), "point", text)
    return drawing


def _plane(labels, numbers):
    marks = ticks(min(numbers), max(numbers))
    return Plane((-0.5, len(labels) - 0.5), (max(0.0, marks[0]), marks[-1]), right=WIDE - 110)


def _frame(drawing, plane, labels, unit):
    step = max(1, -(-len(labels) // LABELLED))
    low, high = plane.upward
    across = [(at, text) for at, text in enumerate(labels) if at % step == 0]
    upward = [(mark, f"{mark * 100:g}%") for mark in ticks(low, high) if low <= mark <= high]
    axes(drawing, plane, across=across, upward=upward, names=(unit, ""))
