"""Graticule, scale bar, north arrow and the note on boundaries: what makes a picture of land a map."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from corridors.export import fonts
from corridors.export.frame import Frame
from corridors.export.scene import Box, Item, Shape, Text, rectangle
from corridors.geo import CONIC_PARALLELS

LATTICE: Final = "#b9c8d2"
_STEPS: Final = (1, 2, 5, 10, 20)  # degrees between graticule lines
NOTE: Final = 6.9  # points, the size of small print on the map
_LENGTHS: Final = (50, 100, 200, 250, 500, 1000, 1500, 2000)  # kilometres of a scale bar


@dataclass(frozen=True, slots=True)
class Block:
    """Items and the box that they take."""

    items: tuple[Item, ...]
    box: Box

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return self.box[3] - self.box[1]


def note(box: Box, text: str) -> Block:
    """A strip along the lower edge of `box` with a text, as many lines as it takes."""
    left, _, right, bottom = box
    south, north = CONIC_PARALLELS
    both = f"{text} Projection: Lambert conformal conic, standard parallels {south:.0f}° N and {north:.0f}° N, WGS84."
    lines = [both[a:b] for a, b in fonts.wrap(both, "sans", NOTE, right - left - 14)]
    top = bottom - 8.8 * len(lines) - 4
    area = (left, top, right, bottom)
    items: list[Item] = [rectangle(area, fill="#ffffff", opacity=0.9)]
    for number, piece in enumerate(lines):
        items.append(Text(left + 7, top + 8.6 + 8.8 * number, piece, "sans", NOTE, "#34414c", role="boundary-note"))
    return Block(tuple(items), area)


def scale_and_north(frame: Frame, left: float, bottom: float) -> Block:
    """A scale bar that says where it holds, and an arrow to true north at the frame's middle."""
    per_km = frame.kilometre()
    kilometres = max((n for n in _LENGTHS if n * per_km <= 120), default=_LENGTHS[0])
    length = kilometres * per_km
    longitude, latitude = frame.middle
    where = (
        f"Scale and north hold at the middle of the map ({_degrees(latitude, 'N', 'S')}, "
        f"{_degrees(longitude, 'E', 'W')}). {_elsewhere(*frame.distortion)}"
    )
    rows = [where[a:b] for a, b in fonts.wrap(where, "sans", NOTE, 158)]
    wide, high_box = 192.0, 22 + 8.4 * len(rows)
    top = bottom - high_box
    area = (left, top, left + wide, bottom)
    x, y = left + 26, top + 14
    items: list[Item] = [
        rectangle(area, fill="#ffffff", opacity=0.85),
        *_arrow(left + 13, top + high_box / 2, frame.north),
    ]
    half = length / 2
    items += [
        rectangle((x, y, x + half, y + 2.6), fill="#1d2730"),
        rectangle((x, y, x + length, y + 2.6), stroke="#1d2730", width=0.6),
        Text(x - 1.5, y - 3, "0", "sans", NOTE, role="scale"),
    ]
    for at, number in ((half, kilometres / 2), (length, kilometres)):
        words = f"{number:,.0f}" + (" km" if at == length else "")
        items.append(
            Text(x + at - fonts.width(f"{number:,.0f}", "sans", NOTE) / 2, y - 3, words, "sans", NOTE, role="scale")
        )
    for number, piece in enumerate(rows):
        items.append(Text(x - 1, y + 11.2 + 8.4 * number, piece, "sans", NOTE, "#34414c", role="scale-note"))
    return Block(tuple(items), area)


def _arrow(x: float, y: float, angle: float) -> list[Item]:
    def turned(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * math.cos(angle) - dy * math.sin(angle), y + dx * math.sin(angle) + dy * math.cos(angle)

    north = turned(0, -15.5)
    letter = fonts.width("N", "sans-bold", 8)
    return [
        Shape(
            ((turned(0, -10), turned(4.4, 9), turned(0, 5.6), turned(-4.4, 9)),),
            fill="#ffffff",
            stroke="#1d2730",
            width=0.7,
        ),
        Shape(((turned(0, -10), turned(0, 5.6), turned(-4.4, 9)),), fill="#1d2730"),
        Text(north[0] - letter / 2, north[1] + 4, "N", "sans-bold", 8, role="north"),
    ]


def banner(area: Box, text: str) -> Block:
    """A notice in the middle of `area`, such as that nothing matches."""
    left, top, right, bottom = area
    wide = min(260.0, (right - left) * 0.8)
    lines = [text[a:b] for a, b in fonts.level(text, "sans-bold", 11, wide - 28)]
    high = 14.0 * len(lines) + 20
    x, y = (left + right - wide) / 2, (top + bottom - high) / 2
    box = (x, y, x + wide, y + high)
    items: list[Item] = [rectangle(box, fill="#ffffff"), rectangle(box, stroke="#8b98a3", width=0.7)]
    for number, piece in enumerate(lines):
        indent = (wide - fonts.width(piece, "sans-bold", 11)) / 2
        items.append(Text(x + indent, y + 20 + 14 * number, piece, "sans-bold", 11, role="banner"))
    return Block(tuple(items), box)


def graticule(frame: Frame, lower: float, blocked: Iterable[Box]) -> tuple[list[Item], list[Text]]:
    """Meridians and parallels, and their degrees along the frame's edges where nothing is in the way.

    `lower` is the lower edge of what is seen: the note's upper one.
    """
    left, top, right, _ = frame.box
    bottom = lower
    west, south, east, north = frame.cover
    apart = 110 / (frame.kilometre() * 111)  # degrees of latitude over 110 points
    step = next((n for n in _STEPS if n >= apart * 0.8), _STEPS[-1])
    taken, names = list(blocked), []
    items: list[Item] = []
    window = shapely.box(left, top, right, bottom)
    for upright, low, high in ((True, west, east), (False, south, north)):
        for degrees in range(math.ceil(low / step) * step, math.floor(high) + 1, step):
            along = np.linspace(south, north, 80) if upright else np.linspace(west, east, 120)
            fixed = np.full(along.size, float(degrees))
            pair = (fixed, along) if upright else (along, fixed)
            track = frame.points(np.column_stack(pair))
            items.append(Shape((tuple(map(tuple, track)),), closed=False, stroke=LATTICE, width=0.35, opacity=0.8))
            name = _degrees(degrees, "E", "W") if upright else _degrees(degrees, "N", "S")
            for x, y in _ends(shapely.LineString(track), window, upright=upright):
                text = _edge_name(name, x, y, (left, top, right, bottom), upright=upright)
                if not any(_touch(text.box, box) for box in taken):
                    taken.append(text.box)
                    names.append(text)
    return items, names


def _edge_name(name: str, x: float, y: float, box: Box, *, upright: bool) -> Text:
    left, top, right, bottom = box
    size, wide = 6.4, fonts.width(name, "sans", 6.4)
    if upright:
        at = (min(max(x - wide / 2, left + 3), right - wide - 3), top + 7.2 if y < (top + bottom) / 2 else bottom - 3.2)
    else:
        at = (left + 3 if x < (left + right) / 2 else right - wide - 3, min(max(y - 1.4, top + 8), bottom - 3))
    return Text(*at, name, "sans", size, "#5f7585", "#ffffff", "graticule")


def _ends(track: shapely.LineString, window: shapely.Polygon, *, upright: bool) -> list[tuple[float, float]]:
    """Where a graticule line leaves the window, on the two sides where its name belongs."""
    left, top, right, bottom = window.bounds
    crossings = shapely.get_coordinates(track.intersection(window.exterior)).tolist()
    if upright:
        return [(x, y) for x, y in crossings if abs(y - top) < 0.01 or abs(y - bottom) < 0.01]
    return [(x, y) for x, y in crossings if abs(x - left) < 0.01 or abs(x - right) < 0.01]


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.0f}° {positive if value >= 0 else negative}" if round(value) else "0°"


def _elsewhere(low: float, high: float) -> str:
    """How far the scale departs from that at the middle: `low` and `high` are shares of it."""
    shorter, longer = round((1 - low) * 100), round((high - 1) * 100)
    if not shorter and not longer:
        return "Elsewhere it differs by less than 1%."
    parts = [f"{shorter}% shorter"] * (shorter > 0) + [f"{longer}% longer"] * (longer > 0)
    return f"Elsewhere a distance is drawn up to {' or '.join(parts)}."
