"""The map's frame: a Streamlit component whose page Folium makes, once a release.

`st_folium` would have the browser load a second copy of React and unpack Folium's script and styles at every run;
nothing in our map but the visitor's state changes, so that is all that is sent.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from streamlit.components.v1 import declare_component
from streamlit.components.v1.custom_component import CustomComponent

from corridors import framestate
from corridors.selection import Selection
from corridors.views.service import FRAME, Release

HEIGHT = 700  # pixels, until the page's style takes over


def show(picked: Selection, current: Release, *, revision: int, session: str) -> dict[str, Any]:
    """Draws the frame and returns what it last reported: {} at first, then ids, filters, view, `n`, `revision`."""
    # As a string: to see that a dictionary is no table, Streamlit would load pandas, 70 MB and half a second.
    state = json.dumps(framestate.state(picked, current.atlas, revision, session), separators=(",", ":"))
    value = _component(current.name)(state=state, height=HEIGHT, key="atlas", default=None)
    return value if isinstance(value, dict) else {}


@lru_cache(maxsize=2)
def _component(release: str) -> CustomComponent:
    """One component a release: another address mounts a new frame. Relative, so that a base path changes nothing."""
    return declare_component("map", url=f"atlas/{release}/{FRAME}")
