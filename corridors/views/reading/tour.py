"""The guided tour: Back and Next (or the arrow keys) lead through prepared views."""

from __future__ import annotations

import streamlit as st

from corridors import markup, tour
from corridors.export import formats
from corridors.export.progress import Tell
from corridors.markup import pages
from corridors.model import Atlas
from corridors.selection import Choose, Selection
from corridors.views import filters
from corridors.views.reading import making
from corridors.views.reading.parts import to_map


def page(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """The step where the visitor is, or the start."""
    steps = atlas.tour
    here = st.session_state.get("tour-step")
    if here is None or here >= len(steps):
        text = f"{len(steps)} steps: the five phases of the article of January 2020, then the three ways to reach CPEC."
        st.html(markup.heading("A tour of the proposals", f"{text} Each step moves the map."))
        st.button("Start the tour", key="tour-start", type="primary", on_click=_go, args=(0, atlas, choose))
        filters.row(picked, atlas, choose)
        _slides(atlas)
        return
    _buttons(here, atlas, choose)
    stop = tour.stop(steps[here], atlas)
    st.html(markup.status(f"Step {here + 1} of {len(steps)}: {stop.part}"))
    st.html(markup.heading(stop.title, stop.says))
    st.html(pages.quotation(stop.quote))
    for name, piece in stop.against:
        st.html(pages.quotation(piece, f"{tour.AGAINST[piece.role]} {name}"))
    st.html(markup.subheading("On this step's map"))
    to_map(stop.records, picked, atlas, choose, key=f"tour-{here}")
    filters.row(picked, atlas, choose)
    _slides(atlas)


def _slides(atlas: Atlas) -> None:
    """The whole tour to take away, a step a slide."""
    address = making.base()

    def make(tell: Tell) -> making.Made:
        files = formats.tour("pptx", atlas, address, formats.today(), tell=tell)
        return files, b"", formats.glance(files)

    with st.expander("Take the tour along as slides", key="tour-slides-box"):
        st.html(markup.note("PowerPoint, to edit: a step a slide, all evidence in the speaker notes."))
        making.on_request("Prepare the slides", atlas.digest, make, key="tour-slides", name="corridor-atlas-tour")


def _buttons(here: int, atlas: Atlas, choose: Choose) -> None:
    last = len(atlas.tour) - 1
    with st.container(horizontal=True, gap="small", key="tour-buttons"):
        st.button("Back", key="tour-back", shortcut="Left", disabled=here == 0, on_click=_go,
                  args=(max(here - 1, 0), atlas, choose))  # fmt: skip
        st.button("Next", key="tour-next", shortcut="Right", type="primary", disabled=here == last, on_click=_go,
                  args=(min(here + 1, last), atlas, choose))  # fmt: skip
        st.button("This step's map again", key="tour-again", on_click=_go, args=(here, atlas, choose))


def _go(step: int, atlas: Atlas, choose: Choose) -> None:
    st.session_state["tour-step"] = step
    choose(tour.view(atlas.tour[step], atlas))
