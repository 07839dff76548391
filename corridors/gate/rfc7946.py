"""Is this parsed JSON value GeoJSON by RFC 7946? Every fault at once; never raises on any JSON value.

What the RFC says with MUST, or by the definition of a type, is "invalid"; what it says with SHOULD is "warn".
Geometries are in `rfc7946_geometry`, positions in `rfc7946_position`, bbox, crs and misplaced members in
`rfc7946_members`. Foreign members and everything inside `properties` are free (section 6.1).

Read on purpose more strictly than the letter: a `crs` other than WGS84 is invalid (the RFC has removed it and
says nothing of files that still have it). More kindly: coordinates out of range are a warning. Beyond the
letter, as warnings: an id used twice, a bbox that does not enclose its coordinates, a step of more than 180
degrees.
"""

from __future__ import annotations

from typing import Final

from corridors.faults import Fault, clip
from corridors.gate.faultlist import FaultList
from corridors.gate.jsonpath import describe, member, within
from corridors.gate.rfc7946_geometry import TYPES, check_geometry, hint, is_geometry
from corridors.gate.rfc7946_members import check_members
from corridors.gate.rfc7946_position import Survey, is_number

ALL_TYPES: Final = ("FeatureCollection", "Feature", *TYPES)
MAX_NAME: Final = 80  # characters of an id that are shown


def check_geojson(document: object, *, file: str) -> list[Fault]:
    """All faults of a GeoJSON text that was parsed already. `file` is the name to show.

    In a fault, `record` is the feature's id, or `features[n]` (counted from 0) without one, or "" for what is
    not a feature; `field` is the JSON path from the top of the file.
    """
    faults = FaultList(file)
    if not isinstance(document, dict):
        faults.add("", describe(document), "a GeoJSON object", "a GeoJSON text is one object in { }")
    elif "type" not in document:
        faults.add("type", "nothing", f"one of {', '.join(ALL_TYPES)}")
    elif document["type"] == "FeatureCollection":
        _collection(document, faults)
    elif document["type"] == "Feature":
        faults.start(_name(document, ""))
        _feature(document, "", faults)
    elif document["type"] in TYPES:
        check_geometry(document, "", faults)
    else:
        kind = document["type"]
        faults.add("type", describe(kind), f"one of {', '.join(ALL_TYPES)}", hint(kind, ALL_TYPES))
    return faults.finish()


def _collection(document: dict[str, object], faults: FaultList) -> None:
    survey = Survey(faults)
    features = document.get("features")
    if "features" not in document:
        faults.add("features", "nothing", "a FeatureCollection has a list of features")
    elif not isinstance(features, list):
        faults.add("features", describe(features), "a list of features")
    else:
        seen: dict[str | int | float, int] = {}
        for index, feature in enumerate(features):
            path = within("features", index)
            faults.start(_name(feature, path))
            if not isinstance(feature, dict):
                faults.add(path, describe(feature), "a Feature object")
                continue
            if "type" not in feature:
                faults.add(member(path, "type"), "nothing", "Feature")
            elif feature["type"] != "Feature":
                kind = feature["type"]
                remedy = "put it in the geometry of a Feature" if kind in TYPES else hint(kind, ("Feature",))
                faults.add(member(path, "type"), describe(kind), "Feature", remedy)
                if kind in ALL_TYPES:
                    continue  # of another kind altogether: its members would all be reported
            survey.merge(_feature(feature, path, faults))
            _once(feature.get("id"), path, index, seen, faults)
        faults.start("")
    check_members(document, "FeatureCollection", "", faults, survey)


def _feature(feature: dict[str, object], path: str, faults: FaultList) -> Survey:
    survey = Survey(faults)
    if "id" in feature and not isinstance(feature["id"], str) and not is_number(feature["id"]):
        faults.add(
            member(path, "id"),
            describe(feature["id"]),
            "a text or a number",
            "leave it out where there is none",
        )
    properties = feature.get("properties")
    if "properties" not in feature:
        faults.add(
            member(path, "properties"),
            "nothing",
            "an object, or null",
            'write "properties": {} if there are none',
        )
    elif properties is not None and not isinstance(properties, dict):
        faults.add(member(path, "properties"), describe(properties), "an object, or null")
    geometry = feature.get("geometry")
    if "geometry" not in feature:
        faults.add(
            member(path, "geometry"),
            "nothing",
            "a geometry, or null",
            'write "geometry": null if there is none',
        )
    elif geometry is not None and is_geometry(geometry, member(path, "geometry"), faults):
        survey.merge(check_geometry(geometry, member(path, "geometry"), faults))
    check_members(feature, "Feature", path, faults, survey)
    return survey


def _once(name: object, path: str, index: int, seen: dict[str | int | float, int], faults: FaultList) -> None:
    if not isinstance(name, str) and not is_number(name):
        return
    first = seen.setdefault(name, index)
    if first != index:
        faults.add(member(path, "id"), f"the id of features[{first}] again", "an id of its own", "", "warn")


def _name(feature: object, path: str) -> str:
    """What a person calls this feature: its id, else its place."""
    name = feature.get("id") if isinstance(feature, dict) else None
    if isinstance(name, str) and name:
        # Not printable: control characters and half surrogates would upset a terminal.
        return name if len(name) <= MAX_NAME and name.isprintable() else clip(name)
    return describe(name).removeprefix("the number ") if is_number(name) else path
