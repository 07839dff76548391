"""Traced railways against a reference: small invented ones here, and the real one where this machine has it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from corridors import geography, geotables, railways
from corridors.check import check_atlas
from corridors.faults import MissingData
from corridors.load import DATA, read, read_folder
from corridors.model import Segment

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared" / "reference" / "ne_10m_railroads.fgb"
DOCUMENT = ROOT / "docs" / "geography.md"
ATLAS = check_atlas(read_folder(DATA))
TRACED = [item for item in ATLAS.segments if item.drawn == "traced" and item.gauges]
TAFTAN = next(item for item in ATLAS.segments if item.id == "quetta-taftan")


def against(*lines: BaseGeometry) -> railways.Share:
    """Quetta–Taftan held against an invented reference."""
    return railways.share(TAFTAN, shapely.STRtree(list(lines)))


def faults(*lines: BaseGeometry) -> list[str]:
    atlas = ATLAS.model_copy(update={"segments": (TAFTAN,)})
    return [str(fault) for fault in railways.compare(atlas, list(lines))[0]]


def test_the_line_itself_is_all_near() -> None:
    share = against(TAFTAN.geometry)
    assert (share.near, share.far, share.gaps) == (1.0, 1.0, ())
    assert share.held_km == share.km
    assert faults(TAFTAN.geometry) == []


def test_a_line_beside_the_track_is_bad_and_no_gap() -> None:
    """About 7.8 km to the south: near enough to be the same railway, too far to be traced over it."""
    beside = shapely.transform(TAFTAN.geometry, lambda xy: xy - [0, 0.07])
    share = against(beside)
    assert share.gaps == ()
    assert share.near is not None and share.near < 0.5
    assert share.far == 1.0
    assert len(faults(beside)) == 1


def test_a_bulge_between_two_good_ends_is_bad_and_no_gap() -> None:
    """The drawing leaves the track by 30 km between Nushki and Dalbandin and comes back."""
    vertices = shapely.get_coordinates(TAFTAN.geometry)
    west, east = (next(p.longitude for p in TAFTAN.waypoints if p.name == name) for name in ("Dalbandin", "Nushki"))
    phase = np.clip((vertices[:, 0] - west) / (east - west), 0, 1)
    bulging = vertices + np.column_stack([np.zeros(len(vertices)), 0.27 * np.sin(np.pi * phase)])
    item = TAFTAN.model_copy(update={"geometry": LineString(bulging)})
    share = railways.share(item, shapely.STRtree([TAFTAN.geometry]))
    assert share.gaps == ()
    assert share.far is not None and share.far < 0.85


def test_a_stretch_without_track_is_a_gap_and_not_counted() -> None:
    vertices = shapely.get_coordinates(TAFTAN.geometry)
    dalbandin = next(point for point in TAFTAN.waypoints if point.name == "Dalbandin")
    share = against(LineString(vertices[vertices[:, 0] > dalbandin.longitude - 0.05]))
    assert share.gaps == ("Dalbandin–Nok Kundi", "Nok Kundi–Taftan")
    assert (share.near, share.far) == (1.0, 1.0)
    assert 0 < share.held_km < share.km


def test_an_empty_reference_says_nothing() -> None:
    share = against()
    assert (share.near, share.far, share.held_km) == (None, None, 0.0)
    assert len(share.gaps) == len(TAFTAN.waypoints) - 1
    assert faults() == []


ENDS = np.array([[60.0, 30.0], [61.0, 30.0]])  # 96.5 km apart


@pytest.mark.parametrize(
    ("tracks", "expected"),
    [
        pytest.param([[(60, 30), (61, 30)]], True, id="straight"),
        pytest.param([[(61, 30), (60, 30)]], True, id="digitised the other way"),
        pytest.param([[(60, 30), (60.5, 30.2), (61, 30)]], True, id="a slight bend"),
        pytest.param([[(60, 30), (60.5, 31.5), (61, 30)]], False, id="a long way round is another railway"),
        pytest.param([[(60, 30), (60.5, 30)], [(60.53, 30), (61, 30)]], True, id="a small break"),
        pytest.param([[(60, 30), (60.3, 30)], [(60.6, 30), (61, 30)]], False, id="a wide gap"),
        pytest.param([[(60.0, 30.05), (61.0, 30.05)]], True, id="5 km from the ends"),
        pytest.param([[(60.0, 30.15), (61.0, 30.15)]], False, id="16 km from the ends"),
        pytest.param([], False, id="nothing"),
    ],
)
def test_whether_the_reference_has_a_railway(tracks: list[list[tuple[float, float]]], *, expected: bool) -> None:
    assert railways.has_railway(MultiLineString(tracks), ENDS, limit_km=1.15 * 96.5 + 10) is expected


@pytest.mark.parametrize("item", TRACED, ids=lambda item: item.id)
def test_gauge_runs_begin_and_end_at_waypoints(item: Segment) -> None:
    names = [point.name for point in item.waypoints]
    assert [name for run in item.gauges for name in (run.from_, run.to) if name not in names] == []
    assert list(railways.rail_legs(item))


def test_only_flatgeobuf_is_read() -> None:
    with pytest.raises(MissingData, match="not a FlatGeobuf"):
        railways.lines(b"<OGRVRTDataSource></OGRVRTDataSource>")


def test_another_crs_is_refused(tmp_path: Path) -> None:
    import geopandas as gpd

    path = tmp_path / "metres.fgb"
    gpd.GeoDataFrame(geometry=[LineString([(0, 0), (1, 1)])], crs="EPSG:3857").to_file(path, driver="FlatGeobuf")
    with pytest.raises(MissingData, match="EPSG:4326"):
        railways.lines(read(path))


@pytest.fixture(scope="module")
def reference() -> list[BaseGeometry]:
    if not REFERENCE.exists():
        message = "the reference railways (../shared/reference) are not on this machine"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return railways.lines(read(REFERENCE))


def test_shipped_railways_lie_on_the_reference_where_it_has_them(reference: list[BaseGeometry]) -> None:
    found, shares = railways.compare(ATLAS, reference)
    assert [str(fault) for fault in found] == []
    assert [item.segment for item in shares] == [item.id for item in TRACED]
    assert sum(item.held_km for item in shares) > 0.7 * sum(item.km for item in shares)


def test_the_document_holds_what_the_command_prints(reference: list[BaseGeometry]) -> None:
    """After a change of the data: `python -m tools.make_geography_doc REFERENCE` writes the tables anew."""
    rows = geography.examine(ATLAS)[1]
    shares = railways.compare(ATLAS, reference)[1]
    text = DOCUMENT.read_text("utf-8")
    for table in (geotables.measurements(rows), geotables.railways(shares, rows, ATLAS.segments)):
        missing = [line for line in table.splitlines() if line not in text]
        assert missing == [], "run python -m tools.make_geography_doc ../shared/reference/ne_10m_railroads.fgb"
