"""What is shown, as data: GeoJSON, CSV, KML, GeoPackage, and all of them in one archive.

Each carries ids, verbatim quotations with their citations, licences and a README. The same selection, data and date
give the same bytes (the GeoPackage too, with one version of GDAL).
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from corridors import load, style
from corridors.export import content, rows
from corridors.export.progress import Tell, silent
from corridors.export.scene import showable
from corridors.faults import AtlasError
from corridors.model import Atlas, Record, Segment
from corridors.selection import Selection

# Full-width signs count for some spreadsheets. A text that begins with apostrophes itself gets one more, to be undone.
_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_KML: Final = "http://www.opengis.net/kml/2.2"


def geojson(atlas: Atlas, selection: Selection, link: str, date: str) -> bytes:
    """A FeatureCollection by RFC 7946; a thing that is not on the map has a null geometry."""
    features = []
    for record in rows.records(atlas, selection):
        shape = rows.geometry(record, atlas)
        properties = rows.record_row(record, atlas)
        del properties["id"]
        properties["evidence"] = list(rows.evidence_rows(record, atlas))
        features.append({"type": "Feature", "id": record.id, "properties": properties, "geometry": _coordinates(shape)})
    document = {
        "type": "FeatureCollection",
        "title": f"{atlas.meta.title}: {content.sentence(selection, atlas)}",
        "version": atlas.edition,
        "digest": atlas.digest,
        "exported": date,
        "link": link,
        "licence": content.licences(atlas),
        "readme": rows.readme(atlas, selection, link, date),
        "features": features,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def segments_csv(atlas: Atlas, selection: Selection) -> bytes:
    """A row for each route."""
    found = [rows.record_row(r, atlas) for r in rows.records(atlas, selection) if isinstance(r, Segment)]
    licence = {"version": atlas.edition, "digest": atlas.digest, "licence": content.licences(atlas)}
    heads = tuple(rows.record_row(next(iter(atlas.records)), atlas))
    return _csv([row | licence for row in found], heads + tuple(licence))


def passages_csv(atlas: Atlas, selection: Selection) -> bytes:
    """A row for each passage of each record: the same passage can support one record and doubt another."""
    found = [row for record in rows.records(atlas, selection) for row in rows.evidence_rows(record, atlas)]
    heads = tuple(next(rows.evidence_rows(next(iter(atlas.records)), atlas)))
    return _csv(
        [row | {"version": atlas.edition, "digest": atlas.digest} for row in found], (*heads, "version", "digest")
    )


def cell(value: object) -> str:
    """A value as a spreadsheet cell that never starts a formula."""
    text = showable(str(value))
    return f"'{text}" if _FORMULA.match(text) else text


def _csv(found: Iterable[Mapping[str, Any]], heads: tuple[str, ...]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([cell(row[head]) for head in heads] for row in found)
    return out.getvalue().encode("utf-8-sig")  # spreadsheets read UTF-8 by its byte order mark


def kml(atlas: Atlas, selection: Selection, link: str, date: str) -> bytes:
    """Placemarks in a folder for each family, quotations in their balloons, values as ExtendedData."""
    ET.register_namespace("", _KML)
    root = ET.Element(f"{{{_KML}}}kml")
    document = _add(root, "Document")
    _add(document, "name", f"{atlas.meta.title}: {content.sentence(selection, atlas)}")
    _add(document, "description", inert(rows.readme(atlas, selection, link, date)).replace("\n", "<br>"))
    for key, family in atlas.family.items():
        _kml_style(document, key, family.colour)
    found = rows.records(atlas, selection)
    for key, family in atlas.family.items():
        members = [record for record in found if record.family == key]
        if members:
            folder = _add(document, "Folder")
            _add(folder, "name", family.name)
            for record in members:
                _placemark(folder, record, atlas)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def inert(text: str) -> str:
    """Text that a reader of HTML shows as it is; quotation marks stay legible for those who read it as plain."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _placemark(folder: ET.Element, record: Record, atlas: Atlas) -> None:
    mark = _add(folder, "Placemark")
    mark.set("id", record.id)
    _add(mark, "name", record.name)
    evidence = list(rows.evidence_rows(record, atlas))
    claim = f"In the articles: {style.CLAIMS[record.claim]['label']}{'; contested' if record.contested else ''}."
    told = [f"{style.ROLES[row['role']]}: “{row['quote_shown']}” ({row['citation']})" for row in evidence]
    # Globe programs read a description as HTML, so the texts are escaped for HTML first and for XML on writing.
    told = [inert(text) for text in (claim, *told, f"Curator: {record.curator_note}")]
    _add(mark, "description", "<br><br>".join(told))
    _add(mark, "styleUrl", f"#{record.family}")
    extended = _add(mark, "ExtendedData")
    values = rows.record_row(record, atlas) | {
        "evidence": json.dumps(evidence, ensure_ascii=False),
        "licence": content.licences(atlas),
    }
    for name, value in values.items():
        data = _add(extended, "Data")
        data.set("name", name)
        _add(data, "value", str(value))
    shape = rows.geometry(record, atlas)
    if shape is not None:
        _kml_geometry(mark, shape)


def _kml_style(document: ET.Element, key: str, colour: str) -> None:
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    made = _add(document, "Style")
    made.set("id", key)
    for tag, opacity in (("LineStyle", "e6"), ("PolyStyle", "26")):
        part = _add(made, tag)
        _add(part, "color", f"{opacity}{blue}{green}{red}".lower())  # KML has the colours backwards
        if tag == "LineStyle":
            _add(part, "width", "3")


def _kml_geometry(parent: ET.Element, shape: Any) -> None:
    kind = shape.geom_type
    if kind.startswith("Multi"):
        several = _add(parent, "MultiGeometry")
        for part in shape.geoms:
            _kml_geometry(several, part)
        return
    made = _add(parent, kind)
    if kind != "Polygon":
        _add(made, "coordinates", _kml_points(shape.coords))
        return
    for tag, rings in (("outerBoundaryIs", [shape.exterior]), ("innerBoundaryIs", shape.interiors)):
        for ring in rings:
            _add(_add(_add(made, tag), "LinearRing"), "coordinates", _kml_points(ring.coords))


def _kml_points(coordinates: Iterable[Any]) -> str:
    return " ".join(f"{point[0]:.6f},{point[1]:.6f}" for point in coordinates)


def _add(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, f"{{{_KML}}}{tag}")
    if text is not None:
        made.text = showable(text)
    return made


def geopackage(atlas: Atlas, selection: Selection, link: str, date: str) -> bytes:
    """Layers `segments`, `places` and `areas`, tables `undrawn`, `passages` and `readme`."""
    import geopandas  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import pyogrio  # noqa: PLC0415

    found = rows.records(atlas, selection)
    tables: dict[str, Any] = {}
    for key, name in rows.LAYERS.items():
        members = [record for record in found if rows.layer(record) == key]
        if not members:
            continue
        values = [
            {k: showable(v) if isinstance(v, str) else v for k, v in rows.record_row(r, atlas).items()} for r in members
        ]
        # GeoPackage has a column `fid` of its own, so the record's id stays an ordinary column.
        frame = pd.DataFrame(values)
        if key == "undrawn":
            tables[name] = frame
        else:
            shapes = geopandas.GeoSeries([rows.geometry(record, atlas) for record in members], crs="EPSG:4326")
            tables[name] = geopandas.GeoDataFrame(frame, geometry=shapes)
    evidence = [row for record in found for row in rows.evidence_rows(record, atlas)]
    if evidence:
        tables["passages"] = pd.DataFrame([{k: showable(str(v)) for k, v in row.items()} for row in evidence])
    tables["readme"] = pd.DataFrame({"text": [showable(rows.readme(atlas, selection, link, date))]})
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{date}T00:00:00.000Z"})
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "atlas.gpkg"
            for number, (name, table) in enumerate(tables.items()):
                pyogrio.write_dataframe(table, path, layer=name, driver="GPKG", append=number > 0)
            return load.read(path)
    except RuntimeError as error:  # all of GDAL's are
        folder = tempfile.gettempdir()
        raise AtlasError(f"the GeoPackage cannot be written under {folder}; is the disk full? ({error})") from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def everything(atlas: Atlas, selection: Selection, link: str, date: str, tell: Tell = silent) -> dict[str, bytes]:
    """Every data and citation file by name, and a README."""
    from corridors.export import citations  # noqa: PLC0415

    view = (atlas, selection, link, date)
    makers: dict[str, Callable[[], bytes]] = {
        "README.txt": lambda: rows.readme(*view).encode("utf-8", "replace"),
        "atlas.geojson": lambda: geojson(*view),
        "atlas.gpkg": lambda: geopackage(*view),
        "atlas.kml": lambda: kml(*view),
        "segments.csv": lambda: segments_csv(atlas, selection),
        "passages.csv": lambda: passages_csv(atlas, selection),
        "citations.txt": lambda: citations.text(*view),
        "citations.bib": lambda: citations.bibtex(*view),
        "citations.ris": lambda: citations.ris(*view),
        "citations.json": lambda: citations.csl_json(*view),
    }
    files = {}
    for number, (name, make) in enumerate(makers.items()):
        tell(number / len(makers), name)
        files[name] = make()
    return files


def bundle(atlas: Atlas, selection: Selection, link: str, date: str, tell: Tell = silent) -> bytes:
    """All of that in one ZIP archive."""
    return archive(everything(atlas, selection, link, date, tell), date)


def archive(files: Mapping[str, bytes], date: str) -> bytes:
    """Files as a ZIP archive whose only clock is `date`."""
    year, month, day = (int(part) for part in date.split("-"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (max(1980, year), month, day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, data)
    return out.getvalue()


def _coordinates(shape: BaseGeometry | None) -> dict[str, Any] | None:
    if shape is None:
        return None
    written = mapping(shape)
    return {"type": written["type"], "coordinates": written["coordinates"]}
