"""The map's frame, as Streamlit knows it: a component at the head of the panel, whose script talks to the frame.

The frame's page is Folium's, made once a release. `st_folium` would have the browser load a second copy of React and
unpack Folium's script and styles at every run; nothing in our map but the visitor's state changes, so that is all that
is sent. A component of the older kind would put the frame into Streamlit's tree, where it can come no sooner than
Streamlit itself, and would have the server load pyarrow, 42 MB.
"""

from __future__ import annotations

from typing import Any

from streamlit.components.v2 import component

from corridors import framestate, markup
from corridors.load import read_asset
from corridors.selection import Selection
from corridors.views.service import Release, frame_address

_bridge = component("map", html=markup.target(), js=read_asset("bridge.js"), isolate_styles=False)


def show(picked: Selection, current: Release, *, revision: int, session: str) -> dict[str, Any]:
    """Shows a state in the frame and returns what it last reported: {} at first, then ids, filters, view, `n`,
    `revision`.

    `revision` tells the frame whether this is news or an echo of its own report, `session` whether the server that
    says so is still the one that it knew.
    """
    state = framestate.state(picked, current.atlas)
    data = {"address": frame_address(current), "state": state, "revision": revision, "session": session}
    report = _bridge(key="atlas", data=data, on_report_change=lambda: None).get("report")
    return report if isinstance(report, dict) else {}
