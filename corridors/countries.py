"""Where a line runs: the basemap's countries, asked through a spatial index.

Coordinates are WGS84 (EPSG:4326) longitude, latitude in degrees; lengths are geodesic kilometres, measured by `geo.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from corridors import geo

_NEARBY_DEGREES: Final = 1.0


class Run(NamedTuple):
    """A stretch of a line inside one country (ISO 3166 alpha-3), or outside all of them (None), in km."""

    country: str | None
    km: float


def lengths_km(runs: Iterable[Run]) -> dict[str | None, float]:
    """Geodesic length in each country, in travel order; None gathers what lies in none of them (water)."""
    total: dict[str | None, float] = {}
    for run in runs:
        total[run.country] = total.get(run.country, 0.0) + run.km
    return total


def names(basemap: Mapping[str, Any]) -> dict[str, str]:
    """The basemap's names of countries by their ISO 3166 alpha-3 codes."""
    found = (feature["properties"] for feature in basemap["countries"]["features"])
    return {properties["iso_a3"]: properties["name"] for properties in found}


class Countries:
    """The basemap's countries under Shapely's spatial index, for asking where a line runs.

    The shapes are simplified (data/basemap/README.md: 99 % of the borders within 2.5 km in the focus): good for which
    country a stretch lies in, not for on which side of a border a single place lies.
    """

    def __init__(self, features: Iterable[Mapping[str, Any]]) -> None:
        """`features` are GeoJSON features with a Polygon or MultiPolygon and the property `iso_a3`."""
        self._shapes = {str(item["properties"]["iso_a3"]): shape(item["geometry"]) for item in features}
        self._codes = list(self._shapes)
        self._outlines = np.array(list(self._shapes.values()), dtype=object)
        self._index = shapely.STRtree(self._outlines)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The countries' codes."""
        return frozenset(self._codes)

    def runs(self, line: BaseGeometry) -> list[Run]:
        """The line cut at borders and shores, in travel order; parts follow one another."""
        found: list[Run] = []
        shapes, index_of = self._outlines, self._index
        for vertices in geo.parts(line):
            edges = shapely.linestrings(np.stack([vertices[:-1], vertices[1:]], axis=1))
            inside: dict[int, list[tuple[float, float, str]]] = {}
            whole = {(int(edge), int(row)) for edge, row in index_of.query(edges, predicate="covered_by").T}
            for edge, row in index_of.query(edges, predicate="intersects").T:
                code = self._codes[row]
                if (int(edge), int(row)) in whole:
                    inside.setdefault(int(edge), []).append((0.0, 1.0, code))
                    continue
                for piece in shapely.get_parts(edges[edge].intersection(shapes[row])):
                    ends = [shapely.Point(xy) for xy in shapely.get_coordinates(piece)[[0, -1]]]
                    low, high = sorted(shapely.line_locate_point(edges[edge], ends, normalized=True))
                    inside.setdefault(int(edge), []).append((float(low), float(high), code))
            for index, km in enumerate(geo.edges_km(vertices).tolist()):
                done = 0.0
                for low, high, code in sorted(inside.get(index, ())):
                    _extend(found, None, (low - done) * km)
                    _extend(found, code, (high - max(low, done)) * km)
                    done = max(done, high)
                _extend(found, None, (1.0 - done) * km)
        return found

    def order(
        self,
        line: BaseGeometry,
        runs: Sequence[Run],
        *,
        sliver_km: float,
        shore_km: float,
        keep: Sequence[str] = (),
    ) -> tuple[str, ...]:
        """Countries in travel order, from the line's runs.

        Runs shorter than `sliver_km` count only if their country is in `keep` and has no longer run: a simplified
        border can cut a corner. An end in the water counts for the country whose shore is within `shore_km`.
        """
        long = {run.country for run in runs if run.km >= sliver_km}
        named: list[str | None] = [
            run.country for run in runs
            if run.country and (run.km >= sliver_km or (run.country in keep and run.country not in long))
        ]  # fmt: skip
        vertices = shapely.get_coordinates(line)
        if runs and runs[0].country is None:
            named.insert(0, self.nearest(tuple(vertices[0]), shore_km))
        if runs and runs[-1].country is None:
            named.append(self.nearest(tuple(vertices[-1]), shore_km))
        countries = [code for code in named if code]
        return tuple(code for index, code in enumerate(countries) if index == 0 or countries[index - 1] != code)

    def nearest(self, point: tuple[float, float], within_km: float) -> str | None:
        """The country that a point (longitude, latitude) lies in or is nearest to, within `within_km`, or None."""
        place = shapely.Point(point)
        rows = self._index.query(place.buffer(_NEARBY_DEGREES))
        near = {self._codes[row]: geo.distance_km(point, _around(self._outlines[row], place)) for row in rows}
        code = min(near, key=near.__getitem__, default=None)
        return code if code is not None and near[code] <= within_km else None

    def border(self, a: str, b: str) -> BaseGeometry:
        """The line that two countries share; empty when they do not touch or are not on the basemap."""
        if not {a, b} <= self.codes:
            return shapely.LineString()
        return self._shapes[a].intersection(self._shapes[b])

    def land_near(self, line: BaseGeometry) -> BaseGeometry:
        """All land within about one degree of a line's frame."""
        frame = shapely.box(*line.buffer(_NEARBY_DEGREES).bounds)
        rows = self._index.query(frame, predicate="intersects")
        return shapely.union_all(shapely.intersection(self._outlines[rows], frame))


def _extend(runs: list[Run], country: str | None, km: float) -> None:
    """Adds a stretch to the last run or begins a new one; a touch of less than a metre is neither."""
    if km < 0.001:
        return
    if runs and runs[-1].country == country:
        runs[-1] = Run(country, runs[-1].km + km)
    else:
        runs.append(Run(country, km))


def _around(outline: BaseGeometry, place: BaseGeometry) -> BaseGeometry:
    return shapely.intersection(outline, shapely.box(*place.buffer(_NEARBY_DEGREES).bounds))
