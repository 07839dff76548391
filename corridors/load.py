"""The only module that opens data files.

It hands bytes on; what they must say is decided by `gate/` and `check.py`. No path ever
reaches GDAL or Folium, which would follow references inside a file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from importlib.metadata import files as installed_files
from importlib.resources import files as package_files
from pathlib import Path

from corridors.faults import MissingData

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CORRIDOR_ATLAS_DATA") or ROOT / "data")  # another folder, for a draft or a benchmark

JSON_FILES = (
    "atlas.json",
    "phases.json",
    "families.json",
    "sources.json",
    "passages.json",
    "undrawn.json",
    "disagreements.json",
    "tour.json",
)
GEOJSON_FILES = ("segments.geojson", "places.geojson", "areas.geojson")
TABLE_FILES = ("trade.csv",)
BASEMAP_FILES = (
    "basemap/countries.geojson",
    "basemap/boundaries.geojson",
    "basemap/lakes.geojson",
    "basemap/labels.geojson",
)
OPTIONAL_FILES = ("tour.json",)
ATLAS_FILES = JSON_FILES + GEOJSON_FILES + TABLE_FILES + BASEMAP_FILES


def read(path: Path) -> bytes:
    """A file's bytes, or `MissingData` in words."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingData(f"{path}: cannot be read ({error.strerror or error})") from error


def read_folder(folder: Path, names: tuple[str, ...] = ATLAS_FILES) -> dict[str, bytes]:
    """Bytes of each named file that exists in an atlas folder; the gate says which are missing.

    A folder without a basemap of its own gets the project's: the records are what a contributor sends.
    """
    if not folder.is_dir():
        raise MissingData(f"{folder}: no such folder; an atlas is a folder that holds atlas.json and its sister files")
    found = {name: read(folder / name) for name in names if (folder / name).is_file()}
    if not (folder / "basemap").is_dir():
        found |= {name: read(ROOT / "data" / name) for name in names if name in BASEMAP_FILES}
    return found


def fingerprint(folder: Path, names: tuple[str, ...] = ATLAS_FILES) -> tuple[tuple[int, int], ...]:
    """Dates and sizes of an atlas's files: differs when one of them was written. A missing file counts as (0, 0)."""
    found = []
    for name in names:
        try:
            stat = (folder / name).stat()
        except OSError:
            found.append((0, 0))
        else:
            found.append((stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def digest(contents: Mapping[str, bytes]) -> str:
    """Twelve hexadecimal digits that identify the data of an atlas, whatever folder it is read from."""
    total = hashlib.sha256()
    for name in sorted(contents):
        total.update(name.encode() + b"\0" + hashlib.sha256(contents[name]).digest())
    return total.hexdigest()[:12]


def sha256(data: bytes) -> str:
    """Checksum as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def read_text(name: str) -> str:
    """One of the project's own texts by its path inside it, such as "data/basemap/BOUNDARIES.md"."""
    return read(ROOT / name).decode("utf-8")


def read_asset(name: str) -> str:
    """Text of one of the project's own scripts and styles (`corridors/assets/`)."""
    return package_files("corridors").joinpath("assets", name).read_text(encoding="utf-8")


def read_leaflet(name: str) -> bytes:
    """A file of Leaflet as the installed package XStatic-Leaflet holds it, such as "leaflet.js"."""
    wanted = f"xstatic/pkg/leaflet/data/{name}"
    for entry in installed_files("XStatic-Leaflet") or ():
        if str(entry) == wanted:
            return read(Path(str(entry.locate())))
    raise MissingData(f"{name} is not in the installed package XStatic-Leaflet; install requirements.lock again")
