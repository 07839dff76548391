"""The page: the map's frame, the panel beside it, and the address bar that holds what the visitor sees.

One fragment holds map and panel. The frame answers clicks and filters itself and reports the resulting state; the
fragment's rerun turns it into a `Selection`, the panel and the URL. Where the state comes from outside the frame (a
link, Back and Forward, a button here), `revision` rises, and the frame takes it over.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit_folium import st_folium

from corridors import cards, markup, urlstate
from corridors import map as atlas_map
from corridors import selection as sel
from corridors.faults import AtlasError, FaultsError
from corridors.load import read_asset
from corridors.model import Atlas, Undrawn
from corridors.selection import Selection
from corridors.views.service import Release, release

HOW_TO = (
    ("Click a line", "to read the exact words that support it, and the words that doubt it. Ctrl-click adds another."),
    ("Line pattern", "says what the articles claim: existing, being built, agreed, proposed, speculative."),
    ("Line body", "says how we drew it: over a real line, schematically, or as a band where only an idea exists."),
    ("Supplied by us", "is whatever the articles do not say; each panel lists it apart, with its reason."),
    ("Copy the address", "of this page to send exactly this view. The box button gives a clean picture."),
)


def main() -> None:
    """Draws the page, or the list of faults when the data is broken."""
    st.set_page_config(page_title="Corridor Atlas", page_icon="🧭", layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{read_asset('page.css')}</style>")
    try:
        current = release()
    except FaultsError as error:
        st.html(markup.fault_page(error.faults))
        return
    except AtlasError as error:
        st.html(markup.notices([str(error)]))
        return
    _take_link(current.atlas)
    _workspace(current)


def _take_link(atlas: Atlas) -> None:
    """A query that we did not write is a link or a step in the browser's history: it decides what is shown."""
    query = st.query_params.to_dict()
    state = st.session_state
    if "selection" not in state or query != state.query:
        state.selection, state.notices = urlstate.decode(query, atlas)
        state.query = query
        state.revision = state.get("revision", 0) + 1


@st.fragment
def _workspace(current: Release) -> None:
    state = st.session_state
    atlas = current.atlas
    picked: Selection = state.selection
    left, right = st.columns((68, 32), gap="small")
    with left:
        value = st_folium(
            atlas_map.build(picked, atlas, revision=state.revision, release=current.name),
            key="atlas",
            returned_objects=[],
            use_container_width=True,
            height=700,
        )
    # A report made before the frame took over the newest state is stale.
    if value and value.get("revision") == state.revision and value.get("n") != state.get("seen"):
        state.seen = value["n"]
        state.selection = picked = atlas_map.reported(value, atlas, picked)
        state.notices = ()
        _write_link(picked, atlas)
    with right, st.container(key="panel"):
        if state.notices:
            st.html(markup.notices(state.notices))
        _panel(picked, atlas)
    if picked.briefing:
        st.html("<style>" + read_asset("briefing.css") + "</style>")


def _write_link(picked: Selection, atlas: Atlas) -> None:
    query = urlstate.encode(picked, atlas)
    if query != st.session_state.query:
        st.session_state.query = query
        st.query_params.from_dict(query)


def _panel(picked: Selection, atlas: Atlas) -> None:
    chosen = [atlas.by_id[record_id] for record_id in picked.selected]
    views = [cards.card(record, atlas) for record in chosen]
    colours = [atlas.family[record.family].colour for record in chosen]
    st.html(markup.panel(sel.sentence(picked, atlas), views, colours))
    if not chosen:
        absent = [
            (record.name, f"in the articles: {record.claim}")
            for record in sel.visible(replace(picked, selected=()), atlas)
            if isinstance(record, Undrawn)
        ]
        st.html(markup.introduction(atlas.meta.title, atlas.meta.subtitle, HOW_TO, absent))


main()
