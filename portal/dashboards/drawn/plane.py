"""Drawings that the server makes of plain numbers: strokes and words on a sheet. Pure.

What a stroke looks like is said by its kind, a class of drawing.css; shapes and dashes differ too,
so that a drawing can be read in grey. Whoever cannot see it has its title, its words and its table.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDE, TALL = 720, 360
LETTER, LINE = 12, 15


@dataclass(frozen=True)
class Stroke:
    """One path; its label is what a pointer that rests on it is told."""

    d: str
    kind: str
    label: str = ""


@dataclass(frozen=True)
class Words:
    x: float
    y: float
    text: str
    anchor: str = "start"
    kind: str = "name"


@dataclass
class Drawing:
    """Strokes first, words above them."""

    width: int = WIDE
    height: int = TALL
    strokes: list[Stroke] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def stroke(self, d: str, kind: str, label: str = "") -> None:
        self.strokes.append(Stroke(d, kind, label))

    def write(self, x: float, y: float, text: str, anchor: str = "start", kind: str = "name"):
        self.words.append(Words(round(x, 1), round(y, 1), text, anchor, kind))


@dataclass(frozen=True)
class Plane:
    """Where numbers stand on a sheet: two spans of numbers, inside four edges."""

    across: tuple[float, float]
    upward: tuple[float, float]
    left: float = 56
    right: float = WIDE - 16
    top: float = 24
    bottom: float = TALL - 40

    def x(self, number: float) -> float:
        low, high = self.across
        return round(self.left + (self.right - self.left) * (number - low) / (high - low), 1)

    def y(self, number: float) -> float:
        low, high = self.upward
        return round(self.bottom - (self.bottom - self.top) * (number - low) / (high - low), 1)

    def line(self, points: Iterable[tuple[float, float | None]]) -> str:
        """A path through the points; where there is no number it breaks off."""
        steps, is_down = [], False
        for across, upward in points:
            if upward is None:
                is_down = False
                continue
            steps.append(f"{'L' if is_down else 'M'}{self.x(across)} {self.y(upward)}")
            is_down = True
        return " ".join(steps)

    def band(self, points: Sequence[tuple[float, float, float]]) -> str:
        """The area between two lines, given as (across, low, high)."""
        forth = [(across, high) for across, _low, high in points]
        back = [(across, low) for across, low, _high in reversed(points)]
        return f"{self.line([*forth, *back])} Z"


def dot(x: float, y: float, size: float = 4) -> str:
    return f"M{x - size} {y} a{size} {size} 0 1 0 {2 * size} 0 a{size} {size} 0 1 0 {-2 * size} 0 Z"


def diamond(x: float, y: float, size: float = 6) -> str:
    return f"M{x} {y - size} l{size} {size} l{-size} {size} l{-size} {-size} Z"


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from below the low to above the high, a step of 1, 2 or 5 apart."""
    span = (high - low) or abs(high) or 1.0
    size = 10 ** math.floor(math.log10(span / most))
    step = next(size * times for times in (1, 2, 5, 10) if span / (size * times) <= most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def axes(drawing: Drawing, plane: Plane, *, across, upward, names=("", "")) -> None:
    """Lines at the marks of the upward axis, marks below, and what both axes count.

    across, upward: pairs of a number and how it is written. names: of the upward axis, which stands
    above it, and of the other.
    """
    for number, text in upward:
        y = plane.y(number)
        drawing.stroke(f"M{plane.left} {y} H{plane.right}", "grid")
        drawing.write(plane.left - 6, y + 4, text, "end", "tick")
    drawing.stroke(f"M{plane.left} {plane.bottom} H{plane.right}", "axis")
    for number, text in across:
        drawing.write(plane.x(number), plane.bottom + 16, text, "middle", "tick")
    upward_name, across_name = names
    drawing.write(4, 14, upward_name, "start", "tick")
    drawing.write(plane.right, plane.bottom + 32, across_name, "end", "tick")


def width_of(text: str) -> float:
    """About how wide the text stands: a Chinese letter is as wide as it is high."""
    return sum(LETTER if ord(letter) > 0x2E7F else LETTER * 0.56 for letter in text)


def label(drawing: Drawing, points: Iterable[tuple[float, float, str]], *, right: float) -> None:
    """Write names beside their points, the first ones first, where there is room for them."""
    points = list(points)
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y, _text in points]
    for x, y, text in points:
        width = width_of(text)
        for start, base, anchor, left in (
            (x + 8, y + 4, "start", x + 8),
            (x - 8, y + 4, "end", x - 8 - width),
            (x, y - 9, "middle", x - width / 2),
            (x, y + 18, "middle", x - width / 2),
        ):
            box = left, base - LETTER, left + width, base + 3
            if left > 0 and box[2] < right and not any(_meet(box, other) for other in taken):
                drawing.write(start, base, text, anchor)
                taken.append(box)
                break


def _meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
