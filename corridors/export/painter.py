"""Draws the map's layers in the screen's styles, and remembers what is seen, what names must not cover, and where
lines run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from corridors import style
from corridors.export import legend
from corridors.export.frame import Frame
from corridors.export.scene import Box, Item, Shape
from corridors.model import Area, Atlas, Place, Segment

SEA: Final = "#dce7ee"
LAND: Final = "#f5f2ea"
FADED: Final = 0.3  # opacity of the rest while something is selected, as on the screen
MUTED: Final = 0.5  # opacity of context routes, as on the screen


class Painter:
    """One map. `pixel` is a CSS pixel in points; records in `focus` are brought out, the rest is faded."""

    def __init__(self, atlas: Atlas, frame: Frame, pixel: float, focus: frozenset[str]) -> None:
        self.atlas, self.frame, self.pixel, self.focus = atlas, frame, pixel, focus
        self.window = shapely.box(*frame.box)
        self.seen: dict[str, BaseGeometry] = {}  # page geometry by record
        self.ink: list[BaseGeometry] = []
        self.marks: list[Box] = []
        self.paths: dict[str, BaseGeometry] = {}
        self.outlines: dict[str, list[BaseGeometry]] = {}

    def basemap(self) -> tuple[list[Item], frozenset[str]]:
        """Land, lakes and boundaries, and which kinds of boundary are in the frame."""
        items: list[Item] = []
        for feature in self.atlas.basemap["countries"]["features"]:
            outline = shape(feature["geometry"])
            self.outlines.setdefault(feature["properties"]["iso_a3"], []).append(outline)
            items.extend(self._polygon(outline, fill=LAND, stroke=LAND, width=0.4))
        for feature in self.atlas.basemap["lakes"]["features"]:
            items.extend(self._polygon(shape(feature["geometry"]), fill=SEA, stroke="#b7cbd8", width=0.3))
        kinds = set()
        dotted: list[Item] = []
        for feature in self.atlas.basemap["boundaries"]["features"]:
            drawn = self.frame.draw(shape(feature["geometry"]))
            rings = _lines(drawn)
            if not rings:
                continue
            disputed = feature["properties"]["kind"] != "settled"
            if drawn.intersects(self.window):
                kinds.add("disputed" if disputed else "settled")
            (dotted if disputed else items).append(legend.border(rings, self.pixel, disputed=disputed))
        return items + dotted, frozenset(kinds)

    def areas(self, records: list[Area]) -> list[Item]:
        """Tints, the selected ones stronger, without outlines: a line would say that a boundary is settled."""
        items: list[Item] = []
        for record in records:
            outlines = [record.geometry] if record.geometry is not None else self.outlines.get(record.iso_a3 or "", [])
            colour = self.atlas.family[record.family].colour
            chosen = record.id in self.focus
            strength = 0.24 if chosen else 0.03 if self.focus else 0.055
            for outline in outlines:
                drawn = self.frame.draw(outline)
                if drawn.is_empty or not drawn.intersects(self.window):
                    continue
                self.seen[record.id] = drawn
                if record.edge == "soft":
                    for reach in (5, 0, -5):
                        halo = shapely.simplify(drawn.buffer(reach * self.pixel * 1.6), 0.3)
                        items.extend(_fill(halo, fill=colour, opacity=strength * 0.45))
                else:
                    items.extend(_fill(drawn, fill=colour, opacity=strength))
        return items

    def lines(self, records: list[Segment]) -> list[Item]:
        """Bands under casings under lines, the selected ones on top."""
        layers: dict[str, list[Item]] = {"band": [], "casing": [], "line": [], "mark": []}
        for record in sorted(records, key=lambda item: (item.id in self.focus, not item.context)):
            drawn = self.frame.draw(record.geometry)
            rings = _lines(drawn)
            if not rings or not drawn.intersects(self.window):
                continue
            self.seen[record.id] = drawn
            self.ink.append(shapely.MultiLineString(rings))
            self.paths[record.id] = drawn
            self._line(record, rings, layers)
            for item in record.breaks_of_gauge:
                x, y = self.frame.point(item.longitude, item.latitude)
                layers["mark"].extend(legend.gauge(x, y, self.pixel))
                self._mark(x, y, 6 * self.pixel)
        return [item for layer in layers.values() for item in layer]

    def _line(self, record: Segment, rings: Any, layers: dict[str, list[Item]]) -> None:
        colour, body = self.atlas.family[record.family].colour, style.BODIES[record.drawn]
        chosen = record.id in self.focus
        dim = 1.0 if chosen else FADED if self.focus else MUTED if record.context else 1.0
        wide = body["band"] * self.pixel
        if record.drawn == "notional":
            under = [(colour, wide * share, opacity) for share, opacity in legend.bands("notional")]
        else:
            under = [("#ffffff", wide, 0.9) if record.drawn == "traced" else (colour, wide, body["opacity"])]
        layers["band" if record.drawn == "notional" else "casing"].extend(
            Shape(rings, closed=False, stroke=paint, width=width, opacity=opacity * dim, round=True)
            for paint, width, opacity in under
        )
        layers["line"].append(
            Shape(
                rings, closed=False, stroke=colour, width=(body["line"] + 1.6 * chosen) * self.pixel,
                opacity=0.95 * dim, dash=legend.dashes(record.claim, self.pixel), round=record.claim == "speculative",
            )
        )  # fmt: skip

    def places(self, records: list[Place]) -> list[Item]:
        """Symbols, which no name may cover."""
        items: list[Item] = []
        for record in sorted(records, key=lambda item: item.id in self.focus):
            x, y = self.frame.point(record.geometry.x, record.geometry.y)
            if not self.window.contains(shapely.Point(x, y)):
                continue
            self.seen[record.id] = shapely.Point(x, y)
            chosen = record.id in self.focus
            if chosen:
                items.append(legend.place("city", x, y, "#1d2730", self.pixel * 2))
            colour = self.atlas.family[record.family].colour
            symbol = legend.place(record.kind, x, y, colour, self.pixel * (1 + 0.25 * chosen))
            items.append(replace(symbol, opacity=1.0 if chosen or not self.focus else 0.55))
            self._mark(x, y, 8 * self.pixel)
        return items

    def _mark(self, x: float, y: float, reach: float) -> None:
        self.marks.append((x - reach, y - reach, x + reach, y + reach))

    def _polygon(self, geometry: BaseGeometry, **look: Any) -> list[Item]:
        return _fill(self.frame.draw(geometry), **look)


def _fill(drawn: BaseGeometry, **look: Any) -> list[Item]:
    rings: list[tuple[tuple[float, float], ...]] = []
    for part in shapely.get_parts(drawn):
        if part.geom_type == "Polygon" and part.area > 0.02:
            rings.extend(tuple(map(tuple, ring.coords[:-1])) for ring in (part.exterior, *part.interiors))
    return [Shape(tuple(rings), **look)] if rings else []


def _lines(drawn: BaseGeometry) -> tuple[tuple[tuple[float, float], ...], ...]:
    return tuple(
        tuple((float(x), float(y)) for x, y in part.coords)
        for part in shapely.get_parts(drawn)
        if part.geom_type == "LineString" and part.length > 0.05
    )
