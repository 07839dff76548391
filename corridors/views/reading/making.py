"""Files on request: a bar while they are made, a look at them, and buttons to take them away."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corridors import markup
from corridors.export import formats
from corridors.export.links import address
from corridors.export.progress import Tell
from corridors.faults import AtlasError
from corridors.model import Atlas
from corridors.selection import Selection

Made = tuple[formats.Files, bytes, str]  # the files, a picture of the first page, or their first lines


def link(picked: Selection, atlas: Atlas) -> str:
    """The address that reopens a view here."""
    return address(base(), picked, atlas)


def base() -> str:
    """The atlas's own address, without a query."""
    return str(st.context.url or "").partition("?")[0].rstrip("/") + "/"


def on_request(
    label: str, asked: object, make: Callable[[Tell], Made], *, key: str, name: str, form: object = ""
) -> None:
    """A button that has files made, and what came of it for as long as the same is `asked` for.

    Back, a link or newer data run the whole page anew and break off what is under way. Where a file of the same `form`
    was being made, it is made then, of the view as it stands.
    """
    state = st.session_state
    pressed = f"{key}-pressed"
    if st.button(label, key=f"{key}-prepare", type="primary"):
        state[key] = None
        state[pressed] = form
    if state.get(pressed) == form:
        try:
            _make(asked, make, key)
        except Exception:  # a fault of ours is not to come back with every click; a run that is broken off raises none
            state[pressed] = None
            raise
        state[pressed] = None
    if state.get(key) and state[key][0] == asked:
        _offer(state[key][1], key, name)


def _make(asked: object, make: Callable[[Tell], Made], key: str) -> None:
    bar = st.progress(0.0, "Beginning …")
    try:
        st.session_state[key] = (asked, make(lambda share, words: _tell(bar, share, words)))
    except AtlasError as error:
        st.html(markup.notices([str(error)]))
    bar.empty()


def _tell(bar: DeltaGenerator, share: float, words: str) -> None:
    bar.progress(min(1.0, max(0.0, share)), f"{markup.label(words)} …")


def _offer(made: Made, key: str, name: str) -> None:
    files, picture, text = made
    if picture:
        st.image(picture, caption="First page")
    if text:
        st.code(text, language=None, height=180)
    for ending, data in files.items():
        file = f"{name}{ending}"
        label = f"Download {file} ({len(data) / 1000:,.0f} kB)"
        st.download_button(label, data, file, on_click="ignore", key=f"{key}-download{ending}")
