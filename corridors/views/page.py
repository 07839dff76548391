"""The page: the map's frame, the panel beside it, and the address bar that holds what the visitor sees.

One fragment holds map and panel. The frame answers clicks and filters itself and reports the resulting state; the
fragment's rerun turns it into a `Selection`, the panel and the URL. Where the state comes from outside the frame (a
link, Back and Forward, a button here), `revision` rises, and the frame takes it over. `session` is new when the server
was started again: the frame then tells it what it shows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from secrets import token_hex

import streamlit as st

from corridors import framestate, markup, urlstate
from corridors.faults import AtlasError, FaultsError
from corridors.markup import broken
from corridors.model import Atlas
from corridors.selection import Selection
from corridors.views import colophon, frame, history, panel
from corridors.views.service import Release, release

# Streamlit shows its menu, with the choice between light and dark, only where the app puts something into it.
ABOUT = "How this atlas was made, where it ends, its version and its changes stand under **Methods**, beside the map."


def main() -> None:
    """Draws the page, or the list of faults when the data is broken."""
    st.set_page_config(
        page_title="Corridor Atlas", page_icon="🧭", layout="wide", initial_sidebar_state="collapsed",
        menu_items={"About": ABOUT},
    )  # fmt: skip
    try:
        current = release()
    except FaultsError as error:
        st.html(broken.fault_page(error.faults))
        return
    except AtlasError as error:
        st.html(markup.notices([str(error)]))
        return
    _take_link(current)
    with st.container(key="panel"):  # around the fragment: not sent anew with each of its answers
        _workspace(current)
    colophon.dates(current.atlas)


def _take_link(current: Release) -> None:
    """A query that we did not write is a link or a step in the browser's history: it decides what is shown.

    So does the address when the data has changed under an open page: what is no longer there is said.
    """
    query = st.query_params.to_dict()
    state = st.session_state
    if "selection" not in state:
        state.session = token_hex(4)
        state.query = None
        state.seen = (0, 0)
        state.chosen = False
    if query != state.query or current.name != state.release:
        selection, notices = urlstate.decode(query, current.atlas)
        _show(selection)
        history.forget()
        state.notices = notices
        state.query = query
        state.release = current.name
        state.unwritten = False  # the address says it already; writing it anew would trap the Back button


def _choose(selection: Selection) -> None:
    """Shows a selection that a button here made."""
    history.note(st.session_state.selection, selection)
    _show(selection)


def _undo() -> None:
    _show(history.undone(st.session_state.selection))


def _show(selection: Selection) -> None:
    """Shows a selection that was made outside the frame: the frame takes it over at its next render."""
    state = st.session_state
    state.selection = selection
    state.notices = ()
    state.revision = state.get("revision", 0) + 1
    state.unwritten = True


# A page that waits to be run again, if only in a day, asks for a whole run as soon as it has found a restarted server.
# Any other page would go on asking for a fragment that the new server does not know, in vain.
@st.fragment(run_every=timedelta(days=1))  # the same as a word would have Streamlit load pandas
def _workspace(current: Release) -> None:
    state = st.session_state
    atlas = current.atlas
    _take_report(atlas)
    picked: Selection = state.selection
    state.chosen = state.chosen or bool(picked.selected)
    head = st.container(key="head")
    # What a click asks for is the first that is sent; what stands over it follows.
    words = panel.introduction(picked, atlas, again=state.chosen)
    frame.show(picked, current, words, revision=state.revision, seen=state.seen[1], session=state.session)
    with head:
        if current.faults:
            st.html(broken.left_out(current.faults))
        if state.notices:
            st.html(markup.notices(state.notices))
        panel.head(picked, atlas, _choose, _undo if history.possible() else None)
    panel.rest(picked, atlas, _choose)
    if state.unwritten:
        _write_link(picked, atlas)
    if release() is not current:  # the data has changed: a whole run shows the new atlas, and the same view
        st.rerun()


def _take_report(atlas: Atlas) -> None:
    """What the visitor did in the frame, and which tab was pressed."""
    state = st.session_state
    picked = before = state.selection
    value = frame.report()
    # A report made before the frame took over the newest state is stale.
    report = (value.get("revision"), value.get("n"))  # a frame that is mounted anew counts from 1 again
    if value and report[0] == state.revision and report != state.seen:
        state.seen = report
        picked = framestate.reported(value, atlas, picked)
        history.note(before, picked)
    picked = replace(picked, page=panel.opened(picked))
    if picked != before:  # a frame that outlived its server repeats itself
        state.selection = picked
        state.notices = ()  # they were about the link, which the address no longer holds
        state.unwritten = True


def _write_link(picked: Selection, atlas: Atlas) -> None:
    st.session_state.unwritten = False
    query = urlstate.encode(picked, atlas)
    if query != st.session_state.query:
        st.session_state.query = query
        st.query_params.from_dict(query)


main()
