"""What any GeoJSON object may or must not have: bbox (RFC 7946 section 5), foreign members (6.1), members
whose meaning would change (7.1), and `crs`, which RFC 7946 removed.

Coordinates are WGS84 longitude, latitude. A `crs` that says just that is warned about; any other is refused,
because readers that follow RFC 7946 would put the data in the wrong place without a word.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from corridors.faults import clip
from corridors.gate.faultlist import FaultList
from corridors.gate.jsonpath import describe, member, within
from corridors.gate.rfc7946_position import Survey, is_number

Kind = Literal["Geometry", "Feature", "FeatureCollection"]

_FOREIGN: Final[dict[Kind, tuple[str, ...]]] = {
    "Geometry": ("geometry", "properties", "features"),
    "Feature": ("coordinates", "geometries", "features"),
    "FeatureCollection": ("coordinates", "geometries", "geometry", "properties"),
}
_WGS84: Final = re.compile(
    r"(urn:(ogc|x-ogc):def:crs:)?(OGC:[\d.]*:?CRS84h?|EPSG:[\d.]*:?(4326|4979))|CRS84|WGS ?84"
    r"|https?://www\.opengis\.net/(def/crs/(OGC/[\d.]+/CRS84h?|EPSG/[\d.]+/(4326|4979))|gml/srs/epsg\.xml#4326)",
    re.IGNORECASE,
)
_SLACK: Final = 1e-6  # degrees; a bbox is often rounded


def check_members(value: dict[str, object], kind: Kind, path: str, faults: FaultList, survey: Survey) -> None:
    """Check what every GeoJSON object has in common. `survey` is what the contained positions cover."""
    for name in _FOREIGN[kind]:
        if name in value:
            faults.add(
                member(path, name),
                f"a member {name!r} in a {kind}",
                "none: it belongs to another type of object",
                "rename or remove it",
            )
    if "crs" in value:
        _crs(value["crs"], member(path, "crs"), faults)
    if "bbox" in value:
        _bbox(value["bbox"], member(path, "bbox"), faults, survey)


def _crs(value: object, path: str, faults: FaultList) -> None:
    wanted = "no crs: coordinates are WGS84 longitude, latitude"
    name = _crs_name(value)
    if value is None or (name is not None and _WGS84.fullmatch(name.strip())):
        found = "null" if value is None else f"WGS84 by the name {clip(name)}"
        faults.add(path, found, wanted, "remove the member", "warn")
    else:
        found = describe(value) if name is None else f"the reference system {clip(name)}"
        faults.add(path, found, wanted, "convert the coordinates to WGS84, then remove the member")


def _crs_name(value: object) -> str | None:
    """The name in a GeoJSON 2008 crs object, or the code in the still older form."""
    properties = value.get("properties") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(properties, dict):
        return None
    if isinstance(name := properties.get("name"), str):
        return name
    if value.get("type") == "EPSG" and isinstance(code := properties.get("code"), (int, str)):
        return f"EPSG:{str(code)[:20]}" if not isinstance(code, int) or abs(code) < 10**9 else None
    return None


def _bbox(value: object, path: str, faults: FaultList, survey: Survey) -> None:
    """`[west, south, (lowest,) east, north, (highest)]`; west beyond east: across the antimeridian (5.2)."""
    wanted = "[west, south, east, north] in degrees, or six numbers with altitudes"
    if not isinstance(value, list):
        faults.add(path, describe(value), wanted)
        return
    numbers = [float(element) for element in value if is_number(element)]
    for index, element in enumerate(value):
        if not is_number(element):
            faults.add(within(path, index), describe(element), "a finite number", "numbers take no quotes")
    if len(value) < 4 or len(value) % 2:
        faults.add(path, f"a bbox of {len(value)} numbers", wanted)
        return
    axes = len(value) // 2
    if survey.dimensions and axes not in survey.dimensions:
        held = " or ".join(map(str, sorted(survey.dimensions)))
        faults.add(
            path,
            f"a bbox of {len(value)} numbers around positions of {held}",
            "twice as many as a position has",
        )
    elif axes > 3:
        faults.add(path, f"a bbox of {len(value)} numbers", wanted, "", "warn")
    if len(numbers) < len(value):
        return
    low, high = numbers[:axes], numbers[axes:]
    for axis in range(1, axes):  # not the longitudes, see above
        if low[axis] > high[axis]:
            what = "a south edge north of its north edge" if axis == 1 else "a lowest value above its highest"
            faults.add(path, f"{what} ({low[axis]:.12g} and {high[axis]:.12g})", wanted, "swap the two")
    if not all(-180 <= edge <= 180 for edge in (low[0], high[0])):
        faults.add(path, f"longitudes {low[0]:.12g} and {high[0]:.12g}", "-180 to 180", "", "warn")
    if not all(-90 <= edge <= 90 for edge in (low[1], high[1])):
        faults.add(path, f"latitudes {low[1]:.12g} and {high[1]:.12g}", "-90 to 90", "", "warn")
    if survey.dimensions and not _encloses(low, high, survey):
        faults.add(path, "a bbox that does not enclose the coordinates", wanted, "compute it again", "warn")


def _encloses(low: list[float], high: list[float], survey: Survey) -> bool:
    longitudes = low[0] > high[0] or (survey.low[0] >= low[0] - _SLACK and survey.high[0] <= high[0] + _SLACK)
    return longitudes and survey.low[1] >= low[1] - _SLACK and survey.high[1] <= high[1] + _SLACK
