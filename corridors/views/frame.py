"""The map's frame and the evidence, as Streamlit knows them: one component, whose script talks to the frame and has the
words that the frame's clicks ask for (`assets/panel.js`).

The frame's page is Folium's, made once a release. `st_folium` would have the browser load a second copy of React and
unpack Folium's script and styles at every run; nothing in our map but the visitor's state changes, so that is all that
is sent. A component of the older kind would put the frame into Streamlit's tree, where it can come no sooner than
Streamlit itself, and would have the server load pyarrow, 42 MB.
"""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from corridors import framestate, markup
from corridors.load import read_asset
from corridors.selection import Selection
from corridors.views.service import Release, frame_address

KEY = "atlas"
_bridge = component("map", html=markup.place_of_words(), js=read_asset("bridge.js"), isolate_styles=False)


def report() -> dict[str, Any]:
    """What the frame last reported: {} at first, then ids, filters, view, `n`, `revision`."""
    told = st.session_state.get(KEY) or {}
    return told["report"] if isinstance(told.get("report"), dict) else {}


def show(picked: Selection, current: Release, words: str, *, revision: int, seen: int, session: str) -> None:
    """Shows a state in the frame, and in the panel the evidence for what is selected or, without that, words (HTML).

    `revision` tells the frame whether this is news or an echo of its own report, `seen` which report is the last that
    was heeded, `session` whether the server that says so is still the one that it knew.
    """
    data = {
        "address": frame_address(current), "state": framestate.state(picked, current.atlas),
        "page": picked.page, "read": picked.selected, "words": words,
        "revision": revision, "seen": seen, "session": session,
    }  # fmt: skip
    _bridge(key=KEY, data=data, on_report_change=lambda: None)
