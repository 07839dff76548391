"""The gate: the bytes of an atlas folder become one `Atlas`, or one error that lists every fault.

Order: each file is read as strict JSON (or CSV), GeoJSON is held against RFC 7946, each record against its model
(`model.py`), then the records against each other (`references.py`). A file that fails early is reported and left
out of the later steps, so that one broken bracket does not hide the faults of the other files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from shapely.errors import ShapelyError
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from corridors import model, references
from corridors.faults import Fault, FaultsError, clip
from corridors.gate import rfc7946, strictjson
from corridors.load import ATLAS_FILES, BASEMAP_FILES, OPTIONAL_FILES, digest

LISTS: dict[str, tuple[str, type[model.Frozen]]] = {
    "phases.json": ("phases", model.Phase),
    "families.json": ("families", model.Family),
    "sources.json": ("sources", model.Source),
    "passages.json": ("passages", model.Passage),
    "undrawn.json": ("undrawn", model.Undrawn),
    "disagreements.json": ("disagreements", model.Disagreement),
    "tour.json": ("tour", model.TourStep),
}
LAYERS: dict[str, tuple[str, type[model.Record], tuple[str, ...]]] = {
    "segments.geojson": ("segments", model.Segment, ("LineString", "MultiLineString")),
    "places.geojson": ("places", model.Place, ("Point",)),
    "areas.geojson": ("areas", model.Area, ("Polygon", "MultiPolygon")),
}
_NUMBERS = ("low", "high")
_Model = TypeVar("_Model", bound=BaseModel)


def check_atlas(contents: Mapping[str, bytes], *, whole: bool = True) -> model.Atlas:
    """The atlas that the files hold. `contents` maps file names (`load.ATLAS_FILES`) to their bytes.

    `whole` is False when records were left out (`lenient.py`): then a passage may have lost the record that used it.
    Raises `FaultsError` with every fault of every file. Nothing is half-loaded.
    """
    faults = [
        Fault(name, "", "", "no such file", "every file of the atlas", "see data/README.md for the list")
        for name in ATLAS_FILES
        if name not in contents and name not in OPTIONAL_FILES
    ]
    documents: dict[str, Any] = {}
    for name, data in contents.items():
        if not name.endswith(".csv"):
            document = _document(name, data, faults)
            if document is not None:
                documents[name] = document

    parts: dict[str, Any] = {}
    meta = _records(model.Meta, [documents["atlas.json"]], "atlas.json", faults) if "atlas.json" in documents else ()
    for name, (part, kind) in LISTS.items():
        parts[part] = _list(kind, documents.get(name), name, faults)
    for name, (part, layer, geometries) in LAYERS.items():
        parts[part] = _features(layer, documents.get(name), name, geometries, faults)
    parts["trade"] = _table(contents.get("trade.csv"), faults)

    named = {part: _ids(documents.get(name)) for name, (part, *_) in (LISTS | LAYERS).items()}
    broken = {fault.file for fault in faults if fault.level == "invalid"}
    faults.extend(references.check(parts, named, broken, whole=whole))
    invalid = [fault for fault in faults if fault.level == "invalid"]
    if invalid:
        raise FaultsError(faults)
    basemap = {name.split("/")[1].split(".")[0]: documents[name] for name in BASEMAP_FILES}
    return model.Atlas(meta=meta[0], basemap=basemap, digest=digest(contents), **parts)


def _ids(document: Any) -> frozenset[str] | None:
    """The ids that a file's records carry, whether or not they passed; None when the file could not be read.

    A reference to a record that is there but broken leads somewhere: the broken record has its own fault.
    """
    if isinstance(document, dict):
        document = document.get("features")
    if not isinstance(document, tuple):
        return None
    return frozenset(str(item["id"]) for item in document if isinstance(item, dict) and "id" in item)


def _document(name: str, data: bytes, faults: list[Fault]) -> Any:
    """A JSON file's content with lists as tuples, or None when it cannot be used."""
    parsed = strictjson.parse(data, file=name)
    faults.extend(parsed.faults)
    if not parsed.readable or any(fault.level == "invalid" for fault in parsed.faults):
        return None
    if parsed.document is None:
        faults.append(Fault(name, "", "", "null", "the records of this file"))
    if name.endswith(".geojson"):
        found = rfc7946.check_geojson(parsed.document, file=name)
        faults.extend(found)
        if any(fault.level == "invalid" for fault in found):
            return None
    return _freeze(parsed.document)


def _freeze(value: Any) -> Any:
    """Lists as tuples all the way down, which is what strict frozen models take."""
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    if isinstance(value, dict):
        return {key: _freeze(item) for key, item in value.items()}
    return value


def _list(kind: type[_Model], document: Any, name: str, faults: list[Fault]) -> tuple[_Model, ...]:
    if document is None:
        return ()
    if not isinstance(document, tuple):
        faults.append(Fault(name, "", "", clip(document), "a list of records in [square brackets]"))
        return ()
    return _records(kind, document, name, faults)


def _records(kind: type[_Model], raw: Iterable[Any], name: str, faults: list[Fault]) -> tuple[_Model, ...]:
    """The records that fit their model; what does not fit becomes faults."""
    made = []
    for index, item in enumerate(raw):
        called = (item.get("id") or item.get("number")) if isinstance(item, dict) else None
        record = str(called or "") or ("" if kind is model.Meta else f"record {index + 1}")
        try:
            made.append(kind.model_validate(item))
        except ValidationError as error:
            faults.extend(_faults(error, name, record))
    return tuple(made)


def _features(
    kind: type[model.Record], document: Any, name: str, geometries: tuple[str, ...], faults: list[Fault]
) -> tuple[model.Record, ...]:
    if document is None:
        return ()
    if document.get("type") != "FeatureCollection":
        faults.append(Fault(name, "", "type", clip(document.get("type")), "FeatureCollection"))
        return ()
    raw = []
    for index, feature in enumerate(document["features"]):
        record = str(feature.get("id", f"features[{index}]"))
        fields = dict(feature["properties"] or {})
        if "id" in fields:
            faults.append(Fault(name, record, "properties.id", clip(fields.pop("id")), "the id beside the properties"))
        geometry = feature["geometry"]
        shaped: BaseGeometry | None = Point()  # stands in for a faulty one, so that the other fields are checked too
        if geometry is None and kind is model.Area:
            shaped = None
            if fields.get("iso_a3") is None:
                wanted = "a Polygon, or in iso_a3 the country whose outline is meant"
                faults.append(Fault(name, record, "geometry", "null", wanted))
        elif geometry is None or geometry["type"] not in geometries:
            found = "null" if geometry is None else geometry["type"]
            faults.append(Fault(name, record, "geometry", found, " or ".join(geometries)))
        else:
            try:
                shaped = shape(geometry)
            except (ShapelyError, ValueError, TypeError) as error:
                faults.append(Fault(name, record, "geometry", clip(str(error)), "coordinates that can be drawn"))
            else:
                faults.extend(_shape_faults(shaped, name, record))
        raw.append({"id": feature.get("id"), **fields, "geometry": shaped})
    return _records(kind, raw, name, faults)


def _shape_faults(shaped: BaseGeometry, name: str, record: str) -> Iterator[Fault]:
    if shaped.is_empty:
        yield Fault(name, record, "geometry", "an empty geometry", "one that can be drawn")
        return
    west, south, east, north = shaped.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        found = f"{west:g}, {south:g} to {east:g}, {north:g}"
        yield Fault(name, record, "geometry", found, "longitude, latitude in degrees", "longitude comes first")
    if shaped.geom_type.endswith("Polygon") and not shaped.is_valid:
        yield Fault(name, record, "geometry", "an outline that crosses itself", "one that can be drawn")


def _table(data: bytes | None, faults: list[Fault]) -> tuple[model.TradeFigure, ...]:
    """`trade.csv` as records."""
    if data is None:
        return ()
    name = "trade.csv"
    try:
        table = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        rows = list(table)
    except (UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(name, "", "", str(error), "a UTF-8 table with commas between the columns"))
        return ()
    absent = [column for column in model.TradeFigure.model_fields if column not in (table.fieldnames or ())]
    if absent:
        faults.append(Fault(name, "", "", f"no column {', '.join(absent)}", "every column in the first line"))
        return ()
    raw = []
    for index, row in enumerate(rows):
        fields: dict[str, Any] = {str(key): value for key, value in row.items()}
        record = fields.get("id") or f"line {index + 2}"
        if None in row or None in row.values():
            faults.append(Fault(name, str(record), "", f"{len(row)} columns", "as many as the heading has"))
            continue
        for column in _NUMBERS:
            try:
                fields[column] = float(fields.get(column, ""))
            except ValueError:
                faults.append(Fault(name, str(record), column, clip(fields.get(column)), "a number"))
                break
        else:
            raw.append(fields)
    return _records(model.TradeFigure, raw, name, faults)


_WORDS = {
    "missing": "this field",
    "extra_forbidden": "no field of this name",
    "string_type": 'text in "quotes"',
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list in [square brackets]",
    "model_type": "an object in {braces}",
    "bool_type": "true or false",
    "too_short": "at least one entry",
    "string_too_short": "some text",
    "finite_number": "a finite number",
}


def _faults(error: ValidationError, name: str, record: str) -> list[Fault]:
    """Pydantic's errors in the words of someone who edits the file."""
    found = []
    for item in error.errors():
        path = ""
        for step in item["loc"]:
            path += f"[{step}]" if isinstance(step, int) else f"{'.' if path else ''}{step}"
        least = (item.get("ctx") or {}).get("min_length", 1)
        wanted = (
            f"at least {least} entries"
            if item["type"] == "too_short" and least > 1
            else _WORDS.get(item["type"], item["msg"].removeprefix("Input should be ").removeprefix("Value error, "))
        )
        if item["type"] == "string_pattern_mismatch":
            wanted = _pattern_in_words(str(item["ctx"]["pattern"]))
        was = "nothing" if item["type"] == "missing" else clip(item["input"])
        remedy = "check the spelling against data/README.md" if item["type"] == "extra_forbidden" else ""
        found.append(Fault(name, record, path, was, wanted, remedy))
    return found


def _pattern_in_words(pattern: str) -> str:
    words = {
        "a-z0-9]+(?:-": "lower-case words joined by hyphens, such as cpec-trunk",
        "[A-Z]{3}": "three capital letters (ISO 3166 alpha-3), such as PAK",
        "#[0-9A-Fa-f]{6}": "a colour such as #1A5276",
        r"\d{4}(?:-": "a date such as 2020-01-28, 2018-10 or 2018",
        r"\S": "some text",
        r"\d{4}\.": "a calendar version such as 2026.11",
        r"\.txt": "the name of a .txt file",
        "[0-9a-f]{64}": "64 hexadecimal digits (SHA-256)",
    }
    return next((text for piece, text in words.items() if piece in pattern), f"text like {pattern}")
