"""Distances, lengths and positions against values that are known from elsewhere, or plain by construction."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, box, mapping

from corridors import geo
from corridors.countries import Countries, Run, lengths_km

EQUATOR_DEGREE_KM = 111.319_491  # 2 π 6378.137 / 360
QUARTER_MERIDIAN_KM = 10_001.965_729  # WGS84


@pytest.mark.parametrize(
    ("a", "b", "km", "within"),
    [
        pytest.param((0.0, 0.0), (1.0, 0.0), EQUATOR_DEGREE_KM, 1e-5, id="a degree of the equator"),
        pytest.param((0.0, 0.0), (0.0, 90.0), QUARTER_MERIDIAN_KM, 1e-5, id="equator to pole"),
        pytest.param((-73.8, 40.6), (-0.5, 51.6), 5551.7594, 1e-3, id="New York to London, GeographicLib's example"),
        pytest.param(
            (144.424867889, -37.951033417), (143.926495528, -37.652821139), 54.972271, 1e-4,
            id="Flinders Peak to Buninyong, Geoscience Australia's example",
        ),
        pytest.param((66.97, 24.82), (66.97, 24.82), 0.0, 0.0, id="nowhere"),
    ],
)  # fmt: skip
def test_known_geodesics(a: tuple[float, float], b: tuple[float, float], km: float, within: float) -> None:
    assert geo.between_km(a, b) == pytest.approx(km, abs=within)
    assert geo.between_km(b, a) == pytest.approx(km, abs=within)
    assert geo.length_km(LineString([a, b])) == pytest.approx(km, abs=within)


def test_longitude_comes_first() -> None:
    """At 60° N a degree of longitude is half as long as one of latitude; swapped axes would show."""
    assert geo.between_km((60.0, 60.0), (61.0, 60.0)) == pytest.approx(55.8, abs=0.1)
    assert geo.between_km((60.0, 60.0), (60.0, 61.0)) == pytest.approx(111.4, abs=0.1)


def test_the_gap_between_parts_is_not_counted() -> None:
    line = MultiLineString([[(0, 0), (1, 0)], [(5, 0), (6, 0), (8, 0)]])
    assert geo.length_km(line) == pytest.approx(4 * EQUATOR_DEGREE_KM, abs=1e-4)
    assert geo.widest_spacing_km(line) == pytest.approx(2 * EQUATOR_DEGREE_KM, abs=1e-4)


@pytest.mark.parametrize(
    ("point", "km"),
    [
        pytest.param((0.5, 0.0), 0.0, id="on an edge"),
        pytest.param((0.5, 0.1), 11.0574, id="beside an edge: 0.1° of latitude at the equator"),
        pytest.param((-1.0, 0.0), EQUATOR_DEGREE_KM, id="before the beginning"),
        pytest.param((1.1, 0.0), 0.1 * EQUATOR_DEGREE_KM, id="past the end"),
    ],
)
def test_distance_to_a_line(point: tuple[float, float], km: float) -> None:
    line = LineString([(0, 0), (1, 0)])
    assert geo.distance_km(point, line) == pytest.approx(km, abs=1e-3)
    assert geo.distances_km(np.array([point]), line)[0] == pytest.approx(km, abs=0.02)


def test_distance_to_nothing_is_infinite() -> None:
    assert geo.distance_km((0, 0), LineString()) == float("inf")


def test_an_edge_is_straight_in_degrees_as_geojson_says() -> None:
    """The middle of an edge along the 60th parallel lies on it; the geodesic would pass 18 km to the north."""
    assert geo.distance_km((65.0, 60.0), LineString([(60, 60), (70, 60)])) < 0.01


def test_distances_far_from_the_centre_stay_true() -> None:
    line = LineString([(56, 25), (67, 25)])
    points = np.array([(56.0, 25.1), (61.0, 25.1), (67.0, 25.1)])
    apart = [geo.distance_km((x, y), line) for x, y in points]
    assert geo.distances_km(points, line) == pytest.approx(apart, rel=0.003)


def test_samples_are_spread_evenly() -> None:
    found = geo.samples(LineString([(0, 0), (0.1, 0), (1, 0)]), step_km=EQUATOR_DEGREE_KM / 100)
    assert len(found) == 100
    assert np.diff(found[:, 0]) == pytest.approx(0.01)
    assert geo.share_within(np.abs(found[:, 0]), 0.25) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("point", "degrees"), [((-3.0, 0.0), 0), ((0.5, 0.4), 0.5), ((1.2, 0.5), 1.5), ((4.0, 2.0), 2)]
)
def test_position_along_a_line(point: tuple[float, float], degrees: float) -> None:
    vertices = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)])
    assert geo.position_km(vertices, point) == pytest.approx(degrees * 111, abs=1)


def test_stretch_keeps_the_vertices_between() -> None:
    vertices = np.array([(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)])
    found = geo.stretch(vertices, EQUATOR_DEGREE_KM / 2, 1.5 * EQUATOR_DEGREE_KM)
    assert shapely.get_coordinates(found).round(6).tolist() == [[0.5, 0], [1, 0], [1.5, 0]]


def country(code: str, *bounds: float) -> dict[str, object]:
    return {"type": "Feature", "properties": {"iso_a3": code}, "geometry": mapping(box(*bounds))}


@pytest.fixture(scope="module")
def ground() -> Countries:
    """Three square countries on the equator: A and B touch, a strait of one degree parts B from C."""
    return Countries([country("AAA", 0, -1, 1, 1), country("BBB", 1, -1, 2, 1), country("CCC", 3, -1, 4, 1)])


def test_runs_are_cut_at_borders_and_shores(ground: Countries) -> None:
    runs = ground.runs(LineString([(0.5, 0), (3.5, 0)]))
    assert [run.country for run in runs] == ["AAA", "BBB", None, "CCC"]
    shares = [0.5, 1, 1, 0.5]
    assert [run.km for run in runs] == pytest.approx([share * EQUATOR_DEGREE_KM for share in shares], abs=1e-3)
    assert sum(run.km for run in runs) == pytest.approx(3 * EQUATOR_DEGREE_KM)


def test_runs_follow_the_line_there_and_back(ground: Countries) -> None:
    runs = ground.runs(LineString([(0.5, 0), (1.5, 0), (1.5, 0.1), (0.5, 0.1)]))
    assert [run.country for run in runs] == ["AAA", "BBB", "AAA"]
    assert lengths_km(runs)["AAA"] == pytest.approx(EQUATOR_DEGREE_KM, rel=1e-4)


def test_parts_follow_one_another(ground: Countries) -> None:
    line = MultiLineString([[(3.2, 0), (3.4, 0)], [(0.5, 0), (0.7, 0)]])
    assert [run.country for run in ground.runs(line)] == ["CCC", "AAA"]


@pytest.mark.parametrize(
    ("line", "keep", "expected"),
    [
        pytest.param([(0.5, 0), (1.02, 0)], (), ("AAA",), id="a sliver does not count"),
        pytest.param([(0.5, 0), (1.02, 0)], ("BBB",), ("AAA", "BBB"), id="unless it is all there is of a listed one"),
        pytest.param([(0.5, 0), (1.02, 0.1), (0.5, 0.2)], (), ("AAA",), id="a corner cut does not come back"),
        pytest.param([(2.05, 0), (2.95, 0)], (), ("BBB", "CCC"), id="ends in the water count for the near shore"),
        pytest.param([(2.4, 0), (2.6, 0)], (), (), id="open water is nobody's"),
        pytest.param([(1.5, 0), (0.5, 0)], (), ("BBB", "AAA"), id="the order is that of travel"),
    ],
)
def test_countries_in_travel_order(
    ground: Countries, line: list[tuple[float, float]], keep: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    track = LineString(line)
    assert ground.order(track, ground.runs(track), sliver_km=5, shore_km=10, keep=keep) == expected


def test_borders(ground: Countries) -> None:
    assert geo.length_km(ground.border("AAA", "BBB")) == pytest.approx(221.15, abs=0.1)
    assert ground.border("AAA", "CCC").is_empty
    assert ground.border("AAA", "XXX").is_empty


@pytest.mark.parametrize(
    ("point", "within", "expected"),
    [((0.5, 0.0), 0, "AAA"), ((2.02, 0.0), 5, "BBB"), ((2.02, 0.0), 1, None), ((9.0, 9.0), 500, None)],
)
def test_nearest_country(ground: Countries, point: tuple[float, float], within: float, expected: str | None) -> None:
    assert ground.nearest(point, within) == expected


def test_sea_leg_over_land_and_clear_of_it(ground: Countries) -> None:
    across = LineString([(0.5, 1.5), (0.5, 0.5), (2.5, 0.5)])
    shares = geo.over_land_share(across, ground.land_near(across), ends_km=5)
    assert shares == pytest.approx((0.5 + 1.5) / 3, abs=0.01)
    along = LineString([(0.0, 1.1), (2.0, 1.1)])
    assert geo.over_land_share(along, ground.land_near(along), ends_km=5) == 0
    assert geo.clearance_km(along, ground.land_near(along), ends_km=5) == pytest.approx(11.06, abs=0.05)
    assert geo.clearance_km(along, shapely.Polygon(), ends_km=5) == float("inf")


def test_the_ends_of_a_sea_leg_are_let_off(ground: Countries) -> None:
    leg = LineString([(2.97, 0), (2.98, 0), (2.03, 0), (1.97, 0)])
    land = ground.land_near(leg)
    assert geo.over_land_share(leg, land, ends_km=0.001) > 0
    assert geo.over_land_share(leg, land, ends_km=5) == 0


def test_a_run_reads_as_country_and_km(ground: Countries) -> None:
    assert ground.runs(LineString([(0.2, 0), (0.3, 0)])) == [
        Run("AAA", pytest.approx(EQUATOR_DEGREE_KM / 10, abs=0.01))
    ]
