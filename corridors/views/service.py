"""The one atlas that every visitor shares, and what the browser loads of it.

Data that changes on disk is picked up while the server runs. It passes the gate first: if it is broken, visitors keep
the atlas they had and the log tells the operator what to mend. An operator who sets CORRIDOR_ATLAS_LENIENT=1 gets the
sound records of a folder that is broken from the start, but never in place of a whole atlas that is already shown.
"""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corridors import payload
from corridors.check import check_atlas
from corridors.faults import AtlasError, Fault, FaultsError
from corridors.lenient import salvage
from corridors.load import DATA, ROOT, fingerprint, read_asset, read_folder, read_leaflet
from corridors.model import Atlas
from corridors.views.kept import Kept, keep

SCRIPT, STYLE, PAGE = "text/javascript; charset=utf-8", "text/css; charset=utf-8", "text/html; charset=utf-8"
FRAME = "frame.html"  # beside its scripts and styles, so that its links are plain names
LOOK_EVERY = 2.0  # seconds between looks at the files' dates
LENIENT = os.environ.get("CORRIDOR_ATLAS_LENIENT") == "1"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Release:
    """An atlas, and the files that the map's frame loads, under a name that changes when any of them does.

    `faults` are those of the records that are left out of it: none unless the operator is lenient.
    """

    atlas: Atlas
    name: str
    files: Mapping[str, Kept]
    faults: tuple[Fault, ...]


def frame_address(current: Release) -> str:
    """Where a release's map is, relative to the page, so that a base path changes nothing."""
    return f"atlas/{current.name}/{FRAME}"


class _Shelf:
    """Holds the newest sound release and one before it, so that a page that is just loading finds its files."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: object = None
        self._looked = 0.0
        self._releases: tuple[Release, ...] = ()
        self._broken: AtlasError | None = None

    def current(self) -> Release:
        """The newest sound release. Raises `FaultsError` or `MissingData` while there has been none."""
        with self._lock:
            now = time.monotonic()
            if self._seen is None or now - self._looked >= LOOK_EVERY:
                self._looked = now
                self._look()
            if not self._releases:
                assert self._broken is not None  # noqa: S101 - one of the two is what a look leaves
                raise self._broken
            return self._releases[0]

    def named(self, name: str) -> Release | None:
        """The release of that name, if it is still held."""
        return next((item for item in self._releases if item.name == name), None)

    def at_hand(self) -> Release | None:
        """The newest sound release that is ready, without a look at the disk."""
        return next(iter(self._releases), None)

    def broken(self) -> bool:
        """Whether what lies on the disk has faults, whatever is shown."""
        return self._broken is not None

    def _look(self) -> None:
        seen = fingerprint(DATA)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            made = _make(lenient=LENIENT and not (self._releases and not self._releases[0].faults))
        except AtlasError as error:
            self._refuse(error)
            log.error("%s", error)  # noqa: TRY400 - the faults say it all
        except Exception:  # a slip of ours in the gate must not take the atlas from its visitors
            self._refuse(AtlasError("The data cannot be read; the server's log says why."))
            log.exception("the gate itself has failed")
        else:
            self._broken = FaultsError(made.faults) if made.faults else None
            if made.faults:
                log.error("the data is broken; what is sound is shown without:\n%s", self._broken)
            if not self._releases or made.name != self._releases[0].name:
                self._releases = (made, *self._releases[:1])

    def _refuse(self, error: AtlasError) -> None:
        self._broken = error
        kept = "the atlas of before stays" if self._releases else "there is nothing to show"
        log.error("the data is broken; %s", kept)


def _make(*, lenient: bool) -> Release:
    # Folium brings NumPy and pandas, 90 MB that nothing else here needs: it writes its page in a process of its own.
    writing = [sys.executable, "-m", "corridors.map"]
    with subprocess.Popen(writing, cwd=ROOT, stdout=subprocess.PIPE) as folium:  # noqa: S603 - our own module
        try:
            contents = read_folder(DATA)
            atlas, faults = salvage(contents) if lenient else (check_atlas(contents), ())
        finally:
            page = folium.communicate()[0]
    if folium.returncode:
        raise AtlasError("The map's page cannot be written; the server's log says why.")
    files = {
        "data.js": keep(payload.script(atlas).encode(), SCRIPT),
        "atlas.js": keep(read_asset("atlas.js").encode(), SCRIPT),
        "atlas.css": keep(read_asset("atlas.css").encode(), STYLE),
        "leaflet.js": keep(read_leaflet("leaflet.js"), SCRIPT),
        "leaflet.css": keep(read_leaflet("leaflet.css"), STYLE),
        FRAME: keep(page, PAGE),
    }
    total = hashlib.sha256(b"".join(files[name].raw for name in sorted(files)))
    return Release(atlas, total.hexdigest()[:12], MappingProxyType(files), faults)


_SHELF = _Shelf()
release = _SHELF.current
named = _SHELF.named
at_hand = _SHELF.at_hand
broken = _SHELF.broken
