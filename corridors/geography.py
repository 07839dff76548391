"""The cartographer's rules, held against every segment of an atlas: `python -m corridors check --geography`.

Distances are geodesic kilometres. The limits are the project's promises, not tuning knobs: a segment that breaks one
is mended in the data. The only exception is a published length that the drawing cannot reach, named with its reason
in `SHORT_DRAWINGS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shapely.geometry import shape

from corridors import geo
from corridors.countries import Countries, Run
from corridors.faults import Fault
from corridors.model import Atlas, Segment

FILE: Final = "segments.geojson"
SPACING_KM: Final = 20.0  # a traced line has a vertex at least this often
ON_LINE_KM: Final = 2.0  # waypoints, crossings and breaks of gauge lie on the line
TRUE_PLACE_KM: Final = 5.0  # a waypoint lies where the atlas or its basemap has a place of the same name
BORDER_KM: Final = 5.0  # a crossing lies at its border; what a line may cut of an unlisted country or of the water
LENGTH_BELOW, LENGTH_ABOVE = -0.06, 0.03  # drawn against published
PORT_KM: Final = 5.0  # a sea leg may touch land within this distance of its ends
HARBOUR_KM: Final = 10.0  # and comes near the shore only within this distance of them
CAPE_KM: Final = 5.0
SHORT_DRAWINGS: Final[Mapping[str, str]] = {
    "nstc--zahedan-chabahar": "mountains between Khash and Nikshahr, whose bends are not known; drawn schematically",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured on one segment, in km. None: the rule does not apply to it."""

    segment: str
    drawn: str
    km: float | None
    published_km: float | None
    spacing_km: float
    runs: tuple[Run, ...]
    off_line_km: float | None
    off_border_km: float | None
    off_land_km: float | None

    @property
    def deviation(self) -> float | None:
        """Drawn against published length, as a share: -0.05 is 5 % short."""
        return self.km / self.published_km - 1 if self.km and self.published_km else None


class Ground:
    """What the rules measure against: the basemap's countries, and where its cities and the atlas's places are."""

    def __init__(self, atlas: Atlas) -> None:
        """Reads nothing: the atlas brings its basemap."""
        self.countries = Countries(atlas.basemap["countries"]["features"])
        self.known: dict[str, list[tuple[float, float]]] = {}
        for place in atlas.places:
            self.known.setdefault(place.name, []).append((place.geometry.x, place.geometry.y))
        for label in atlas.basemap["labels"]["features"]:
            if label["properties"]["kind"] == "city":
                point = shape(label["geometry"])
                self.known.setdefault(label["properties"]["name"], []).append((point.x, point.y))


def examine(atlas: Atlas) -> tuple[list[Fault], list[Row]]:
    """Every fault and one row for each segment, in the atlas's order."""
    ground = Ground(atlas)
    faults: list[Fault] = []
    rows = []
    for segment in atlas.segments:
        rows.append(measure(segment, ground))
        faults.extend(judge(segment, rows[-1], ground))
    return faults, rows


def measure(segment: Segment, ground: Ground) -> Row:
    """The figures of one segment. A notional band gets no length: none is claimed."""
    line, claims_length = segment.geometry, segment.drawn != "notional"
    at_borders = [
        geo.distance_km((item.longitude, item.latitude), ground.countries.border(*item.between))
        for item in segment.crossings
    ]
    off_land = None
    if segment.mode == "sea":
        off_land = geo.clearance_km(line, ground.countries.land_near(line), ends_km=HARBOUR_KM)
    return Row(
        segment=segment.id,
        drawn=segment.drawn,
        km=geo.length_km(line) if claims_length else None,
        published_km=segment.length_km,
        spacing_km=geo.widest_spacing_km(line),
        runs=tuple(ground.countries.runs(line)),
        off_line_km=max((km for *_, km in _off_line(segment)), default=None),
        off_border_km=max(at_borders, default=None),
        off_land_km=off_land,
    )


def judge(segment: Segment, row: Row, ground: Ground) -> Iterator[Fault]:
    """The rules that a segment breaks."""
    yield from _shape(segment, row)
    yield from _points(segment, ground)
    yield from _countries(segment, row, ground)
    if segment.mode == "sea":
        yield from _sea(segment, row, ground)


def _shape(segment: Segment, row: Row) -> Iterator[Fault]:
    if segment.drawn == "traced" and row.spacing_km > SPACING_KM:
        found = f"neighbouring vertices {row.spacing_km:.1f} km apart"
        yield _fault(segment, "geometry", found, f"a vertex at least every {SPACING_KM:g} km on a traced line")
    if segment.drawn == "notional" and segment.length_km is not None:
        found, wanted = f"{segment.length_km:g} km for a notional band", "no length: it has no course"
        yield _fault(segment, "length_km", found, wanted)
    deviation = row.deviation
    if deviation is None or segment.id in SHORT_DRAWINGS:
        return
    if not LENGTH_BELOW <= deviation <= LENGTH_ABOVE:
        found = f"drawn {row.km:.0f} km, published {row.published_km:.0f} ({deviation:+.2%})"
        yield _fault(segment, "length_km", found, f"a drawing within {LENGTH_BELOW:+.0%} to {LENGTH_ABOVE:+.0%}")


def _points(segment: Segment, ground: Ground) -> Iterator[Fault]:
    for field, name, km in _off_line(segment):
        if km > ON_LINE_KM:
            found = f"{name} {km:.1f} km from the line"
            yield _fault(segment, field, found, f"a point on the line, within {ON_LINE_KM:g} km")
    for index, point in enumerate(segment.waypoints):
        here = (point.longitude, point.latitude)
        off = min((geo.between_km(here, true) for true in ground.known.get(point.name, ())), default=0.0)
        if off > TRUE_PLACE_KM:
            found = f"{point.name} {off:.1f} km from where the atlas or the basemap has it"
            yield _fault(segment, f"waypoints[{index}]", found, f"within {TRUE_PLACE_KM:g} km, or another name")
    for index, crossing in enumerate(segment.crossings):
        border = ground.countries.border(*crossing.between)
        km = geo.distance_km((crossing.longitude, crossing.latitude), border)
        if km > BORDER_KM:
            found = f"{crossing.name} {km:.1f} km from the border of {' and '.join(crossing.between)}"
            yield _fault(segment, f"crossings[{index}]", found, f"within {BORDER_KM:g} km of the border it names")


def _countries(segment: Segment, row: Row, ground: Ground) -> Iterator[Fault]:
    line, listed = segment.geometry, segment.countries
    computed = ground.countries.order(line, row.runs, sliver_km=BORDER_KM, shore_km=HARBOUR_KM, keep=listed)
    if computed != listed:
        found, wanted = f"{'-'.join(listed)}, drawn through {'-'.join(computed)}", "the countries in travel order"
        yield _fault(segment, "countries", found, wanted)
    for country, km in row.runs:
        if country is None and segment.drawn == "traced" and km > BORDER_KM:
            yield _fault(segment, "geometry", f"{km:.1f} km over water", "a traced railway or road on land")


def _sea(segment: Segment, row: Row, ground: Ground) -> Iterator[Fault]:
    line = segment.geometry
    share = geo.over_land_share(line, ground.countries.land_near(line), ends_km=PORT_KM)
    if share > 0:
        yield _fault(segment, "geometry", f"{share:.1%} over land", f"water, but for {PORT_KM:g} km at the ports")
    if row.off_land_km is not None and row.off_land_km < CAPE_KM:
        found = f"{row.off_land_km:.1f} km from land, more than {HARBOUR_KM:g} km from the ports"
        yield _fault(segment, "geometry", found, f"capes passed at {CAPE_KM:g} km or more")
    vertices = geo.parts(line)[0]
    for end, point in zip((vertices[0], vertices[-1]), (segment.waypoints[:1], segment.waypoints[-1:]), strict=True):
        if not point or geo.between_km(tuple(end), (point[0].longitude, point[0].latitude)) > ON_LINE_KM:
            yield _fault(segment, "waypoints", "an end that is not at a port", "a leg from its first to its last port")


def _off_line(segment: Segment) -> list[tuple[str, str, float]]:
    """Field, name and distance from the line of each waypoint, crossing and break of gauge."""
    return [
        (f"{field}[{index}]", item.name, geo.distance_km((item.longitude, item.latitude), segment.geometry))
        for field in ("waypoints", "crossings", "breaks_of_gauge")
        for index, item in enumerate(getattr(segment, field))
    ]


def _fault(segment: Segment, field: str, found: str, wanted: str) -> Fault:
    return Fault(FILE, segment.id, field, found, wanted)
