"""Who goes where: ribbons as wide as the stays, from origins on the left to places on the right.

Two levels and one highlighted place: more of either is a knot. Pure.
"""

from collections import defaultdict

from portal.dashboards.drawn.plane import LINE, WIDE, Drawing

LEFT, RIGHT, BAR = 190, WIDE - 190, 12
TOP, GAP = 12, 8
FEWEST_LINES = 8


def sankey(links, *, most=8, others="") -> Drawing:
    """links: {(origin, place): count}; beyond the largest ones of each side all are `others`."""
    links = _few(links, most, others)
    sides = [_ordered(links, side, others) for side in (0, 1)]
    rows = max(FEWEST_LINES, *(len(side) for side in sides))
    drawing = Drawing(WIDE, TOP * 2 + rows * (LINE + GAP) * 2)
    scales = [_scale(side, drawing.height) for side in sides]
    scale = min(scales)
    starts = [_place(side, drawing.height, scale) for side in sides]
    main = sides[1][0][0] if sides[1] else None
    filled = [dict(start) for start in starts]
    for (origin, place), count in sorted(links.items(), key=_order(sides)):
        thick = count * scale
        y0, y1 = filled[0][origin], filled[1][place]
        kind = "ribbon-main" if place == main else "ribbon"
        drawing.stroke(_ribbon(y0, y1, thick), kind, f"{origin} → {place} {count:,}")
        filled[0][origin] += thick
        filled[1][place] += thick
    _bars(drawing, sides, starts, scale)
    return drawing


def _few(links, most, others):
    """The largest of each side by name; the rest together."""
    kept = []
    for side in (0, 1):
        sums = defaultdict(int)
        for pair, count in links.items():
            sums[pair[side]] += count
        names = sorted(sums, key=lambda name: (-sums[name], name))
        kept.append(set(names if len(names) <= most + 1 else names[:most]))
    found = defaultdict(int)
    for (origin, place), count in links.items():
        pair = origin if origin in kept[0] else others, place if place in kept[1] else others
        found[pair] += count
    return {pair: count for pair, count in found.items() if count}


def _ordered(links, side, others):
    """Names of one side with their sums, the largest first and the rest last."""
    sums = defaultdict(int)
    for pair, count in links.items():
        sums[pair[side]] += count
    return sorted(sums.items(), key=lambda item: (item[0] == others, -item[1], item[0]))


def _scale(side, height):
    room = height - 2 * TOP - GAP * (len(side) - 1)
    return room / max(1, sum(count for _name, count in side))


def _place(side, height, scale):
    """Name → where its bar begins; the shorter side stands in the middle."""
    length = sum(count for _name, count in side) * scale + GAP * (len(side) - 1)
    at, found = (height - length) / 2, {}
    for name, count in side:
        found[name] = at
        at += count * scale + GAP
    return found


def _order(sides):
    ranks = [{name: at for at, (name, _count) in enumerate(side)} for side in sides]
    return lambda item: (ranks[0][item[0][0]], ranks[1][item[0][1]])


def _ribbon(y0, y1, thick):
    x0, x1, middle = LEFT + BAR, RIGHT - BAR, WIDE / 2
    y0, y1, low0, low1 = (round(y, 1) for y in (y0, y1, y0 + thick, y1 + thick))
    there = f"M{x0} {y0} C{middle} {y0} {middle} {y1} {x1} {y1}"
    return f"{there} L{x1} {low1} C{middle} {low1} {middle} {low0} {x0} {low0} Z"


def _bars(drawing, sides, starts, scale):
    """Bars with name and number; where bars are thin their words keep a line's distance."""
    for side, start, x, words, anchor in (
        (sides[0], starts[0], LEFT, LEFT - 8, "end"),
        (sides[1], starts[1], RIGHT - BAR, RIGHT + 8, "start"),
    ):
        centres = [start[name] + count * scale / 2 for name, count in side]
        for (name, count), y in zip(side, apart(centres, drawing.height), strict=True):
            top, tall = round(start[name], 1), max(1.0, round(count * scale, 1))
            drawing.stroke(f"M{x} {top} h{BAR} v{tall} h{-BAR} Z", "bar")
            drawing.write(words, y + 4, f"{name} {count:,}", anchor)


def apart(centres, height):
    """The same heights, moved so far that no two lines of words meet."""
    found = []
    for y in centres:
        found.append(max(y, found[-1] + LINE) if found else y)
    limit = height - LINE / 2
    for at in range(len(found) - 1, -1, -1):
        found[at] = min(found[at], limit)
        limit = found[at] - LINE
    return found
