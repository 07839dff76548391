"""The page: the map's frame, the panel beside it, and the address bar that holds what the visitor sees.

One fragment holds map and panel. The frame answers clicks and filters itself and reports the resulting state; the
fragment's rerun turns it into a `Selection`, the panel and the URL. Where the state comes from outside the frame (a
link, Back and Forward, a button here), `revision` rises, and the frame takes it over. `session` is new when the server
was started again: the frame then tells it what it shows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from secrets import token_hex

import streamlit as st

from corridors import framestate, markup, urlstate
from corridors.faults import AtlasError, FaultsError
from corridors.markup import broken
from corridors.model import Atlas
from corridors.selection import Selection, applied
from corridors.views import colophon, frame, history, panel
from corridors.views.service import Release, release

# Streamlit shows its menu, with the choice between light and dark, only where the app puts something into it.
ABOUT = "How this atlas was made, where it ends, its version and its changes stand under **Methods**, beside the map."

MOST_FRAMED = 8  # states of which a report by the frame can still arrive


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
        state.framed = {}  # what the frame reports of the view before is no longer wanted
        _show(selection)
        history.forget()
        state.notices = notices
        state.query = query
        state.release = current.name
        state.unwritten = False  # the address says it already; writing it anew would trap the Back button


def _choose(atlas: Atlas, drawn: Selection, selection: Selection) -> None:
    """Shows a selection that a button here made: its change to what was drawn, done to all that was asked for since."""
    _heed(atlas)
    before = st.session_state.selection
    after = applied(before, drawn, selection)
    history.note(before, after)
    _show(after)


def _undo(atlas: Atlas) -> None:
    _heed(atlas)
    _show(history.undone(st.session_state.selection))


def _show(selection: Selection) -> None:
    """Shows a selection that was made outside the frame: the frame takes it over at its next render."""
    state = st.session_state
    state.selection = selection
    state.notices = ()
    state.revision = state.get("revision", 0) + 1
    state.framed = dict([*state.framed.items(), (state.revision, selection)][-MOST_FRAMED:])
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
    choose, undo = partial(_choose, atlas, picked), partial(_undo, atlas)
    head = st.container(key="head")
    # What a click asks for is the first that is sent; what stands over it follows.
    words = panel.introduction(picked, atlas, again=state.chosen)
    frame.show(picked, current, words, revision=state.revision, seen=state.seen[1], session=state.session)
    with head:
        if current.faults:
            st.html(broken.left_out(current.faults))
        if state.notices:
            st.html(markup.notices(state.notices))
        panel.head(picked, atlas, choose, undo if history.possible() else None)
    panel.rest(picked, atlas, choose)
    if state.unwritten:
        _write_link(picked, atlas)
    if release() is not current:  # the data has changed: a whole run shows the new atlas, and the same view
        st.rerun()


def _take_report(atlas: Atlas) -> None:
    """What the visitor did in the frame, and which tab was pressed."""
    _heed(atlas)
    before = st.session_state.selection
    _keep(before, replace(before, page=panel.opened(before)))


def _heed(atlas: Atlas) -> None:
    """What the visitor did in the frame, even if the frame has not yet heard what a button here did meanwhile."""
    state = st.session_state
    value = frame.report()
    report = (value.get("revision"), value.get("n"))  # a frame that is mounted anew counts from 1 again
    known = state.framed.get(report[0])  # what the frame showed
    if known is None or report == state.seen:
        return
    before = state.selection
    told = framestate.reported(value, atlas, known)
    picked = applied(before, known, told)
    state.seen = report
    state.framed[report[0]] = told
    history.note(before, picked)
    if report[0] == state.revision:
        _keep(before, picked)
    else:
        _show(picked)


def _keep(before: Selection, picked: Selection) -> None:
    """Notes a state that the page shows already."""
    if picked != before:  # a frame that outlived its server repeats itself
        state = st.session_state
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
