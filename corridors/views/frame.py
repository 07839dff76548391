"""The map's frame: st_folium's own component, given what Folium rendered once instead of rendering it at every run.

`st_folium` compiles some ten Jinja templates each time it is called, which costs more than all the rest of an
interaction, and nothing in our map depends on the visitor. So the arguments that it would pass to its frame are made
once a release, with its own helpers; only the visitor's state changes. `tests/test_frame.py` holds them to what
`st_folium` itself passes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import streamlit_folium as component

from corridors import map as atlas_map
from corridors.selection import Selection
from corridors.views.service import Release

KEY = "atlas"
HEIGHT = 700  # pixels, until the page's style takes over


def show(picked: Selection, current: Release, *, revision: int) -> dict[str, Any]:
    """Draws the frame and returns what it last reported: {} at first, then ids, filters, view, `n`, `revision`."""
    arguments = _rendered(current.name) | {"html": atlas_map.state_html(picked, current.atlas, revision)}
    value = component._component_func(**arguments)  # noqa: SLF001 - what st_folium calls last
    return value if isinstance(value, dict) else {}


@lru_cache(maxsize=2)
def _rendered(release: str) -> dict[str, Any]:
    """Everything that st_folium passes to its frame, for a map without state."""
    made = atlas_map.build(release)
    made.get_root().render()
    script = component._get_map_string(made)  # noqa: SLF001
    return {
        "script": script,
        "header": "",  # Folium's own styles, which `assets/atlas.css` stands in for: a kilobyte less at every run
        "id": component.get_full_id(made),
        "key": component.generate_js_hash(script, KEY),
        "height": HEIGHT,
        "width": None,
        "returned_objects": [],
        "default": {},
        "zoom": None,
        "center": None,
        "feature_group": None,
        "return_on_hover": False,
        "layer_control": None,
        "pixelated": False,
        "css_links": [link for _, link in made.default_css],
        "js_links": [link for _, link in made.default_js],
        "wrap_longitude": False,
    }
