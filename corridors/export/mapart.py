"""The map of a sheet as shapes and text: the screen's styles in a conic projection, with everything a reader needs
to trust it inside the frame (legend, graticule, scale, north, note on boundaries).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from corridors import style
from corridors.export import furniture, legend
from corridors.export.conic import Bounds, Frame
from corridors.export.labels import Name, Placer
from corridors.export.scene import Box, Clip, Item, Shape, rectangle
from corridors.model import Area, Atlas, Place, Record, Segment

SEA: Final = "#dce7ee"
LAND: Final = "#f5f2ea"
FADED: Final = 0.3  # opacity of the rest while something is selected, as on the screen
MUTED: Final = 0.5  # opacity of context routes, as on the screen
LEGEND_ROOM: Final = 132.0
_RANKS: Final = {"country": 10.0, "sea": 14.0, "city": 24.0, "region": 30.0, "disputed": 32.0}


@dataclass(slots=True)
class MapArt:
    """A drawn map, and what a reader of the legend will look for in it."""

    items: list[Item] = field(default_factory=list)
    drawn: list[Record] = field(default_factory=list)
    groups: list[tuple[str, list[legend.Entry]]] = field(default_factory=list)


def map_art(
    atlas: Atlas,
    shown: Sequence[Record],
    focus: frozenset[str],
    box: Box,
    bounds: Bounds,
    *,
    pixel: float,
    notice: str = "",
    columns: int = 1,
) -> MapArt:
    """The map of `shown` in `box` (points), records in `focus` brought out. `pixel` is a CSS pixel in points.

    `notice` stands in the map's middle; the legend takes `columns` columns, or more where it would be too tall.
    """
    left, top, right, bottom = box
    note = furniture.note(box, style.BOUNDARY_NOTE)
    keyed = LEGEND_ROOM * columns
    frame = Frame(box, (left + keyed + 16, top + 6, right - 6, bottom - note.height - 4), bounds)
    art = MapArt()
    painter = _Painter(atlas, frame, pixel, focus)
    base, boundaries = painter.basemap()
    tints = painter.areas([record for record in shown if isinstance(record, Area)])
    lines = painter.lines([record for record in shown if isinstance(record, Segment) and record.claim != "rejected"])
    places = painter.places([record for record in shown if isinstance(record, Place)])
    panel: Box = (left + 5, top + 5, left + 5 + keyed, top + 5)
    rows: list[Item] = []
    for _ in range(2):  # the second time without what the legend itself covers
        visible = painter.window.difference(shapely.box(*panel)).difference(shapely.box(*note.box))
        art.drawn = [r for r in shown if r.id in painter.seen and painter.seen[r.id].intersects(visible)]
        art.groups = legend.entries(art.drawn, boundaries, atlas)
        rows, high = legend.draw(
            art.groups, atlas, left=left + 11, top=top + 8, room=LEGEND_ROOM - 12, pixel=pixel, columns=columns
        )
        panel = (panel[0], panel[1], panel[2], top + 11 + high)
    if panel[3] > note.box[1] - 2 and columns < 4:
        return map_art(atlas, shown, focus, box, bounds, pixel=pixel, notice=notice, columns=columns + 1)
    bar = furniture.scale_and_north(frame, panel[2] + 6, bottom - note.height - 5)
    lattice, edges = furniture.graticule(frame, note.box[1], (panel, bar.box, note.box))
    banner = furniture.banner((panel[2], top, right, note.box[1]), notice)
    placer = Placer(
        (left + 3, top + 3, right - 3, bottom - note.height - 2),
        [panel, bar.box, note.box, *([banner.box] if notice else []), *painter.marks, *(text.box for text in edges)],
        painter.ink,
    )
    names = [piece for name in painter.names(shown) for piece in placer.put(name)]
    inside = [rectangle(box, fill=SEA), *base, *tints, *lattice, *lines, *places]
    furnished: list[Item] = [
        rectangle(panel, fill="#ffffff", opacity=0.94), rectangle(panel, stroke="#c9cfd4", width=0.5), *rows,
        *bar.items, *note.items, *(banner.items if notice else ()),
    ]  # fmt: skip
    art.items = [
        Clip(box, (*inside, *edges, *names, *furnished)),
        rectangle(box, stroke="#8b98a3", width=0.7),
    ]
    return art


class _Painter:
    """Draws layer after layer and remembers what is seen, what is in the way of names, and where lines run."""

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

    def names(self, shown: Sequence[Record]) -> list[Name]:
        """Everything that wants a name, the most important first; the selected come before all."""
        zoom = self.frame.zoom(self.pixel) + 0.4
        names = list(self._record_names(shown, zoom))
        own = {record.name for record in self.atlas.places}
        own |= {record.name for record in shown if record.id in self.focus}
        left, top, right, bottom = self.frame.box
        for feature in self.atlas.basemap["labels"]["features"]:
            p = feature["properties"]
            if (p["kind"] in ("city", "country", "region") and p["name"] in own) or not p["min_zoom"] <= zoom < p[
                "max_zoom"
            ] + 1:
                continue
            x, y = self.frame.point(*feature["geometry"]["coordinates"])
            if left < x < right and top < y < bottom:
                rank = _RANKS.get(p["kind"], 30.0) + p.get("rank", 5) / 10
                names.append(Name(p["name"], p["kind"], rank, at=(x, y), gap=2.4))
        return sorted(names, key=lambda name: (name.record not in self.focus or not name.record, name.rank, name.text))

    def _record_names(self, shown: Sequence[Record], zoom: float) -> Iterable[Name]:
        for record in shown:
            if record.id not in self.seen:
                continue
            colour = self.atlas.family[record.family].colour
            chosen = record.id in self.focus
            if isinstance(record, Segment):
                if self.focus and not chosen:
                    continue
                marks = (" ?" if record.claim == "speculative" else "") + (" †" if record.contested else "")
                gap = (13 if record.drawn == "notional" else 6) * self.pixel
                path, rank = self.paths[record.id], 21.0 if record.context else 20.5 if "--" in record.id else 20.0
                name = (record.label or record.name) + marks
                yield Name(name, "route", rank, along=path, colour=colour, record=record.id, gap=gap)
            elif isinstance(record, Place):
                minor = record.kind in ("institution", "plant")
                if minor and zoom < 4.8 and not chosen:
                    continue
                at = self.frame.point(record.geometry.x, record.geometry.y)
                yield Name(
                    record.name, "place", 15.0 if minor else 8.0, at=at, record=record.id, gap=8 * self.pixel + 1.6
                )
            elif isinstance(record, Area) and (chosen or (record.geometry is not None and not self.focus)):
                drawn = shapely.clip_by_rect(self.seen[record.id], *self.frame.content)
                if not drawn.is_empty:
                    spot = drawn.representative_point()
                    yield Name(record.name, "area", 18.0, at=(spot.x, spot.y), record=record.id)

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
