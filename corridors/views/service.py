"""The one atlas that every visitor shares, and what the browser loads of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

from corridors import payload
from corridors.check import check_atlas
from corridors.load import DATA, read_asset, read_folder, read_leaflet
from corridors.model import Atlas

SCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Release:
    """An atlas, and the files that the map's frame loads, under a name that changes when any of them does."""

    atlas: Atlas
    name: str
    files: dict[str, tuple[bytes, str]]


@cache
def release() -> Release:
    """Reads and checks the atlas once a process. Raises `FaultsError` or `MissingData` each time while it is broken."""
    atlas = check_atlas(read_folder(DATA))
    files = {
        "data.js": (payload.script(atlas).encode(), SCRIPT),
        "atlas.js": (read_asset("atlas.js").encode(), SCRIPT),
        "atlas.css": (read_asset("atlas.css").encode(), STYLE),
        "leaflet.js": (read_leaflet("leaflet.js"), SCRIPT),
        "leaflet.css": (read_leaflet("leaflet.css"), STYLE),
    }
    total = hashlib.sha256(b"".join(files[name][0] for name in sorted(files)))
    return Release(atlas, total.hexdigest()[:12], files)
