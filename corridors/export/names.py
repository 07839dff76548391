"""What on the map wants a name, in which order: the selected first, then places and routes, then the basemap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import shapely

from corridors.export.labels import Name
from corridors.export.painter import Painter
from corridors.model import Area, Place, Record, Segment

_RANKS: Final = {"country": 10.0, "sea": 14.0, "city": 24.0, "region": 30.0, "disputed": 32.0}


def names(shown: Sequence[Record], painter: Painter) -> list[Name]:
    """Everything that wants a name, the most important first; the selected come before all."""
    zoom = painter.frame.zoom(painter.pixel) + 0.4
    found = [*_records(shown, painter, zoom), *_basemap(shown, painter, zoom)]
    return sorted(found, key=lambda name: (name.record not in painter.focus or not name.record, name.rank, name.text))


def _records(shown: Sequence[Record], painter: Painter, zoom: float) -> Iterable[Name]:
    pixel = painter.pixel
    for record in shown:
        if record.id not in painter.seen:
            continue
        chosen = record.id in painter.focus
        if isinstance(record, Segment):
            if painter.focus and not chosen:
                continue
            marks = (" ?" if record.claim == "speculative" else "") + (" †" if record.contested else "")
            yield Name(
                (record.label or record.name) + marks,
                "route",
                21.0 if record.context else 20.5 if "--" in record.id else 20.0,
                along=painter.paths[record.id],
                colour=painter.atlas.family[record.family].colour,
                record=record.id,
                gap=(13 if record.drawn == "notional" else 6) * pixel,
            )
        elif isinstance(record, Place):
            minor = record.kind in ("institution", "plant")
            if minor and not chosen and (zoom < 4.8 or painter.focus):
                continue
            at = painter.frame.point(record.geometry.x, record.geometry.y)
            # Beside something selected, another place's name is no more than a help to find one's way.
            kind, rank = ("city", 23.0) if painter.focus and not chosen else ("place", 15.0 if minor else 8.0)
            yield Name(record.name, kind, rank, at=at, record=record.id, gap=8 * pixel + 1.6)
        elif isinstance(record, Area) and (chosen or (record.geometry is not None and not painter.focus)):
            drawn = shapely.clip_by_rect(painter.seen[record.id], *painter.frame.content)
            if not drawn.is_empty:
                spot = drawn.representative_point()
                yield Name(record.name, "area", 18.0, at=(spot.x, spot.y), record=record.id)


def _basemap(shown: Sequence[Record], painter: Painter, zoom: float) -> Iterator[Name]:
    own = {record.name for record in painter.atlas.places}
    own |= {record.name for record in shown if record.id in painter.focus}
    left, top, right, bottom = painter.frame.box
    for feature in painter.atlas.basemap["labels"]["features"]:
        p = feature["properties"]
        doubled = p["kind"] in ("city", "country", "region") and p["name"] in own
        if doubled or not p["min_zoom"] <= zoom < p["max_zoom"] + 1:
            continue
        x, y = painter.frame.point(*feature["geometry"]["coordinates"])
        if left < x < right and top < y < bottom:
            rank = _RANKS.get(p["kind"], 30.0) + p.get("rank", 5) / 10
            yield Name(p["name"], p["kind"], rank, at=(x, y), gap=2.4)
