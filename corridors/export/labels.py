"""Names on the map that never touch each other, a symbol, the legend or the frame.

Greedy, as on the screen: the more important name first, at its first free position (of those that cover the least
line), or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from corridors.export import fonts
from corridors.export.scene import Box, Point, Text

HALO = "#ffffff"


@dataclass(frozen=True, slots=True)
class Name:
    """A name that wants to be on the map: at a point, or along a line when `along` is given. Lower rank goes first."""

    text: str
    kind: str
    rank: float
    at: Point | None = None
    along: BaseGeometry | None = None
    colour: str = "#26323c"
    record: str = ""
    gap: float = 3.0


# face, size, colour (None = the name's own), halo, letters wide apart, room for one line
_LOOKS: dict[str, tuple[str, float, str | None, str]] = {
    "country": ("sans", 7.2, "#6b6a62", HALO),
    "sea": ("serif-italic", 7.8, "#4b7086", "#dce7ee"),
    "region": ("sans-italic", 6.9, "#6b6a62", HALO),
    "disputed": ("sans-italic", 6.9, "#6b6a62", HALO),
    "area": ("sans-italic", 7.2, "#4d4a3a", HALO),
    "city": ("sans", 6.9, "#3a464f", HALO),
    "place": ("sans-bold", 7.4, "#26323c", HALO),
    "route": ("sans-bold", 7.6, None, HALO),
}
_CENTRED = {"country", "sea", "region", "disputed", "area"}
_ROOM = {"route": 104.0, "area": 80.0, "sea": 70.0, "country": 86.0}


class Placer:
    """Keeps what is taken. `inside` is where names may stand; `ink` are drawn lines that they should not cover."""

    def __init__(self, inside: Box, taken: Iterable[Box], ink: list[BaseGeometry]) -> None:
        self.inside = inside
        self.taken = list(taken)
        self.ink = shapely.STRtree(ink) if ink else None

    def free(self, box: Box) -> bool:
        """Whether a box is inside and touches nothing that is taken."""
        left, top, right, bottom = box
        a, b, c, d = self.inside
        if left < a or top < b or right > c or bottom > d:
            return False
        return not any(left < t[2] and right > t[0] and top < t[3] and bottom > t[1] for t in self.taken)

    def covered(self, box: Box) -> float:
        """Points of drawn line that a box would cover."""
        if self.ink is None:
            return 0.0
        shape = shapely.box(*box)
        return float(sum(shape.intersection(self.ink.geometries[index]).length for index in self.ink.query(shape)))

    def put(self, name: Name) -> list[Text]:
        """The name's lines where they fit best, or none."""
        face, size, fixed, halo = _LOOKS[name.kind]
        text = name.text.upper() if name.kind == "country" else name.text
        lines = [text[a:b] for a, b in fonts.wrap(text, face, size, _ROOM.get(name.kind, 96.0))]
        wide = max(fonts.width(piece, face, size) for piece in lines)
        lead = size * 1.08
        high = lead * (len(lines) - 1) + size * (fonts.ASCENT + fonts.DESCENT)
        best: tuple[float, Point] | None = None
        for order, (x, y) in enumerate(self._spots(name, wide, high)):
            box = (x - 1.2, y - 0.6, x + wide + 1.2, y + high + 0.6)
            if not self.free(box):
                continue
            cost = self.covered(box) + order * (0.2 if name.kind == "route" else 1.5)
            if best is None or cost < best[0]:
                best = (cost, (x, y))
            if cost < 1:
                break
        if best is None:
            return []
        x, y = best[1]
        self.taken.append((x - 1.2, y - 0.6, x + wide + 1.2, y + high + 0.6))
        out = []
        for number, piece in enumerate(lines):
            indent = (wide - fonts.width(piece, face, size)) / 2 if name.kind in _CENTRED or name.kind == "route" else 0
            baseline = y + size * fonts.ASCENT + number * lead
            out.append(Text(x + indent, baseline, piece, face, size, fixed or name.colour, halo, f"label-{name.kind}"))
        return out

    def _spots(self, name: Name, wide: float, high: float) -> Iterator[Point]:
        if name.along is not None:
            yield from self._beside(name, wide, high)
            return
        assert name.at is not None  # noqa: S101
        x, y = name.at
        if name.kind in _CENTRED:
            for dx, dy in ((0, 0), (0, -1.2), (0, 1.2), (0.5, 0), (-0.5, 0), (0.6, -1), (-0.6, 1), (0, 2.4), (0, -2.4)):
                yield x - wide / 2 + dx * wide, y - high / 2 + dy * high
            return
        gap = name.gap
        yield x + gap, y - high / 2
        yield x - gap - wide, y - high / 2
        yield x - wide / 2, y + gap
        yield x - wide / 2, y - gap - high
        for dx, dy in ((gap, 1.5), (gap, -high - 1.5), (-gap - wide, 1.5), (-gap - wide, -high - 1.5)):
            yield x + dx, y + dy

    def _beside(self, name: Name, wide: float, high: float) -> Iterator[Point]:
        """Spots beside the line, from the middle of what is visible outwards."""
        assert name.along is not None  # noqa: S101
        visible = shapely.clip_by_rect(name.along, *self.inside)
        parts = [part for part in shapely.get_parts(visible) if part.geom_type == "LineString"]
        points: list[Point] = []
        for part in parts:
            steps = max(1, int(part.length / 14))
            points.extend(
                (spot.x, spot.y) for spot in (part.interpolate(k / steps, normalized=True) for k in range(steps + 1))
            )
        middle = (len(points) - 1) / 2
        order = sorted(range(len(points)), key=lambda index: (abs(index - middle), index))[:60]
        for index in order:
            x, y = points[index]
            yield x + name.gap, y - high / 2
            yield x - name.gap - wide, y - high / 2
            yield x - wide / 2, y - name.gap - high
            yield x - wide / 2, y + name.gap
