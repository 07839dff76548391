"""The map of a sheet as shapes and text: the screen's styles in a conic projection, with everything a reader needs
to trust it inside the frame (legend, graticule, scale, north, note on boundaries).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import shapely

from corridors import style
from corridors.export import furniture, legend
from corridors.export.frame import Extent, Frame
from corridors.export.labels import Placer
from corridors.export.names import names
from corridors.export.painter import SEA, Painter
from corridors.export.scene import Box, Clip, Item, rectangle
from corridors.model import Area, Atlas, Place, Record, Segment


@dataclass(slots=True)
class MapArt:
    """A drawn map, and what a reader of the legend will look for in it."""

    items: list[Item] = field(default_factory=list)
    drawn: list[Record] = field(default_factory=list)
    groups: list[tuple[str, list[legend.Entry]]] = field(default_factory=list)
    columns: int = 1  # of the legend


def map_art(
    atlas: Atlas,
    shown: Sequence[Record],
    focus: frozenset[str],
    box: Box,
    extent: Extent,
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
    keyed = legend.ROOM * columns + legend.GUTTER * (columns - 1) + 12
    frame = Frame(box, (left + keyed + 16, top + 6, right - 6, bottom - note.height - 4), extent)
    art = MapArt(columns=columns)
    painter = Painter(atlas, frame, pixel, focus)
    base, boundaries = painter.basemap()
    tints = painter.areas([record for record in shown if isinstance(record, Area)])
    lines = painter.lines([record for record in shown if isinstance(record, Segment) and record.claim != "rejected"])
    places = painter.places([record for record in shown if isinstance(record, Place)])
    panel: Box = (left + 5, top + 5, left + 5 + keyed, top + 5)
    rows: list[Item] = []
    for _ in range(2):  # the second time without what the legend itself covers
        visible = painter.window.difference(shapely.box(*panel)).difference(shapely.box(*note.box))
        art.drawn = [r for r in shown if r.id in painter.seen and painter.seen[r.id].intersects(visible)]
        art.groups = legend.entries(art.drawn, boundaries, atlas, faded=bool(focus))
        rows, high = legend.draw(art.groups, atlas, left=left + 11, top=top + 8, pixel=pixel, columns=columns)
        panel = (panel[0], panel[1], panel[2], top + 11 + high)
    if panel[3] > note.box[1] - 2 and columns < 4:
        return map_art(atlas, shown, focus, box, extent, pixel=pixel, notice=notice, columns=columns + 1)
    bar = _scale(painter, (panel[2] + 6, top + 14, right - 6, note.box[1] - 5))
    lattice, edges = furniture.graticule(frame, note.box[1], (panel, bar.box, note.box, *painter.marks))
    banner = furniture.banner((panel[2], top, right, note.box[1]), notice)
    placer = Placer(
        (left + 3, top + 3, right - 3, bottom - note.height - 2),
        [panel, bar.box, note.box, *([banner.box] if notice else []), *painter.marks, *(text.box for text in edges)],
        painter.ink,
    )
    named = [piece for name in names(shown, painter) for piece in placer.put(name)]
    inside = [rectangle(box, fill=SEA), *base, *tints, *lattice, *lines, *places]
    furnished: list[Item] = [
        rectangle(panel, fill="#ffffff", opacity=0.94), rectangle(panel, stroke="#c9cfd4", width=0.5), *rows,
        *bar.items, *note.items, *(banner.items if notice else ()),
    ]  # fmt: skip
    art.items = [
        Clip(box, (*inside, *edges, *named, *furnished)),
        rectangle(box, stroke="#8b98a3", width=0.7),
    ]
    return art


def _scale(painter: Painter, area: Box) -> furniture.Block:
    """Scale and north arrow in the corner of `area` where they hide least of what the map is about."""
    left, top, right, bottom = area
    drawn = shapely.union_all([*painter.ink, *(shapely.box(*mark).exterior for mark in painter.marks)])
    found = furniture.scale_and_north(painter.frame, left, bottom)
    wide, high = found.box[2] - found.box[0], found.height
    corners = [(left, bottom), (right - wide, bottom), (right - wide, top + high)]
    hidden = [drawn.intersection(shapely.box(x, y - high, x + wide, y)).length for x, y in corners]
    return furniture.scale_and_north(painter.frame, *corners[hidden.index(min(hidden))])
