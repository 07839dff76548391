"""The sheet's projection: Lambert's conformal conic with standard parallels 25° N and 50° N, on the WGS84 ellipsoid.

Geographic coordinates are longitude, latitude in degrees; projected ones are metres; page ones are points, y down.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from pyproj import Geod, Proj
from shapely.geometry.base import BaseGeometry

from corridors.export.scene import Box, Point

PARALLELS: Final = (25.0, 50.0)
STEP_DEGREES: Final = 0.5  # no piece of a drawn line is longer: straight lines on the globe bend on the sheet
PAD: Final = 6.0  # points beyond the frame that are still drawn, and then clipped
_WORLD: Final = (-25.0, -12.0, 170.0, 80.0)  # what the basemap covers
_GEOD: Final = Geod(ellps="WGS84")

Bounds = tuple[float, float, float, float]  # west, south, east, north


class Frame:
    """A map frame on the page: `box` all of it, `content` the part that the legend leaves free.

    `bounds` (west, south, east, north in degrees) is fitted into `content`, the middle on the middle.
    """

    def __init__(self, box: Box, content: Box, bounds: Bounds) -> None:
        west, south, east, north = bounds
        self.box, self.content, self.bounds = box, content, bounds
        self.central = min(110.0, max(30.0, round((west + east) / 2, 1)))
        self.proj = Proj(
            proj="lcc", lat_1=PARALLELS[0], lat_2=PARALLELS[1], lat_0=37, lon_0=self.central, ellps="WGS84"
        )
        rim = shapely.segmentize(shapely.box(west, south, east, north).exterior, STEP_DEGREES)
        x, y = self.proj(*shapely.get_coordinates(rim).T)
        room_x, room_y = content[2] - content[0], content[3] - content[1]
        self.scale = float(min(room_x / (x.max() - x.min()), room_y / (y.max() - y.min())))  # points per metre
        self.shift = (
            (content[0] + content[2]) / 2 - self.scale * float(x.max() + x.min()) / 2,
            (content[1] + content[3]) / 2 + self.scale * float(y.max() + y.min()) / 2,
        )

    def points(self, coordinates: Any) -> Any:
        """Page points, an array of (x, y), of geographic coordinates."""
        x, y = self.proj(*np.asarray(coordinates, dtype=float).T)
        return np.column_stack((self.shift[0] + self.scale * np.asarray(x), self.shift[1] - self.scale * np.asarray(y)))

    def point(self, longitude: float, latitude: float) -> Point:
        """The page point of one place."""
        x, y = self.points([(longitude, latitude)])[0]
        return float(x), float(y)

    def place(self, x: float, y: float) -> Point:
        """The longitude and latitude of a page point."""
        longitude, latitude = self.proj(
            (x - self.shift[0]) / self.scale, (self.shift[1] - y) / self.scale, inverse=True
        )
        return float(longitude), float(latitude)

    @cached_property
    def cover(self) -> Bounds:
        """Degrees that hold everything in the frame, with a margin."""
        left, top, right, bottom = self.box
        grid = [(x, y) for x in np.linspace(left, right, 25) for y in np.linspace(top, bottom, 25)]
        places = np.array([self.place(x, y) for x, y in grid])
        west, south = places.min(axis=0) - 2
        east, north = places.max(axis=0) + 2
        return (
            max(_WORLD[0], float(west)), max(_WORLD[1], float(south)),
            min(_WORLD[2], float(east)), min(_WORLD[3], float(north)),
        )  # fmt: skip

    def draw(self, geometry: BaseGeometry, *, tolerance: float = 0.08) -> BaseGeometry:
        """A geometry in degrees as page geometry, its edges densified, cut a little outside the frame."""
        cut = shapely.clip_by_rect(geometry, *self.cover)
        if cut.is_empty:
            return cut
        drawn = shapely.transform(shapely.segmentize(cut, STEP_DEGREES), self.points)
        left, top, right, bottom = self.box
        if geometry.geom_type.endswith("Polygon"):
            drawn = shapely.make_valid(drawn)
        return shapely.clip_by_rect(
            shapely.simplify(drawn, tolerance), left - PAD, top - PAD, right + PAD, bottom + PAD
        )

    @cached_property
    def middle(self) -> Point:
        """Longitude and latitude of the frame's middle."""
        left, top, right, bottom = self.box
        return self.place((left + right) / 2, (top + bottom) / 2)

    @cached_property
    def north(self) -> float:
        """Clockwise angle in radians, on the page, of true north at the frame's middle."""
        longitude, latitude = self.middle
        (x0, y0), (x1, y1) = self.points([(longitude, latitude), (longitude, latitude + 0.01)])
        return math.atan2(float(x1 - x0), float(y0 - y1))

    def kilometre(self) -> float:
        """Points on the page for one kilometre at the frame's middle (the projection is conformal: any direction)."""
        longitude, latitude = self.middle
        east, north, _ = _GEOD.fwd(longitude, latitude, 90, 10_000)
        (x0, y0), (x1, y1) = self.points([(longitude, latitude), (east, north)])
        return math.hypot(float(x1 - x0), float(y1 - y0)) / 10

    @cached_property
    def distortion(self) -> tuple[float, float]:
        """Smallest and largest scale in the frame, as shares of the scale at its middle."""
        left, top, right, bottom = self.box
        grid = [self.place(x, y) for x in np.linspace(left, right, 15) for y in np.linspace(top, bottom, 15)]
        factors = self.proj.get_factors(*np.array(grid).T).meridional_scale
        here = float(self.proj.get_factors(*self.middle).meridional_scale)
        return float(np.min(factors)) / here, float(np.max(factors)) / here

    def zoom(self, pixel: float) -> float:
        """The web map zoom at which the screen shows this detail, with `pixel` points for a CSS pixel."""
        metres = pixel / self.kilometre() * 1000
        return math.log2(156543.034 * math.cos(math.radians(self.middle[1])) / metres)


def fit(geometries: list[BaseGeometry], *, least_km: float, margin: float) -> Bounds | None:
    """Degrees around geometries with a margin (share of the size on each side), at least `least_km` across."""
    found = [geometry.bounds for geometry in geometries if geometry is not None and not geometry.is_empty]
    if not found:
        return None
    west, south = min(b[0] for b in found), min(b[1] for b in found)
    east, north = max(b[2] for b in found), max(b[3] for b in found)
    high = max((north - south) * (1 + 2 * margin), least_km / 111.2)
    wide = max((east - west) * (1 + 2 * margin), least_km / 111.2 / math.cos(math.radians((south + north) / 2)))
    x, y = (west + east) / 2, (south + north) / 2
    return (
        max(_WORLD[0], x - wide / 2), max(_WORLD[1], y - high / 2),
        min(_WORLD[2], x + wide / 2), min(_WORLD[3] - 2, y + high / 2),
    )  # fmt: skip


def around(longitude: float, latitude: float, zoom: float) -> Bounds:
    """What a browser window of 1000 by 700 pixels shows at a Web Mercator zoom."""
    degrees = 360 / 256 / 2**zoom  # of longitude for a pixel
    down = degrees * math.cos(math.radians(latitude))
    return (
        max(_WORLD[0], longitude - 500 * degrees), max(_WORLD[1], latitude - 350 * down),
        min(_WORLD[2], longitude + 500 * degrees), min(_WORLD[3] - 2, latitude + 350 * down),
    )  # fmt: skip
