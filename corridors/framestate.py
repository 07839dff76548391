"""The visitor's state as the map's frame gets it and reports it: ids, numbers and switches, never data."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from corridors.model import Atlas
from corridors.selection import Selection, facet_outcome
from corridors.urlstate import decode


def state(selection: Selection, atlas: Atlas) -> str:
    """What a visitor sees, for the frame: JSON, the same for the same selection."""
    made = {
        "phases": sorted(selection.phases),
        "families": sorted(selection.families),
        "stated": selection.stated_only,
        "hideContext": selection.hide_context,
        "only": facet_outcome(selection, atlas),
        "selected": list(selection.selected),
        "view": list(selection.viewport) if selection.viewport else None,
        "briefing": selection.briefing,
    }
    return json.dumps(made, separators=(",", ":"))


def reported(value: dict[str, Any], atlas: Atlas, before: Selection) -> Selection:
    """The selection that the frame reports, through the same gate as a link; `before` where it makes no sense."""
    try:
        words = {
            "phase": ",".join(str(n) if n else "none" for n in value["phases"]),
            "family": ",".join(value["families"]),
            "stated": "1" if value["stated"] else "",
            "context": "0" if value["hideContext"] else "",
            "select": ",".join(value["selected"]),
            "view": ",".join(json.dumps(n) for n in value["view"] or ()),
            "mode": "briefing" if value["briefing"] else "",
        }
        facets = before.facets if value["only"] else frozenset()  # the frame can let go of them, and no more
    except (KeyError, TypeError):
        return before
    return replace(decode(words, atlas)[0], facets=facets, page=before.page)
