"""The link that reopens a view."""

from __future__ import annotations

from urllib.parse import urlencode

from corridors.model import Atlas
from corridors.selection import Selection
from corridors.urlstate import encode


def address(base: str, selection: Selection, atlas: Atlas) -> str:
    """The link that reopens a view; without a base, the query alone, to put behind the atlas's own address."""
    query = urlencode(encode(selection, atlas) or {"data": atlas.digest}, safe=",:")
    return f"{base.rstrip('?')}?{query}"
