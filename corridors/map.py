"""The Leaflet map, set up by Folium, and the visitor's state that goes with it.

What the map shows travels once, as a script that the server offers under a name that holds the digest of the data
(`views/server.py`), so that an interaction carries ids only.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from corridors.model import Atlas
from corridors.selection import Selection, facet_outcome
from corridors.urlstate import decode


class _Start(MacroElement):
    """Hands the Leaflet map to the project's own script."""

    _template = Template(  # what Folium runs when the frame opens
        "{% macro script(this, kwargs) %}"
        "window.corridorAtlas.startInFrame({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )


def build() -> folium.Map:
    """A fresh map without data, whose scripts and styles lie beside it."""
    made = folium.Map(
        location=(40, 62),  # until the script frames the atlas's own start view
        zoom_start=4,
        tiles=None,
        zoom_control=False,
        min_zoom=2,
        max_zoom=11,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=110,
        max_bounds=True,
        min_lat=-10,
        max_lat=79,
        min_lon=-24,
        max_lon=168,
        max_bounds_viscosity=0.8,
        keyboard_pan_delta=120,
    )
    # Folium's own links lead to other hosts (Leaflet, jQuery, Bootstrap, marker plugins).
    made.default_js = [(name, f"{name}.js") for name in ("leaflet", "data", "atlas")]
    made.default_css = [(f"{name}-style", f"{name}.css") for name in ("leaflet", "atlas")]
    made._id = "atlas"  # noqa: SLF001 - instead of random digits: the same data makes the same page
    made.add_child(_Start())  # type: ignore[no-untyped-call]
    return made


def frame_page() -> str:
    """The page of the map's frame, the same for every visitor."""
    page: str = build().get_root().render()
    return page


def state(selection: Selection, atlas: Atlas, revision: int) -> dict[str, Any]:
    """What a visitor sees, for the frame. `revision` tells it whether this is news or an echo of its own report."""
    return {
        "revision": revision,
        "phases": sorted(selection.phases),
        "families": sorted(selection.families),
        "stated": selection.stated_only,
        "hideContext": selection.hide_context,
        "only": facet_outcome(selection, atlas),
        "selected": list(selection.selected),
        "view": list(selection.viewport) if selection.viewport else None,
        "briefing": selection.briefing,
    }


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
