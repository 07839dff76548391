"""Where the map has to look to show certain records, and the selection that shows them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from shapely.geometry import shape

from corridors.model import Area, Atlas, Record
from corridors.selection import Selection, Viewport, shows

# A part of the frame, in CSS pixels, that neither card nor legend covers on a wide screen.
_ROOM: Final = (470.0, 420.0)
_CLOSEST, _FARTHEST = 6.0, 3.0  # zoom levels: a point does not claim more precision than its neighbourhood
_TILE = 256.0


def towards(
    selection: Selection, ids: Sequence[str], atlas: Atlas, *, page: str | None = None, keep_filters: bool = True
) -> Selection:
    """The selection with these records selected and in view; filters that would hide one of them are cleared."""
    known = tuple(dict.fromkeys(item for item in ids if item in atlas.by_id))
    records = [atlas.by_id[item] for item in known]
    seen = keep_filters and all(shows(selection, record, atlas) for record in records)
    base = selection if seen else selection.cleared()
    view = viewport(records, atlas) or selection.viewport
    return replace(base, selected=known, viewport=view, page=page or selection.page)


def viewport(records: Iterable[Record], atlas: Atlas) -> Viewport | None:
    """Centre in degrees and zoom level that frame what is drawn of the records; None when nothing is."""
    boxes = [box for record in records if (box := _bounds(record, atlas)) is not None]
    if not boxes:
        return None
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    low, high = _mercator(south), _mercator(north)
    across = max((east - west) / 360, 1e-6)
    upright = max((high - low) / (2 * math.pi), 1e-6)
    fitting = min(math.log2(_ROOM[0] / (_TILE * across)), math.log2(_ROOM[1] / (_TILE * upright)))
    zoom = math.floor(max(_FARTHEST, min(_CLOSEST, fitting)) * 4) / 4
    middle = math.degrees(2 * math.atan(math.exp((low + high) / 2)) - math.pi / 2)
    return Viewport((west + east) / 2, middle, zoom)


def _bounds(record: Record, atlas: Atlas) -> tuple[float, float, float, float] | None:
    """West, south, east, north in degrees of what is drawn of a record."""
    if record.claim == "rejected":
        return None
    geometry = getattr(record, "geometry", None)
    if geometry is None and isinstance(record, Area):
        features = atlas.basemap["countries"]["features"]
        outline = next((item for item in features if item["properties"]["iso_a3"] == record.iso_a3), None)
        geometry = shape(outline["geometry"]) if outline else None
    if geometry is None:
        return None
    west, south, east, north = geometry.bounds
    return west, south, east, north


def _mercator(latitude: float) -> float:
    """Height on the Mercator plane, in radians."""
    return math.log(math.tan(math.pi / 4 + math.radians(max(-85.0, min(85.0, latitude))) / 2))
