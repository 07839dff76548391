"""The only module that reprojects or measures.

Geometries come in WGS84 (EPSG:4326), longitude before latitude, in degrees; nothing guesses another CRS. Lengths and
distances go out in kilometres on the WGS84 ellipsoid. Where a plane is needed it is an azimuthal equidistant one
around what is measured: true from its centre, and within 0.2 % for shapes up to about 1,200 km across. Exported maps
are drawn in `Conic`.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Proj
from shapely.geometry.base import BaseGeometry

Coordinates = NDArray[np.float64]  # rows of longitude, latitude in degrees
_GEOD = Geod(ellps="WGS84")
_DENSE_DEGREES = 0.05  # a GeoJSON edge is straight in degrees: bend it so in the plane too
CONIC_PARALLELS: Final = (25.0, 50.0)  # degrees north
_CONIC_ORIGIN: Final = 37.0  # degrees north; where the plane's y is 0, of no consequence for a drawing


class Conic:
    """Lambert's conformal conic with standard parallels 25° N and 50° N: a plane in metres, y to the north.

    `central` is the meridian, in degrees east, that stands upright.
    """

    def __init__(self, central: float) -> None:
        south, north = CONIC_PARALLELS
        self.central = central
        self._proj = Proj(proj="lcc", lat_1=south, lat_2=north, lat_0=_CONIC_ORIGIN, lon_0=central, ellps="WGS84")

    def metres(self, degrees: Any) -> Coordinates:
        """Rows of x, y in metres of rows of longitude, latitude."""
        return np.column_stack(self._proj(*np.asarray(degrees, dtype=float).T))

    def degrees(self, metres: Any) -> Coordinates:
        """Rows of longitude, latitude of rows of x, y in metres."""
        x, y = np.asarray(metres, dtype=float).T
        return np.column_stack(self._proj(x, y, inverse=True))

    def stretch(self, degrees: Any) -> NDArray[np.float64]:
        """Plane metres for a metre on the ground at each place; the projection is conformal: in any direction."""
        return np.asarray(self._proj.get_factors(*np.asarray(degrees, dtype=float).T).meridional_scale)

    def north(self, longitude: float, latitude: float) -> float:
        """Clockwise angle in radians of true north at a place, from the plane's y axis."""
        (x0, y0), (x1, y1) = self.metres([(longitude, latitude), (longitude, latitude + 0.01)])
        return math.atan2(float(x1 - x0), float(y1 - y0))


def parts(line: BaseGeometry) -> list[Coordinates]:
    """Vertices of each part of a LineString or MultiLineString."""
    return [shapely.get_coordinates(part) for part in shapely.get_parts(line)]


def between_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Geodesic distance of two points (longitude, latitude)."""
    return float(_GEOD.inv(a[0], a[1], b[0], b[1])[2]) / 1000


def edges_km(vertices: Coordinates) -> NDArray[np.float64]:
    """Geodesic length of each edge between consecutive vertices."""
    x, y = vertices[:, 0], vertices[:, 1]
    return np.asarray(_GEOD.inv(x[:-1], y[:-1], x[1:], y[1:])[2]) / 1000


def length_km(line: BaseGeometry) -> float:
    """Geodesic length of a line, all parts together, without the gaps between them."""
    return float(sum(edges_km(part).sum() for part in parts(line)))


def widest_spacing_km(line: BaseGeometry) -> float:
    """The longest edge between neighbouring vertices of one part."""
    return float(max(edges_km(part).max() for part in parts(line)))


def plane(shape: BaseGeometry, centre: tuple[float, float]) -> BaseGeometry:
    """A shape in km east and north of `centre` (longitude, latitude), azimuthal equidistant."""
    project = Proj(proj="aeqd", lon_0=centre[0], lat_0=centre[1], ellps="WGS84", units="km")

    def flat(degrees: Coordinates) -> Coordinates:
        return np.column_stack(project(degrees[:, 0], degrees[:, 1]))

    return shapely.transform(shapely.segmentize(shape, _DENSE_DEGREES), flat)


def distance_km(point: tuple[float, float], shape: BaseGeometry) -> float:
    """Distance of a point (longitude, latitude) to the nearest place of a shape. Infinite when that is empty."""
    if shape.is_empty:
        return float("inf")
    return float(plane(shape, point).distance(shapely.Point(0, 0)))


def distances_km(points: Coordinates, shape: BaseGeometry) -> NDArray[np.float64]:
    """Distance of each point to a shape, for points that lie within about 1,200 km of each other."""
    centre = _middle(points)
    flat = shapely.get_parts(plane(shapely.multipoints(points), centre))
    target = plane(shape, centre)
    shapely.prepare(target)
    return np.asarray(shapely.distance(flat, target))


def samples(line: BaseGeometry, step_km: float = 1.0) -> Coordinates:
    """Points on the line at equal steps of at most `step_km` along each edge, for shares by length."""
    found = []
    for vertices in parts(line):
        for start, end, km in zip(vertices, vertices[1:], edges_km(vertices), strict=False):
            count = max(1, round(km / step_km))
            found.append(start + (end - start) * ((np.arange(count) + 0.5) / count)[:, None])
    return np.vstack(found)


def position_km(vertices: Coordinates, point: tuple[float, float]) -> float:
    """How far along a part the place nearest to `point` (longitude, latitude) lies, from the part's beginning."""
    flat = shapely.get_coordinates(
        shapely.transform(shapely.LineString(vertices), lambda xy: _scaled(xy, point[1])),
    )
    target = shapely.Point(_scaled(np.array([point]), point[1])[0])
    edges = shapely.linestrings(np.stack([flat[:-1], flat[1:]], axis=1))
    index = int(np.argmin(shapely.distance(edges, target)))
    lengths = edges_km(vertices)
    share = shapely.line_locate_point(edges[index], target, normalized=True)
    return float(lengths[:index].sum() + lengths[index] * share)


def stretch(vertices: Coordinates, start_km: float, end_km: float) -> BaseGeometry:
    """The stretch of a part between two positions along it."""
    reached = np.concatenate([[0.0], np.cumsum(edges_km(vertices))])
    cuts = np.array([start_km, end_km])
    ends = np.column_stack([np.interp(cuts, reached, vertices[:, axis]) for axis in (0, 1)])
    inside = vertices[(reached > start_km) & (reached < end_km)]
    return shapely.LineString(np.vstack([ends[:1], inside, ends[1:]]))


def share_within(distances: NDArray[np.float64], km: float) -> float:
    """Share, 0 to 1, of the distances that are at most `km`."""
    return float(np.mean(distances <= km))


def over_land_share(leg: BaseGeometry, land: BaseGeometry, *, ends_km: float) -> float:
    """Share, 0 to 1, of a sea leg that lies on land, not counting what is within `ends_km` of its two ends."""
    open_leg, ground = _leg_and_land(leg, land, ends_km)
    return float(open_leg.intersection(ground).length / length_km(leg))


def clearance_km(leg: BaseGeometry, land: BaseGeometry, *, ends_km: float) -> float:
    """Smallest distance of a sea leg to land farther than `ends_km` from its two ends."""
    open_leg, ground = _leg_and_land(leg, land, ends_km)
    return float("inf") if ground.is_empty or open_leg.is_empty else float(open_leg.distance(ground))


def _middle(points: Coordinates) -> tuple[float, float]:
    low, high = points.min(axis=0), points.max(axis=0)
    return float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2


def _scaled(degrees: Coordinates, latitude: float) -> Coordinates:
    """Degrees with longitudes shrunk as at `latitude`, so that nearest means nearest."""
    scaled: Coordinates = degrees * np.array([np.cos(np.radians(latitude)), 1.0])
    return scaled


def _leg_and_land(leg: BaseGeometry, land: BaseGeometry, ends_km: float) -> tuple[BaseGeometry, BaseGeometry]:
    """A sea leg without its ends, and the land, on one plane in km."""
    centre = _middle(shapely.get_coordinates(leg))
    flat = plane(leg, centre)
    vertices = shapely.get_coordinates(flat)
    return flat.difference(shapely.multipoints(vertices[[0, -1]]).buffer(ends_km)), plane(land, centre)
