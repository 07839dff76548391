"""The gate under generated input: good documents pass, any JSON gets a verdict, one fault is refused."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridors.faults import Fault
from corridors.gate.rfc7946 import ALL_TYPES, check_geojson
from corridors.gate.singlefile import judge

# No deadline: a busy machine is no fault. No database: tests leave nothing behind. The first text that
# hypothesis draws on a fresh machine takes seconds, because it builds its table of characters.
CALM = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(CALM, max_examples=200)
BROKEN = st.sampled_from([[0.5], [], None, "1,2", [0.5, "1"], [0.5, True], [[0.5, 1]]])

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
MEMBERS = [
    "type",
    "coordinates",
    "geometries",
    "geometry",
    "properties",
    "features",
    "id",
    "bbox",
    "crs",
    "name",
]
WORDS = st.sampled_from([*MEMBERS, *ALL_TYPES])
NEARLY_GEOJSON = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=30,
)
DEGREES = st.integers(-89_000_000, 89_000_000).map(lambda micro: micro / 1_000_000)
POSITION = st.lists(DEGREES, min_size=2, max_size=2) | st.lists(DEGREES, min_size=3, max_size=3)
LINE = st.lists(POSITION, min_size=2, max_size=6)


@st.composite
def ring(draw: st.DrawFn) -> list[list[int]]:
    west, south = draw(st.integers(-80, 70)), draw(st.integers(-80, 70))
    east, north = west + draw(st.integers(1, 9)), south + draw(st.integers(1, 9))
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


POLYGON = st.lists(ring(), min_size=1, max_size=1)
COORDINATES: dict[str, st.SearchStrategy[Any]] = {
    "Point": POSITION,
    "MultiPoint": st.lists(POSITION, max_size=4),
    "LineString": LINE,
    "MultiLineString": st.lists(LINE, max_size=3),
    "Polygon": POLYGON,
    "MultiPolygon": st.lists(POLYGON, max_size=3),
}
SIMPLE = st.one_of(
    [st.fixed_dictionaries({"type": st.just(kind), "coordinates": value}) for kind, value in COORDINATES.items()]
)
GEOMETRY = st.recursive(
    SIMPLE,
    lambda inner: st.fixed_dictionaries(
        {"type": st.just("GeometryCollection"), "geometries": st.lists(inner, max_size=3)}
    ),
    max_leaves=4,
)
FEATURE = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "geometry": st.none() | GEOMETRY,
        "properties": st.none() | st.dictionaries(st.text(max_size=8), JSON, max_size=3),
    },
    optional={"id": st.text(max_size=9) | st.integers(), "title": JSON},
)
COLLECTION = st.fixed_dictionaries({"type": st.just("FeatureCollection"), "features": st.lists(FEATURE, max_size=4)})
GEOJSON = GEOMETRY | FEATURE | COLLECTION


def refusals(document: object) -> list[Fault]:
    return [fault for fault in check_geojson(document, file="f") if fault.level == "invalid"]


@CALM
@given(GEOJSON)
def test_valid_geojson_is_accepted(document: dict[str, Any]) -> None:
    assert refusals(document) == []


@MANY
@given(JSON | NEARLY_GEOJSON)
def test_any_json_gets_a_verdict(document: object) -> None:
    faults = check_geojson(document, file="f")
    assert all(fault.found and fault.wanted for fault in faults)
    json.dumps([fault.as_dict() for fault in faults]).encode("utf-8")


@MANY
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_get_a_verdict(data: bytes) -> None:
    for as_json in (True, False):
        assert judge(data, path="f", as_json=as_json).verdict in ("valid", "warn", "invalid")


@CALM
@given(NEARLY_GEOJSON)
def test_bytes_and_document_agree(document: object) -> None:
    data = json.dumps(document).encode()
    expected = bool(refusals(document)) or b"NaN" in data or b"Infinity" in data
    assert (judge(data, path="f").verdict == "invalid") == expected


@CALM
@given(FEATURE, st.sampled_from(["type", "geometry", "properties"]))
def test_a_feature_without_a_required_member_is_refused(document: dict[str, Any], name: str) -> None:
    del document[name]
    assert name in {fault.field for fault in refusals(document)}
    assert f"features[0].{name}" in {
        fault.field for fault in refusals({"type": "FeatureCollection", "features": [document]})
    }


@CALM
@given(SIMPLE, st.sampled_from(["type", "coordinates"]))
def test_a_geometry_without_a_required_member_is_refused(document: dict[str, Any], name: str) -> None:
    del document[name]
    assert name in {fault.field for fault in refusals(document)}


@CALM
@given(ring(), st.integers(0, 4), BROKEN)
def test_a_broken_position_is_refused(points: list[Any], index: int, broken: object) -> None:
    points[index] = broken
    assert refusals({"type": "Polygon", "coordinates": [points]})


@CALM
@given(ring())
def test_an_open_ring_is_refused_and_a_turned_one_is_not(points: list[Any]) -> None:
    assert refusals({"type": "Polygon", "coordinates": [points[:-1]]})
    turned = check_geojson({"type": "Polygon", "coordinates": [points[::-1]]}, file="f")
    assert [fault.level for fault in turned] == ["warn"]


@CALM
@given(SIMPLE)
def test_one_pair_of_brackets_more_or_less_is_refused(document: dict[str, Any]) -> None:
    more = copy.deepcopy(document) | {"coordinates": [document["coordinates"]]}
    if document["coordinates"]:
        assert refusals(more) or more["coordinates"] == [[]]
        assert refusals(document | {"coordinates": document["coordinates"][0]})
