"""A map frame on a page: what part of the world it shows, and where on the page each place of it lies.

Geographic coordinates are longitude, latitude in degrees; page ones are points from the upper left corner, y down.
The projection is `geo.Conic`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from corridors.export.scene import Box, Point
from corridors.geo import Conic

STEP_DEGREES: Final = 0.5  # no piece of a drawn line is longer: straight lines on the globe bend on the sheet
PAD: Final = 6.0  # points beyond the frame that are still drawn, and then clipped
_WORLD: Final = (-25.0, -12.0, 170.0, 80.0)  # what the basemap covers
_DRAWABLE: Final = (*_WORLD[:3], _WORLD[3] - 2)
_WEB_METRES: Final = 156543.034  # ground metres of a CSS pixel on the equator at Web Mercator zoom 0


@dataclass(frozen=True, slots=True)
class Extent:
    """What a frame must show: a shape in degrees, with a margin (share of its size on each side), but no less than
    `least_km` across.
    """

    shape: BaseGeometry
    margin: float = 0.0
    least_km: float = 0.0


class Frame:
    """A map frame on the page: `box` all of it, `content` the part that nothing covers, into which the extent is
    fitted, the middle on the middle.
    """

    def __init__(self, box: Box, content: Box, extent: Extent) -> None:
        self.box, self.content = box, content
        west, _, east, _ = extent.shape.bounds
        self.conic = Conic(min(110.0, max(30.0, round((west + east) / 2, 1))))
        drawn = self.conic.metres(shapely.get_coordinates(shapely.segmentize(extent.shape, STEP_DEGREES)))
        low, high = drawn.min(axis=0), drawn.max(axis=0)
        wide, tall = np.maximum((high - low) * (1 + 2 * extent.margin), extent.least_km * 1000)
        x, y = (low + high) / 2
        room = content[2] - content[0], content[3] - content[1]
        self.scale = float(min(room[0] / wide, room[1] / tall))  # points for a metre in the plane
        self.shift = (
            (content[0] + content[2]) / 2 - self.scale * float(x), (content[1] + content[3]) / 2 + self.scale * float(y)
        )  # fmt: skip

    def points(self, coordinates: Any) -> Any:
        """Page points, an array of (x, y), of geographic coordinates."""
        return self.conic.metres(coordinates) * (self.scale, -self.scale) + self.shift

    def point(self, longitude: float, latitude: float) -> Point:
        """The page point of one place."""
        x, y = self.points([(longitude, latitude)])[0]
        return float(x), float(y)

    def places(self, points: Any) -> Any:
        """The longitudes and latitudes of page points."""
        return self.conic.degrees((np.asarray(points) - self.shift) / (self.scale, -self.scale))

    @cached_property
    def cover(self) -> Box:
        """Degrees (west, south, east, north) that hold everything in the frame, with a margin."""
        found = self.places(self._grid(25))
        west, south = found.min(axis=0) - 2
        east, north = found.max(axis=0) + 2
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
        longitude, latitude = self.places([((left + right) / 2, (top + bottom) / 2)])[0]
        return float(longitude), float(latitude)

    @cached_property
    def north(self) -> float:
        """Clockwise angle in radians, on the page, of true north at the frame's middle."""
        return self.conic.north(*self.middle)

    def kilometre(self) -> float:
        """Points on the page for one kilometre at the frame's middle."""
        return self.scale * 1000 * float(self.conic.stretch([self.middle])[0])

    @cached_property
    def distortion(self) -> tuple[float, float]:
        """Smallest and largest scale in the frame, as shares of the scale at its middle."""
        factors = self.conic.stretch(self.places(self._grid(15)))
        here = float(self.conic.stretch([self.middle])[0])
        return float(np.min(factors)) / here, float(np.max(factors)) / here

    def zoom(self, pixel: float) -> float:
        """The web map zoom at which the screen shows this detail, with `pixel` points for a CSS pixel."""
        metres = pixel / self.kilometre() * 1000
        return math.log2(_WEB_METRES * math.cos(math.radians(self.middle[1])) / metres)

    def _grid(self, steps: int) -> Any:
        left, top, right, bottom = self.box
        x, y = np.meshgrid(np.linspace(left, right, steps), np.linspace(top, bottom, steps))
        return np.column_stack((x.ravel(), y.ravel()))


def around(longitude: float, latitude: float, zoom: float) -> Extent | None:
    """What a browser window of 1000 by 700 pixels shows at a Web Mercator zoom, as far as the basemap goes."""
    wide = 360 / 256 / 2**zoom  # degrees of longitude for a pixel
    high = wide * math.cos(math.radians(latitude))
    west, south = longitude - 500 * wide, latitude - 350 * high
    return fit([shapely.box(west, south, west + 1000 * wide, south + 700 * high)])


def fit(geometries: Iterable[BaseGeometry], *, margin: float = 0.0, least_km: float = 0.0) -> Extent | None:
    """An extent that holds all of these shapes, as far as the basemap goes; None when there is none."""
    inside = shapely.geometrycollections([shapely.clip_by_rect(item, *_DRAWABLE) for item in geometries])
    return None if inside.is_empty else Extent(inside, margin, least_km)
