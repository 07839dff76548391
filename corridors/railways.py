"""Traced railways against a reference that the project does not ship: which share lies within 5 and 10 km of it.

A reference has gaps, and a gap is no fault of ours. Whether it *has* the railway between two neighbouring waypoints
is decided from the reference alone, not from how near our line comes: it must hold a chain of track from the one to
the other that is not much longer than our line. So a line drawn beside the track counts as bad, not as a gap.
Coordinates are WGS84 longitude, latitude in degrees; distances are kilometres.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from corridors import geo
from corridors.faults import Fault, MissingData
from corridors.model import Atlas, Segment

NEAR_KM: Final = 5.0
NEAR_SHARE: Final = 0.85
FAR_KM: Final = 10.0
FAR_SHARE: Final = 0.95
DETOUR: Final = 1.15  # a chain this much longer than ours, and FAR_KM at the ends, is still the same railway
_CELL: Final = 0.02  # degrees; chains may jump two cells, so a break in the reference of about 4 km does not count
_STEPS: Final = [(x, y) for x in range(-2, 3) for y in range(-2, 3) if (x, y) != (0, 0)]
_MARGIN: Final = 0.5  # degrees around a leg
_MAGIC: Final = b"fgb"

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Share:
    """One traced railway: its km, how many of them the reference has, and the shares of those near it (0 to 1)."""

    segment: str
    km: float
    held_km: float
    near: float | None
    far: float | None
    gaps: tuple[str, ...]


def lines(data: bytes) -> list[BaseGeometry]:
    """The railways of a FlatGeobuf file in EPSG:4326. Raises `MissingData` when it is anything else."""
    if not data.startswith(_MAGIC):  # GDAL would open many formats, some of which lead to other files
        raise MissingData("the reference is not a FlatGeobuf file (.fgb)")
    from pyogrio import read_dataframe  # noqa: PLC0415  (only this check needs it)

    frame = read_dataframe(data, columns=[])
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        raise MissingData("the reference is not in EPSG:4326 (WGS84 longitude, latitude)")
    return list(frame.geometry)


def compare(atlas: Atlas, reference: list[BaseGeometry]) -> tuple[list[Fault], list[Share]]:
    """The shares of every traced line with a track gauge, and a fault for each that is below the targets."""
    tree = shapely.STRtree(reference)
    shares = [share(item, tree) for item in atlas.segments if item.drawn == "traced" and item.gauges]
    faults = []
    for item in shares:
        if item.near is not None and item.far is not None and (item.near < NEAR_SHARE or item.far < FAR_SHARE):
            found = f"{item.near:.1%} within {NEAR_KM:g} km of the reference, {item.far:.1%} within {FAR_KM:g}"
            wanted = f"{NEAR_SHARE:.0%} and {FAR_SHARE:.0%}"
            faults.append(Fault("segments.geojson", item.segment, "geometry", found, wanted))
    return faults, shares


def share(segment: Segment, tree: shapely.STRtree) -> Share:
    """How near one traced railway lies to the reference, where that has it."""
    total, held, gaps, distances = 0.0, 0.0, [], []
    for name, leg in rail_legs(segment):
        km = geo.length_km(leg)
        total += km
        frame = shapely.box(*leg.bounds).buffer(_MARGIN, cap_style="square", join_style="mitre")
        tracks = shapely.MultiLineString(_clipped(tree, frame))
        if has_railway(tracks, geo.parts(leg)[0][[0, -1]], limit_km=DETOUR * km + FAR_KM):
            held += km
            distances.append(geo.distances_km(geo.samples(leg), tracks))
        else:
            gaps.append(name)
    if not distances:
        return Share(segment.id, total, held, None, None, tuple(gaps))
    joined = np.concatenate(distances)
    near, far = geo.share_within(joined, NEAR_KM), geo.share_within(joined, FAR_KM)
    return Share(segment.id, total, held, near, far, tuple(gaps))


def rail_legs(segment: Segment) -> Iterator[tuple[str, BaseGeometry]]:
    """Name and line of each stretch between neighbouring waypoints that lies in one of the segment's gauge runs."""
    names = [point.name for point in segment.waypoints]
    tracks = geo.parts(segment.geometry)
    railway = {
        index for run in segment.gauges if {run.from_, run.to} <= set(names)
        for index in range(names.index(run.from_), names.index(run.to))
    }  # fmt: skip
    for index, (start, end) in enumerate(pairwise(segment.waypoints)):
        for vertices in tracks:
            ends = [(start.longitude, start.latitude), (end.longitude, end.latitude)]
            line = shapely.LineString(vertices)
            if index in railway and all(geo.distance_km(point, line) < FAR_KM for point in ends):
                first, last = sorted(geo.position_km(vertices, point) for point in ends)
                yield f"{start.name}–{end.name}", geo.stretch(vertices, first, last)


def has_railway(tracks: BaseGeometry, ends: geo.Coordinates, *, limit_km: float) -> bool:
    """Whether `tracks` hold a chain of at most `limit_km` from the one end to the other, both within 10 km of it."""
    cells = {
        (int(x), int(y)) for x, y in np.round(shapely.get_coordinates(shapely.segmentize(tracks, _CELL / 4)) / _CELL)
    }
    start, goal = (_nearest(cells, (float(end[0]), float(end[1]))) for end in ends)
    if start is None or goal is None:
        return False
    reached, queue = {start: 0.0}, [(0.0, start)]
    while queue:
        km, cell = heapq.heappop(queue)
        if cell == goal:
            return True
        for x, y in _STEPS:
            step = (cell[0] + x, cell[1] + y)
            if step in cells:
                there = km + geo.between_km(_degrees(cell), _degrees(step))
                if there <= limit_km and there < reached.get(step, np.inf):
                    reached[step] = there
                    heapq.heappush(queue, (there, step))
    return False


def _nearest(cells: set[Cell], point: tuple[float, float]) -> Cell | None:
    around = [cell for cell in cells if abs(cell[0] * _CELL - point[0]) < 0.3 and abs(cell[1] * _CELL - point[1]) < 0.3]
    best = min(around, key=lambda cell: geo.between_km(point, _degrees(cell)), default=None)
    return best if best is not None and geo.between_km(point, _degrees(best)) <= FAR_KM else None


def _degrees(cell: Cell) -> tuple[float, float]:
    return cell[0] * _CELL, cell[1] * _CELL


def _clipped(tree: shapely.STRtree, frame: BaseGeometry) -> list[BaseGeometry]:
    """Reference lines cut to a frame, as single lines."""
    found = shapely.intersection(tree.geometries[tree.query(frame, predicate="intersects")], frame)
    return [part for part in shapely.get_parts(found) if part.geom_type == "LineString" and not part.is_empty]
