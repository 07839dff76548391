"""The seven geometry types by RFC 7946 section 3.1; lines and rings are in `rfc7946_lines`.

Warned about: collections in collections, collections that one Multi geometry could replace (both SHOULD be
avoided), and an empty Point or LineString: section 3.1 lets a reader take it as null, though it breaks the
rule of its own type. The other types may be empty.
"""

from __future__ import annotations

from typing import Final, TypeGuard

from corridors.gate.faultlist import FaultList
from corridors.gate.jsonpath import describe, member, within
from corridors.gate.rfc7946_lines import check_line, check_polygon
from corridors.gate.rfc7946_members import check_members
from corridors.gate.rfc7946_position import Survey

TYPES: Final = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)
MAX_NESTING: Final = 50  # collections inside collections: what the reader's depth cap lets through


def check_geometry(value: dict[str, object], path: str, faults: FaultList, *, nesting: int = 0) -> Survey:
    """Check an object whose `type` is one of TYPES; returns what its positions cover, for a bbox."""
    survey = Survey(faults)
    kind = value["type"]
    if kind == "GeometryCollection":
        _collection(value, path, survey, nesting)
    elif "coordinates" not in value:
        faults.add(member(path, "coordinates"), "nothing", f"a {kind} has coordinates")
    else:
        _coordinates(str(kind), value["coordinates"], member(path, "coordinates"), survey)
        if "geometries" in value:
            faults.add(
                member(path, "geometries"),
                f"geometries in a {kind}",
                "only a GeometryCollection has them",
                "readers may take either: remove it",
                "warn",
            )
    survey.report()
    check_members(value, "Geometry", path, faults, survey)
    return survey


def _collection(value: dict[str, object], path: str, survey: Survey, nesting: int) -> None:
    faults = survey.faults
    here = member(path, "geometries")
    if "geometries" not in value:
        faults.add(here, "nothing", "a GeometryCollection has a list of geometries")
        return
    parts = value["geometries"]
    if not isinstance(parts, list):
        faults.add(here, describe(parts), "a list of geometries")
        return
    kinds: list[object] = []
    for index, part in enumerate(parts):
        place = within(here, index)
        if not is_geometry(part, place, faults):
            continue
        kinds.append(part["type"])
        if part["type"] == "GeometryCollection":
            faults.add(
                place,
                "a GeometryCollection inside another",
                "geometries side by side",
                "take its parts out",
                "warn",
            )
        if nesting >= MAX_NESTING:
            faults.add(place, f"collections nested more than {MAX_NESTING} deep", "geometries side by side")
        else:
            survey.merge(check_geometry(part, place, faults, nesting=nesting + 1))
    if "coordinates" in value:
        faults.add(
            member(path, "coordinates"),
            "coordinates in a GeometryCollection",
            "only geometries",
            "readers may take either: remove it",
            "warn",
        )
    if parts and len(kinds) == len(parts) and len(set(kinds)) == 1 and kinds[0] != "GeometryCollection":
        what = "a single geometry" if len(parts) == 1 else f"only geometries of type {kinds[0]}"
        faults.add(here, what, "the geometry itself or one Multi geometry", "", "warn")


def is_geometry(value: object, path: str, faults: FaultList) -> TypeGuard[dict[str, object]]:
    """Whether this is an object with one of the seven types; notes the fault if not."""
    if not isinstance(value, dict):
        faults.add(path, describe(value), "a geometry object")
    elif "type" not in value:
        faults.add(member(path, "type"), "nothing", "the type of a geometry")
    elif value["type"] not in TYPES:
        faults.add(
            member(path, "type"),
            describe(value["type"]),
            f"one of {', '.join(TYPES)}",
            hint(value["type"], TYPES),
        )
    else:
        return True
    return False


def hint(found: object, allowed: tuple[str, ...]) -> str:
    """Says so when only the capital letters are wrong."""
    for name in allowed:
        if isinstance(found, str) and found.strip().lower() == name.lower():
            return f"write {name}, with these capital letters"
    return ""


def _coordinates(kind: str, value: object, path: str, survey: Survey) -> None:
    if not isinstance(value, list):
        survey.faults.add(path, describe(value), f"the coordinates of a {kind}, a list")
    elif not value:
        if kind in ("Point", "LineString"):
            survey.faults.add(
                path,
                f"a {kind} without positions",
                "positions, or a null geometry",
                'write "geometry": null where there is no place',
                "warn",
            )
    elif kind == "Point":
        survey.position(value, path)
    elif kind == "MultiPoint":
        for index, position in enumerate(value):
            survey.position(position, path, index)
    elif kind == "LineString":
        check_line(value, path, survey)
    elif kind == "MultiLineString":
        for index, line in enumerate(value):
            check_line(line, within(path, index), survey)
    elif kind == "Polygon":
        check_polygon(value, path, survey)
    else:
        for index, polygon in enumerate(value):
            check_polygon(polygon, within(path, index), survey)
