"""Positions by RFC 7946 section 3.1.1, and what the positions of one geometry amount to.

A position is `[longitude, latitude]` in WGS84 decimal degrees, with an altitude in metres as an optional
third number. MUST: two or more numbers. SHOULD NOT: more than three. The RFC sets no bounds on longitude and
latitude and its peers accept files beyond them, so out of range is a warning here (the atlas's own rules
refuse it).

What may hold for every position of a long line is said once per geometry, with the first place and the count.
"""

from __future__ import annotations

from math import inf
from typing import Final, Literal, TypeGuard

from corridors.gate.faultlist import FaultList
from corridors.gate.jsonpath import describe, within

Oddity = Literal["elements", "longitude", "latitude", "precision", "antimeridian"]

DECIMALS: Final = 6  # RFC 7946 section 11.2: about 10 centimetres
_POSITION: Final = "a position [longitude, latitude]"
_SAY: Final[dict[Oddity, tuple[str, str, str]]] = {
    "elements": (
        "a position of more than three numbers",
        "two or three",
        "drop what stands after the altitude",
    ),
    "longitude": ("a longitude beyond 180 degrees", "-180 to 180", "cut the geometry at the antimeridian"),
    "latitude": ("a latitude beyond 90 degrees", "-90 to 90", "longitude comes first: are the two swapped?"),
    "precision": (
        f"more than {DECIMALS} decimals",
        f"at most {DECIMALS} (about 10 cm)",
        "round the coordinates",
    ),
    "antimeridian": (
        "a step of more than 180 degrees of longitude",
        "a geometry cut in two where it crosses the antimeridian",
        "nothing to do if the line really runs the long way round",
    ),
}


def is_number(value: object) -> TypeGuard[int | float]:
    """A finite JSON number that fits a double. `true` is not a number, though Python thinks so."""
    # Compared, not converted: float() raises on an integer that is too large.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -1e308 < value < 1e308


class Survey:
    """Checks positions one by one and keeps their dimensions, extent (degrees) and oddities."""

    def __init__(self, faults: FaultList) -> None:
        self.faults = faults
        self.dimensions: set[int] = set()
        self.low: list[float] = [inf, inf]  # west, south
        self.high: list[float] = [-inf, -inf]  # east, north
        self._odd: dict[Oddity, tuple[str, str, int]] = {}

    def position(self, value: object, path: str, index: int | None = None) -> tuple[float, float] | None:
        """Longitude and latitude of a sound position, else None with the fault noted."""
        if isinstance(value, list) and len(value) >= 2 and all(map(is_number, value)):
            longitude, latitude = float(value[0]), float(value[1])
            self._measure(value, longitude, latitude, path, index)
            return longitude, latitude
        here = path if index is None else within(path, index)
        if not isinstance(value, list):
            self.faults.add(here, describe(value), _POSITION, "it may need one more pair of brackets")
        elif len(value) < 2:
            self.faults.add(here, f"a position of {len(value)} numbers", "two or more", "give longitude and latitude")
        elif isinstance(value[0], list):
            self.faults.add(here, describe(value) + " lists", _POSITION, "there is one pair of brackets too many")
        else:
            for place, element in enumerate(value):
                if not is_number(element):
                    self.faults.add(within(here, place), describe(element), "a finite number", "numbers take no quotes")
        return None

    def step(self, start: tuple[float, float], end: tuple[float, float], path: str, index: int) -> bool:
        """Whether a segment spans more than 180 degrees: it probably means to cross the antimeridian."""
        span = abs(end[0] - start[0])
        # From -180 to 180 exactly is the edge of a box around the whole world, not a crossing.
        if span <= 180 or span == 360:
            return False
        self._note("antimeridian", path, index, f"from {start[0]:.12g} to {end[0]:.12g}")
        return True

    def merge(self, part: Survey) -> None:
        """Take in the extent and dimensions of a contained geometry."""
        self.dimensions |= part.dimensions
        self.low = [min(mine, other) for mine, other in zip(self.low, part.low, strict=True)]
        self.high = [max(mine, other) for mine, other in zip(self.high, part.high, strict=True)]

    def report(self) -> None:
        """Say each oddity once."""
        for kind, (path, example, count) in self._odd.items():
            found, wanted, remedy = _SAY[kind]
            times = f", here and at {count - 1:,} more places" if count > 1 else ""
            self.faults.add(path, f"{found} ({example}){times}", wanted, remedy, "warn")

    def _measure(
        self, value: list[int | float], longitude: float, latitude: float, path: str, index: int | None
    ) -> None:
        self.dimensions.add(len(value))
        west, south = self.low
        east, north = self.high
        self.low = [min(west, longitude), min(south, latitude)]
        self.high = [max(east, longitude), max(north, latitude)]
        if len(value) > 3:
            self._note("elements", path, index, str(len(value)))
        if not -180 <= longitude <= 180:
            self._note("longitude", path, index, f"{longitude:.12g}")
        if not -90 <= latitude <= 90:
            self._note("latitude", path, index, f"{latitude:.12g}")
        if longitude != round(longitude, DECIMALS):
            self._note("precision", path, index, repr(longitude))
        elif latitude != round(latitude, DECIMALS):
            self._note("precision", path, index, repr(latitude))

    def _note(self, kind: Oddity, path: str, index: int | None, example: str) -> None:
        if kind in self._odd:
            first, shown, count = self._odd[kind]
            self._odd[kind] = (first, shown, count + 1)
        else:
            self._odd[kind] = (path if index is None else within(path, index), example, 1)
