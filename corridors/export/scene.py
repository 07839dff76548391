"""A page as plain shapes and lines of text, before it becomes SVG, PDF or PNG.

Points from the page's upper left corner, y downwards. Whatever a backend draws is in here, so that a test can measure
every line of text on a page and find what overlaps or runs off.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corridors.export import fonts

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
# What XML 1.0 cannot hold in any form: shown as the sign for "cannot be shown", in every format alike.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def showable(text: str) -> str:
    """The text with the characters that no XML format can hold as U+FFFD."""
    return _IMPOSSIBLE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Shape:
    """Rings or lines, painted by the even-odd rule. `dash` lengths and `width` are points."""

    rings: tuple[tuple[Point, ...], ...]
    closed: bool = True
    fill: str | None = None
    stroke: str | None = None
    width: float = 1
    dash: tuple[float, ...] = ()
    opacity: float = 1
    round: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `x`, `y` is where its baseline starts. `role` says what it is, for tests."""

    x: float
    y: float
    text: str
    face: str
    size: float
    colour: str = "#1d2730"
    halo: str | None = None
    role: str = ""

    @property
    def box(self) -> Box:
        """What the line covers, ascenders and descenders included."""
        right = self.x + fonts.width(self.text, self.face, self.size)
        return self.x, self.y - fonts.ASCENT * self.size, right, self.y + fonts.DESCENT * self.size


@dataclass(frozen=True, slots=True)
class Link:
    """An area that opens an address."""

    box: Box
    address: str


@dataclass(frozen=True, slots=True)
class Clip:
    """Items of which nothing outside the box is seen."""

    box: Box
    items: tuple[Item, ...]


Item = Shape | Text | Link | Clip


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page, its size in points, and the title that an outline or a screen reader gives it."""

    width: float
    height: float
    title: str
    description: str
    items: tuple[Item, ...] = field(repr=False)

    def texts(self) -> Iterator[Text]:
        """Every line of text on the page."""
        yield from _texts(self.items)


def _texts(items: tuple[Item, ...]) -> Iterator[Text]:
    for item in items:
        if isinstance(item, Text):
            yield item
        elif isinstance(item, Clip):
            yield from _texts(item.items)


def rectangle(box: Box, **style: object) -> Shape:
    """A box as a shape."""
    left, top, right, bottom = box
    return Shape((((left, top), (right, top), (right, bottom), (left, bottom)),), **style)  # type: ignore[arg-type]


def line(*points: Point, stroke: str, width: float, **style: object) -> Shape:
    """An open line through points."""
    return Shape((points,), closed=False, stroke=stroke, width=width, **style)  # type: ignore[arg-type]


def circle(x: float, y: float, radius: float, **style: object) -> Shape:
    """A circle as a ring of 28 corners, which no eye tells from one at these sizes."""
    ring = tuple(
        (x + radius * math.cos(step * math.tau / 28), y + radius * math.sin(step * math.tau / 28)) for step in range(28)
    )
    return Shape((ring,), **style)  # type: ignore[arg-type]
