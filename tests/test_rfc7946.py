"""GeoJSON by RFC 7946, sentence by sentence: one small document per rule."""

from __future__ import annotations

from typing import Any

import pytest

from corridors.gate.faultlist import PER_FILE, PER_RECORD
from corridors.gate.rfc7946 import check_geojson

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]
OUTSIDE = [[9, 9], [9, 10], [10, 10], [10, 9], [9, 9]]
POINT: dict[str, object] = {"type": "Point", "coordinates": [1, 2]}


def values(*items: object) -> tuple[object, ...]:
    """Of any type at all, which a plain tuple display does not say to mypy."""
    return items


def geometry(kind: str, coordinates: object, **more: object) -> dict[str, object]:
    return {"type": kind, "coordinates": coordinates, **more}


def collection(*parts: object, **more: object) -> dict[str, object]:
    return {"type": "GeometryCollection", "geometries": list(parts), **more}


def feature(geometry: object = None, **more: object) -> dict[str, object]:
    return {"type": "Feature", "properties": None, "geometry": geometry, **more}


def features(*members: object, **more: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(members), **more}


def without(document: dict[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in document.items() if key != name}


def crs(name: object) -> dict[str, object]:
    return geometry("Point", [1, 2], crs={"type": "name", "properties": {"name": name}})


LINE = geometry("LineString", [[0, 0], [1, 1]])

VALID: list[dict[str, object]] = [
    POINT,
    LINE,
    geometry("Point", [1, 2, -3.5]),
    geometry("Point", [-180, 90]),
    geometry("MultiPoint", [[1, 2]]),
    geometry("MultiPoint", []),
    geometry("LineString", [[0, 0], [1, 1, 5]]),  # dimensions may be mixed
    geometry("LineString", [[0, 0], [0, 0]]),
    geometry("MultiLineString", []),
    geometry("MultiLineString", [[[0, 0], [1, 1]]]),
    geometry("Polygon", []),
    geometry("Polygon", [SQUARE, HOLE]),
    geometry("MultiPolygon", []),
    geometry("MultiPolygon", [[SQUARE, HOLE], [[[x + 9, y] for x, y in SQUARE]]]),
    geometry("Polygon", [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]),
    geometry("Point", [1, 2], note="foreign", features_count=1),
    collection(),
    collection(POINT, LINE),
    feature(),
    feature(POINT, id="a"),
    feature(POINT, id=""),
    feature(POINT, id=-1.5),
    feature(POINT, properties={}),
    feature(POINT, properties={"type": "Point", "coordinates": "x", "features": 1, "geometry": [], "crs": 7}),
    feature(POINT, foreign={"type": "FooBar", "coordinates": None}),
    features(),
    features(feature(POINT, id="1"), feature(LINE, id=1)),
    features(feature(), feature(POINT), title="x"),
    geometry("Point", [1, 2], bbox=[1, 2, 1, 2]),
    geometry("Point", [1, 2, 3], bbox=[1, 2, 3, 1, 2, 3]),
    geometry("Point", [178, 0], bbox=[177, -1, -177, 1]),  # west beyond east: across the antimeridian
    feature(None, bbox=[0, 0, 0, 1, 1, 1]),
    features(feature(POINT), feature(geometry("Point", [1, 2, 3])), bbox=[1, 2, 1, 2]),
    features(bbox=[-180, 60, 180, 90]),
]

WARN: list[tuple[dict[str, object], str]] = [
    (geometry("Point", [1, 2, 3, 4]), "coordinates"),
    (geometry("Point", [181, 2]), "coordinates"),
    (geometry("Point", [1, -91]), "coordinates"),
    (geometry("Point", [1e300, 2]), "coordinates"),
    (geometry("Point", [1.0000001, 2]), "coordinates"),
    (geometry("Point", []), "coordinates"),
    (geometry("LineString", []), "coordinates"),
    (geometry("LineString", [[170, 0], [-170, 0]]), "coordinates[1]"),
    (geometry("Polygon", [SQUARE[::-1]]), "coordinates[0]"),
    (geometry("Polygon", [SQUARE, HOLE[::-1]]), "coordinates[1]"),
    (geometry("Polygon", [[*SQUARE[:-1], [0.0, 0]]]), "coordinates[0]"),
    (geometry("MultiPolygon", [[]]), "coordinates[0]"),
    (geometry("Point", [1, 2], geometries=[]), "geometries"),
    (collection(POINT, LINE, coordinates=[]), "coordinates"),
    (collection(POINT), "geometries"),
    (collection(POINT, POINT), "geometries"),
    (collection(POINT, collection(POINT, LINE)), "geometries[1]"),
    (crs("urn:ogc:def:crs:OGC:1.3:CRS84"), "crs"),
    (crs("urn:ogc:def:crs:OGC::CRS84"), "crs"),
    (crs("EPSG:4326"), "crs"),
    (crs("urn:ogc:def:crs:EPSG::4326"), "crs"),
    (crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84"), "crs"),
    (geometry("Point", [1, 2], crs=None), "crs"),
    (features(crs={"type": "EPSG", "properties": {"code": 4326}}), "crs"),
    (features(feature(id="a"), feature(id="a")), "features[1].id"),
    (features(feature(id=1), feature(id=1.0)), "features[1].id"),
    (geometry("Point", [1, 2], bbox=[5, 5, 6, 6]), "bbox"),
    (feature(None, bbox=[-200, 0, 0, 1]), "bbox"),
    (feature(None, bbox=[0, 0, 0, 0, 1, 1, 1, 1]), "bbox"),
]

INVALID: list[tuple[object, str]] = [
    *[(value, "") for value in values(None, True, 1, "Point", [], [POINT])],
    ({}, "type"),
    ({"type": None}, "type"),
    ({"type": ["Point"]}, "type"),
    ({"type": "point", "coordinates": [1, 2]}, "type"),
    ({"type": "Topology"}, "type"),
    ({"type": "Point"}, "coordinates"),
    *[
        (geometry("Point", value), "coordinates")
        for value in values(None, {}, "1,2", 5, [1], [[1, 2]], [[1, 2], [3, 4]])
    ],
    *[(geometry("Point", [1, value]), "coordinates[1]") for value in values(None, "2", True, {}, [], float("nan"))],
    (geometry("Point", [1, 10**400]), "coordinates[1]"),
    (geometry("Point", [1, 2, None]), "coordinates[2]"),
    (geometry("MultiPoint", [1, 2]), "coordinates[0]"),
    (geometry("MultiPoint", [[]]), "coordinates[0]"),
    (geometry("MultiPoint", [[[1, 2]]]), "coordinates[0]"),
    (geometry("MultiPoint", [[1, 2], None]), "coordinates[1]"),
    (geometry("LineString", [1, 2]), "coordinates[0]"),
    (geometry("LineString", [[1, 2]]), "coordinates"),
    (geometry("LineString", [[[1, 2], [3, 4]]]), "coordinates[0]"),
    (geometry("LineString", [[1, 2], [3, "4"]]), "coordinates[1][1]"),
    (geometry("MultiLineString", [[1, 2], [3, 4]]), "coordinates[0][0]"),
    (geometry("MultiLineString", [[]]), "coordinates[0]"),
    (geometry("MultiLineString", [[[1, 2]]]), "coordinates[0]"),
    (geometry("MultiLineString", [None]), "coordinates[0]"),
    (geometry("Polygon", SQUARE), "coordinates[0][0]"),
    (geometry("Polygon", [[SQUARE]]), "coordinates[0][0]"),
    (geometry("Polygon", [[]]), "coordinates[0]"),
    (geometry("Polygon", [None]), "coordinates[0]"),
    (geometry("Polygon", [SQUARE[:-1]]), "coordinates[0]"),
    (geometry("Polygon", [[[0, 0], [1, 1], [0, 0]]]), "coordinates[0]"),
    (geometry("Polygon", [[*SQUARE[:-1], [0, 0, 1]]]), "coordinates[0]"),
    (geometry("Polygon", [[[0, 0, 1], *SQUARE[1:-1], [0, 0, 2]]]), "coordinates[0]"),
    (geometry("Polygon", [SQUARE, HOLE[:-1]]), "coordinates[1]"),
    (geometry("Polygon", [SQUARE, OUTSIDE]), "coordinates[1]"),
    (geometry("Polygon", [HOLE[::-1], SQUARE[::-1]]), "coordinates[1]"),  # the outer ring MUST come first
    (geometry("MultiPolygon", [SQUARE]), "coordinates[0][0][0]"),
    (geometry("MultiPolygon", [[[]]]), "coordinates[0][0]"),
    (geometry("MultiPolygon", [None]), "coordinates[0]"),
    ({"type": "GeometryCollection"}, "geometries"),
    ({"type": "GeometryCollection", "geometries": {}}, "geometries"),
    *[(collection(POINT, value), "geometries[1]") for value in values(None, False, [], "x")],
    (collection(POINT, {}), "geometries[1].type"),
    (collection(LINE, feature(POINT)), "geometries[1].type"),
    (collection(LINE, geometry("Point", [1])), "geometries[1].coordinates"),
    *[(geometry("Point", [1, 2], **{name: None}), name) for name in ("geometry", "properties", "features")],
    *[(collection(POINT, LINE, **{name: None}), name) for name in ("geometry", "properties", "features")],
    *[(feature(POINT, **{name: None}), name) for name in ("coordinates", "geometries", "features")],
    *[(features(**{name: None}), name) for name in ("coordinates", "geometries", "geometry", "properties")],
    *[(without(feature(POINT), name), name) for name in ("geometry", "properties")],
    *[(feature(POINT, properties=value), "properties") for value in values([], "x", 0, False)],
    *[(feature(POINT, id=value), "id") for value in values(None, True, {}, [1], float("inf"))],
    *[(feature(value), "geometry") for value in values([], [1, 2], "POINT (1 2)", 0, False)],
    (feature({}), "geometry.type"),
    (feature(feature(POINT)), "geometry.type"),
    (feature(features()), "geometry.type"),
    (feature({"type": "Ponit", "coordinates": [1, 2]}), "geometry.type"),
    ({"type": "FeatureCollection"}, "features"),
    *[({"type": "FeatureCollection", "features": value}, "features") for value in values(None, {}, "x", 1)],
    *[(features(feature(), value), "features[1]") for value in values(None, [], "x", 1)],
    (features({}), "features[0].type"),
    (features(POINT), "features[0].type"),
    (features(features()), "features[0].type"),
    (features(feature(geometry("LineString", [[0, 0], [1, 1], [2]]))), "features[0].geometry.coordinates[2]"),
    *[(geometry("Point", [1, 2], bbox=value), "bbox") for value in values(None, "1,2,1,2", {}, [], [1, 2], [1] * 5, 1)],
    (geometry("Point", [1, 2], bbox=[1, 2, 1, "2"]), "bbox[3]"),
    (geometry("Point", [1, 2], bbox=[1, 2, None, 2]), "bbox[2]"),
    (geometry("Point", [1, 2], bbox=[[1, 2], [1, 2]]), "bbox[0]"),
    (geometry("Point", [1, 2], bbox=[1, 2, 0, 1, 2, 0]), "bbox"),  # 2*n, n the dimensions of what it holds
    (geometry("Point", [1, 2, 3], bbox=[1, 2, 1, 2]), "bbox"),
    (feature(None, bbox=[0, 2, 0, 1]), "bbox"),
    (feature(None, bbox=[0, 0, 9, 0, 0, 0]), "bbox"),
    *[(crs(name), "crs") for name in ("EPSG:3857", "urn:ogc:def:crs:EPSG::27700", "", 4326)],
    (geometry("Point", [1, 2], crs={"type": "link", "properties": {"href": "x"}}), "crs"),
    (geometry("Point", [1, 2], crs="EPSG:4326"), "crs"),
    (features(feature(crs={"type": "name"})), "features[0].crs"),
]


@pytest.mark.parametrize("document", VALID, ids=repr)
def test_valid_without_a_word(document: dict[str, object]) -> None:
    assert check_geojson(document, file="f") == []


@pytest.mark.parametrize(("document", "field"), WARN, ids=repr)
def test_warned_about_only(document: dict[str, object], field: str) -> None:
    faults = check_geojson(document, file="f")
    assert {fault.level for fault in faults} == {"warn"}
    assert field in {fault.field for fault in faults}


@pytest.mark.parametrize(("document", "field"), INVALID, ids=lambda value: repr(value)[:80])
def test_invalid_with_its_place(document: object, field: str) -> None:
    faults = [fault for fault in check_geojson(document, file="f") if fault.level == "invalid"]
    assert field in {fault.field for fault in faults}
    assert all(fault.found and fault.wanted and fault.file == "f" for fault in faults)


def test_every_fault_in_one_go_with_its_record() -> None:
    document = features(
        feature(geometry("Point", ["x", 1]), id="karachi"),
        {"type": "Feature", "id": {}, "geometry": None},
        feature(POINT, id=7, features=[]),
        properties={},
    )
    assert [(fault.record, fault.field) for fault in check_geojson(document, file="f")] == [
        ("karachi", "features[0].geometry.coordinates[0]"),
        ("features[1]", "features[1].id"),
        ("features[1]", "features[1].properties"),
        ("7", "features[2].features"),
        ("", "properties"),
    ]


def test_wrong_capitals_are_named() -> None:
    (fault,) = check_geojson({"type": "featurecollection"}, file="f")
    assert "FeatureCollection" in fault.remedy


def test_oddities_of_a_line_are_said_once() -> None:
    line = geometry("LineString", [[index / 7, 95] for index in range(500)])
    faults = check_geojson(line, file="f")
    assert [fault.field for fault in faults] == ["coordinates[0]", "coordinates[1]"]
    assert "499 more places" in faults[0].found


def test_runaway_lists_are_cut_and_keep_the_verdict() -> None:
    broken = [None] * 1000
    one = check_geojson(geometry("MultiPoint", broken), file="f")
    assert len(one) == PER_RECORD + 1
    assert "950 more" in one[-1].found
    many = check_geojson(features(*[feature(geometry("MultiPoint", broken)) for _ in range(40)]), file="f")
    assert len(many) == PER_FILE + 1
    warned_first = features(*[feature(POINT, id="same") for _ in range(PER_FILE * 2)], None)
    assert "invalid" in {fault.level for fault in check_geojson(warned_first, file="f")}


def test_very_deep_collections_end_without_recursion_error() -> None:
    deep: dict[str, Any] = collection(POINT)
    for _ in range(5000):
        deep = collection(deep)
    assert "invalid" in {fault.level for fault in check_geojson(deep, file="f")}


def test_a_hostile_id_does_not_reach_the_terminal() -> None:
    (fault,) = check_geojson(feature(5, id="\x1b[2J\ud800"), file="f")
    assert fault.record.isprintable()
