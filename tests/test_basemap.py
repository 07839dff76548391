"""The shipped basemap: sound shapes, the promised size, each disputed line by name, each label in place.

Reads data/basemap only: no network and no Natural Earth package needed.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

BASEMAP = Path(__file__).parents[1] / "data" / "basemap"
FILES = ("countries", "boundaries", "lakes", "labels")
WEST, SOUTH, EAST, NORTH = -25.0, -12.0, 170.0, 80.0
CAP_BYTES = 450_000
CITY_TO_LAND_KM = 10.0
DISPUTED_LINES = (
    "Line of Control",
    "Working Boundary (Jammu)",
    "Line of Actual Control (Aksai Chin)",
    "Line of Actual Control (Arunachal sector; McMahon Line)",
    "Line of Actual Control (Demchok and middle sector)",
    "Siachen area (Actual Ground Position Line)",
    "Karakoram (Shaksgam area)",
    "Bhutan-China boundary",
    "Durand Line",
    "Crimea",
    "Kosovo",
    "Green Line (Cyprus)",
    "UN buffer zone (Cyprus)",
    "Golan ceasefire line (1974)",
    "West Bank",
    "Gaza Strip",
    "Blue Line and Shebaa area",
    "Halaib triangle",
    "Somaliland",
    "Western Sahara",
)
KINDS = {"settled", "disputed", "line-of-control", "indefinite", "buffer-zone", "contested-by-one-side"}

Feature = dict[str, Any]


def features(name: str) -> list[Feature]:
    """The features of one basemap file."""
    collection = json.loads((BASEMAP / f"{name}.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    found: list[Feature] = collection["features"]
    return found


def labels(kind: str) -> list[Feature]:
    """The labels of one kind."""
    return [f for f in features("labels") if f["properties"]["kind"] == kind]


def geometry(feature: Feature) -> BaseGeometry:
    """The feature's shape, longitude and latitude in degrees."""
    return shape(feature["geometry"])


@pytest.fixture(scope="module")
def land() -> BaseGeometry:
    """All countries as one shape."""
    return shapely.union_all([geometry(f) for f in features("countries")])


@pytest.fixture(scope="module")
def boundaries() -> dict[str, Feature]:
    """The lines that aren't settled, by name."""
    return {f["properties"]["names"]: f for f in features("boundaries") if f["properties"]["kind"] != "settled"}


def test_all_four_files_together_stay_under_the_cap() -> None:
    assert sum((BASEMAP / f"{name}.geojson").stat().st_size for name in FILES) <= CAP_BYTES


def test_ids_are_unique_across_the_files() -> None:
    counted = Counter(f["id"] for name in FILES for f in features(name))
    assert [i for i, n in counted.items() if n > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_shapes_are_valid_and_inside_the_extent(name: str) -> None:
    for feature in features(name):
        found = geometry(feature)
        assert found.is_valid and not found.is_empty, (feature["id"], shapely.is_valid_reason(found))
        west, south, east, north = found.bounds
        assert west >= WEST and south >= SOUTH and east <= EAST and north <= NORTH, feature["id"]


@pytest.mark.parametrize("name", ["countries", "lakes"])
def test_rings_are_wound_as_rfc_7946_asks(name: str) -> None:
    for feature in features(name):
        for polygon in shapely.get_parts(geometry(feature)):
            assert polygon.exterior.is_ccw, feature["id"]
            assert not any(ring.is_ccw for ring in polygon.interiors), feature["id"]


def test_neighbouring_countries_share_their_edges() -> None:
    assert shapely.coverage_is_valid([geometry(f) for f in features("countries")])


def test_country_codes_match_their_ids() -> None:
    for feature in features("countries"):
        properties = feature["properties"]
        assert feature["id"] == f"ne-{properties['iso_a3'].lower()}"
        assert properties["code_basis"] in {"iso", "natural-earth", "user-assigned"}
        assert properties["name"]


@pytest.mark.parametrize("code", ["fra", "nor", "xkx", "pak", "afg", "irn", "kaz", "chn", "rus", "pse", "esh"])
def test_countries_that_natural_earth_codes_oddly_are_found(code: str) -> None:
    assert f"ne-{code}" in {f["id"] for f in features("countries")}


@pytest.mark.parametrize(("longitude", "latitude"), [(51.0, 42.0), (51.0, 38.0), (62.0, 22.0), (34.0, 43.0)])
def test_seas_are_water(land: BaseGeometry, longitude: float, latitude: float) -> None:
    assert not land.contains(shapely.Point(longitude, latitude))


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(108.0, 53.5), (74.5, 46.1), (77.2, 42.45), (42.9, 38.6), (45.4, 37.9)]
)
def test_the_great_lakes_are_drawn(longitude: float, latitude: float) -> None:
    assert any(geometry(f).distance(shapely.Point(longitude, latitude)) < 0.15 for f in features("lakes"))


@pytest.mark.parametrize("name", DISPUTED_LINES)
def test_disputed_line_is_present_and_explained(boundaries: dict[str, Feature], name: str) -> None:
    properties = boundaries[name]["properties"]
    assert properties["kind"] in KINDS - {"settled"}
    assert properties["basis"] in {"natural-earth", "curator", "mixed"}
    assert properties["status_note"].endswith(".")


def test_every_unsettled_line_is_in_the_written_policy(boundaries: dict[str, Feature]) -> None:
    policy = (BASEMAP / "BOUNDARIES.md").read_text(encoding="utf-8")
    assert [name for name in boundaries if name not in policy] == []


def test_every_disputed_label_is_in_the_written_policy() -> None:
    policy = (BASEMAP / "BOUNDARIES.md").read_text(encoding="utf-8")
    names = [f["properties"]["name"].split(" (")[0] for f in labels("disputed")]
    assert [name for name in names if name not in policy] == []


def test_boundaries_lie_on_the_edges_of_countries() -> None:
    edges = shapely.union_all([geometry(f).boundary for f in features("countries")])
    shapely.prepare(edges)
    for feature in features("boundaries"):
        points = shapely.points(shapely.get_coordinates(geometry(feature)))
        assert float(shapely.distance(points, edges).max()) < 0.01, feature["id"]


@pytest.mark.parametrize("label", features("labels"), ids=lambda f: str(f["id"]))
def test_label_is_complete(label: Feature) -> None:
    properties = label["properties"]
    assert properties["kind"] in {"country", "sea", "city", "region", "disputed"}
    assert 3 <= properties["min_zoom"] <= properties["max_zoom"] <= 10
    assert properties["rank"] >= 1


@pytest.mark.parametrize("label", labels("city"), ids=lambda f: str(f["id"]))
def test_city_is_on_land_or_at_the_shore(land: BaseGeometry, label: Feature) -> None:
    place = geometry(label)
    nearest = shapely.shortest_line(place, land)
    assert Geod(ellps="WGS84").geometry_length(nearest) <= CITY_TO_LAND_KM * 1000


def test_country_labels_stand_in_their_countries() -> None:
    by_name = {f["properties"]["name"]: geometry(f) for f in features("countries")}
    for label in labels("country"):
        assert by_name[label["properties"]["name"]].contains(geometry(label)), label["id"]
