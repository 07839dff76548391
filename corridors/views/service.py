"""The one atlas that every visitor shares, and what the browser loads of it.

Data that changes on disk is picked up while the server runs. It passes the gate first: if it is broken, visitors keep
the atlas they had and the log tells the operator what to mend.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from dataclasses import dataclass

from corridors import payload
from corridors.check import check_atlas
from corridors.faults import AtlasError
from corridors.load import DATA, fingerprint, read_asset, read_folder, read_leaflet
from corridors.model import Atlas
from corridors.views.kept import Kept, keep

SCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
LOOK_EVERY = 2.0  # seconds between looks at the files' dates

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Release:
    """An atlas, and the files that the map's frame loads, under a name that changes when any of them does."""

    atlas: Atlas
    name: str
    files: dict[str, Kept]


class _Shelf:
    """Holds the newest sound release and one before it, so that a page that is just loading finds its files."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: object = None
        self._looked = 0.0
        self._releases: tuple[Release, ...] = ()

    def current(self) -> Release:
        """The newest sound release. Raises `FaultsError` or `MissingData` while there has been none."""
        with self._lock:
            now = time.monotonic()
            if not self._releases or now - self._looked >= LOOK_EVERY:
                self._looked = now
                self._look()
            return self._releases[0]

    def named(self, name: str) -> Release | None:
        """The release of that name, if it is still held."""
        return next((item for item in self._releases if item.name == name), None)

    def _look(self) -> None:
        seen = fingerprint(DATA)
        if self._releases and seen == self._seen:
            return
        try:
            made = _make()
        except AtlasError as error:
            if not self._releases:
                raise
            if seen != self._seen:
                log.error("the data has changed and is broken; the atlas of before stays:\n%s", error)  # noqa: TRY400
        else:
            if not self._releases or made.name != self._releases[0].name:
                self._releases = (made, *self._releases[:1])
        self._seen = seen


def _make() -> Release:
    atlas = check_atlas(read_folder(DATA))
    files = {
        "data.js": keep(payload.script(atlas).encode(), SCRIPT),
        "atlas.js": keep(read_asset("atlas.js").encode(), SCRIPT),
        "atlas.css": keep(read_asset("atlas.css").encode(), STYLE),
        "leaflet.js": keep(read_leaflet("leaflet.js"), SCRIPT),
        "leaflet.css": keep(read_leaflet("leaflet.css"), STYLE),
    }
    total = hashlib.sha256(b"".join(files[name].raw for name in sorted(files)))
    return Release(atlas, total.hexdigest()[:12], files)


_SHELF = _Shelf()
release = _SHELF.current
named = _SHELF.named
