"""Data exports read back as they were written: ids, verbatim quotations, geometry, licence."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas
import pyogrio
import pytest
from exported import DATE, LINK
from shapely import equals_exact
from shapely.geometry import shape

from corridors.export import rows, tables
from corridors.gate.rfc7946 import check_geojson
from corridors.gate.strictjson import parse
from corridors.model import Atlas, Segment
from corridors.selection import Selection

VIEWS = ["all", "phase 1", "long evidence", "off the map", "a country", "nothing"]


def _evidence(atlas: Atlas, selection: Selection) -> list[tuple[str, str, str, str]]:
    """(record, passage, role, quote) as the data has them."""
    return sorted(
        (record.id, item.passage, item.role, atlas.passage[item.passage].quote)
        for record in rows.records(atlas, selection)
        for item in record.evidence
    )


@pytest.mark.parametrize("name", VIEWS)
def test_geojson_is_rfc_7946_and_complete(atlas: Atlas, views: dict[str, Selection], name: str) -> None:
    data = tables.geojson(atlas, views[name], LINK, DATE)
    parsed = parse(data, file="atlas.geojson")
    assert parsed.readable and not parsed.faults
    assert check_geojson(parsed.document, file="atlas.geojson") == []
    document: Any = json.loads(data)
    records = rows.records(atlas, views[name])
    assert [feature["id"] for feature in document["features"]] == [record.id for record in records]
    found = sorted(
        (feature["id"], item["passage"], item["role"], item["quote"])
        for feature in document["features"]
        for item in feature["properties"]["evidence"]
    )
    assert found == _evidence(atlas, views[name])
    for feature, record in zip(document["features"], records, strict=True):
        wanted = rows.geometry(record, atlas)
        if wanted is None:
            assert feature["geometry"] is None
        else:
            assert shape(feature["geometry"]).normalize().equals(wanted.normalize())
    assert document["version"] == atlas.meta.version and document["digest"] == atlas.digest
    assert document["link"] == LINK and document["exported"] == DATE and "CC-BY" in document["licence"]


def _read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _plain(text: str) -> str:
    """A cell without the mark that keeps a spreadsheet from running it."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r" else text


@pytest.mark.parametrize("name", VIEWS)
def test_csv_reads_back(atlas: Atlas, views: dict[str, Selection], name: str) -> None:
    passages = _read(tables.passages_csv(atlas, views[name]))
    found = sorted((row["record"], row["passage"], row["role"], _plain(row["quote"])) for row in passages)
    assert found == _evidence(atlas, views[name])
    assert all(row["citation"] and row["rights"] and row["digest"] == atlas.digest for row in passages)
    segments = _read(tables.segments_csv(atlas, views[name]))
    assert [row["id"] for row in segments] == [r.id for r in rows.records(atlas, views[name]) if isinstance(r, Segment)]
    assert all(row["licence"] for row in segments)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "=", "-"])
def test_no_cell_starts_a_formula(text: str) -> None:
    assert tables.cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "x=1", "1-2", "'quoted'", "– dash", "“quote”"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert tables.cell(text) == text


KML = "{http://www.opengis.net/kml/2.2}"


@pytest.mark.parametrize("name", VIEWS)
def test_kml_reads_back(atlas: Atlas, views: dict[str, Selection], name: str) -> None:
    root = ET.fromstring(tables.kml(atlas, views[name], LINK, DATE))
    marks = {mark.get("id"): mark for mark in root.iter(f"{KML}Placemark")}
    assert set(marks) == {record.id for record in rows.records(atlas, views[name])}
    found = []
    for key, mark in marks.items():
        values = {data.get("name"): data.findtext(f"{KML}value") or "" for data in mark.iter(f"{KML}Data")}
        found += [(str(key), row["passage"], row["role"], row["quote"]) for row in json.loads(values["evidence"])]
        assert mark.findtext(f"{KML}name") == atlas.by_id[str(key)].name
        assert "CC-BY" in values["licence"]
    assert sorted(found) == _evidence(atlas, views[name])
    assert LINK in (root.findtext(f"{KML}Document/{KML}description") or "").replace("&amp;", "&")


def test_kml_geometry_is_read_by_gdal(atlas: Atlas, views: dict[str, Selection], tmp_path: Path) -> None:
    path = tmp_path / "atlas.kml"
    path.write_bytes(tables.kml(atlas, views["phase 1"], LINK, DATE))
    count = 0
    for layer, _ in pyogrio.list_layers(path):
        frame = geopandas.read_file(path, layer=layer)
        for name, geometry in zip(frame["Name"], frame.geometry, strict=True):
            record = next(r for r in rows.records(atlas, views["phase 1"]) if r.name == name)
            wanted = rows.geometry(record, atlas)
            if wanted is not None:
                assert geometry.hausdorff_distance(wanted) < 1e-5
                count += 1
    assert count >= 5


@pytest.mark.parametrize("name", ["all", "long evidence", "off the map", "nothing"])
def test_geopackage_reads_back(atlas: Atlas, views: dict[str, Selection], name: str, tmp_path: Path) -> None:
    path = tmp_path / "atlas.gpkg"
    path.write_bytes(tables.geopackage(atlas, views[name], LINK, DATE))
    layers = {layer for layer, _ in pyogrio.list_layers(path)}
    ids: list[str] = []
    for layer in layers & {"segments", "places", "areas"}:
        frame = geopandas.read_file(path, layer=layer)
        assert frame.crs.to_epsg() == 4326
        ids += list(frame["id"])
        for key, geometry in zip(frame["id"], frame.geometry, strict=True):
            wanted = rows.geometry(atlas.by_id[key], atlas)
            assert wanted is not None
            assert equals_exact(geometry.normalize(), wanted.normalize(), tolerance=1e-9) or geometry.equals(wanted)
    if "undrawn" in layers:
        ids += list(pyogrio.read_dataframe(path, layer="undrawn")["id"])
    assert sorted(ids) == sorted(record.id for record in rows.records(atlas, views[name]))
    if "passages" in layers:
        table = pyogrio.read_dataframe(path, layer="passages")
        found = sorted(zip(table["record"], table["passage"], table["role"], table["quote"], strict=True))
        assert found == _evidence(atlas, views[name])
    readme = pyogrio.read_dataframe(path, layer="readme")["text"][0]
    assert LINK in readme and atlas.digest in readme and "CC-BY" in readme


def test_the_archive_holds_everything_and_repeats(atlas: Atlas, views: dict[str, Selection]) -> None:
    data = tables.bundle(atlas, views["phase 1"], LINK, DATE)
    assert data == tables.bundle(atlas, views["phase 1"], LINK, DATE)
    packed = zipfile.ZipFile(io.BytesIO(data))
    assert packed.testzip() is None
    assert set(packed.namelist()) == {
        "README.txt", "atlas.geojson", "atlas.gpkg", "atlas.kml", "segments.csv", "passages.csv", "citations.txt",
        "citations.bib", "citations.ris", "citations.json",
    }  # fmt: skip
    readme = packed.read("README.txt").decode()
    for source in atlas.sources:
        assert source.title in readme and source.rights in readme
