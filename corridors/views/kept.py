"""Files that never change under their name: held in memory, packed once, kept by the browser for good."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Kept:
    """A file's media type, its bytes, and the same packed with gzip."""

    kind: str
    raw: bytes
    packed: bytes


def keep(raw: bytes, kind: str) -> Kept:
    """Packs a file. The same bytes give the same packed bytes."""
    return Kept(kind, raw, gzip.compress(raw, 6, mtime=0))


def answer(kept: Kept, asked: Headers, *, for_good: bool = True) -> Response:
    """The file, packed where the browser can unpack it, which keeps it `for_good` or not at all."""
    caching = "public, max-age=31536000, immutable" if for_good else "no-store"
    headers = {"content-type": kept.kind, "cache-control": caching, "vary": "accept-encoding"}
    if "gzip" in asked.get("accept-encoding", ""):
        return Response(kept.packed, headers=headers | {"content-encoding": "gzip"})
    # Said in so many words: Streamlit's own layer would pack it anew for every visitor.
    return Response(kept.raw, headers=headers | {"content-encoding": "identity"})
